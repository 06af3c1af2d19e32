"""Facts that made-up companies are built from, as CSV; sources in docs/explanation/made-up-companies.md."""
