"""Where does everybody see the same map, and go from a sentence to the rows that prove it? The workspace, in Django.

One package holds everything of one thing: models, views, templates. A view makes one call; pages of evidence read
the current check-up, pages of judgement read and write the database. Nothing outside this room knows Django.
"""
