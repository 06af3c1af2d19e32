"""How is a PostgreSQL server read without harm and without changing a value?

Two connections share one exported snapshot, so that all is read at one moment: `anchor` (psycopg) holds it and
asks the catalogue, `reader` (ADBC) streams the data and may be lost and opened again at the same moment.
Both are read-only, limited in time, and give their locks back after every dataset.

Known limits: servers before PostgreSQL 12 are not supported; foreign tables and views have no fingerprint; large
objects (pg_largeobject) are not read; a pooler in transaction mode between Regia and the server breaks the moment.
"""
