"""What changed, and what waits for me? The first page of a company."""
