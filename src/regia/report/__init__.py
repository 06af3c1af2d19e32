"""What does one leave on the table? Documents made of the evidence: PDF by typst.

A document is a template and data apart: every text reaches the template as data and is never read as markup.
"""
