"""How is a DuckDB file read? Opening, describing, and the SQL that keeps every value."""
