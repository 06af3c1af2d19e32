"""Where do IT and business stand? CTO Radar in the workspace: asking both sides, answering by link, reading, printing.

Answers go to the company's own log and nowhere else: the database knows which links were made, never what was answered.
"""
