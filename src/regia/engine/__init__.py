"""Runs one SQL text on DuckDB, within a memory cap. The only room that knows the engine."""
