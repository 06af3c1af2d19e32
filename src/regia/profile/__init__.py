"""What do the company's systems really hold, and how good is it?

One scan a dataset with DuckDB gives counts, nulls, distinct values, extremes and lengths; what costs more is
measured on a seeded sample. What was found in a dataset's content is kept by that content's hash, so an
unchanged dataset is never scanned twice.

Known limits: distinct values of large datasets are estimated (about 2 %); a dataset read as a sample is
profiled as that sample.
"""
