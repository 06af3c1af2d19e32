"""What do the company's systems hold? Reads them, read-only, into a snapshot.

A connector is one file in `sources/connectors/`, or an outside package's entry point `regia.connectors`.
All keep the contract of `sources/connector.py` and pass one shared suite (`tests/contract/`).
"""
