"""What tables does an SQL dump hold? Finds them in one pass, reads each in a second, with bounded memory.

A tokenizer of our own: a parser of SQL spends a hundred times longer on rows of data than on the statements around.
"""
