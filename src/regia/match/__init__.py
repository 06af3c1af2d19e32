"""Which fields of different systems mean the same, and what does the company keep, in words that all share?

Every field's name is split and read with a lexicon of business words (Italian first), then compared with a hub of
reference attributes, so that fields of any number of systems meet in the same words. What a dataset is about is told
by its name and by its fields together, and, where rows were read, by the things it holds: datasets that share e-mails,
tax numbers or codes hold one concept whatever they are called. Pairs of fields are found by words, values and datasets
that look alike, scored with what their names, types, values and datasets say, calibrated, and clustered: fields of one
cluster are one attribute of the shared data model.

Known limits: a name that says nothing (`field7`) is matched by its values alone; without rows only names, types
and keys speak; two fields that mean the same at different grains (a customer's address, an order's address) are told
apart only by what their datasets are about.
"""
