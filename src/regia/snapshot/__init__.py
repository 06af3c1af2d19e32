"""The immutable evidence: what was read, when and how, kept as Parquet with a manifest."""
