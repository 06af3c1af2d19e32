"""How is an SQLite file read without leaving a trace on it? Opening, describing, typing and reading."""
