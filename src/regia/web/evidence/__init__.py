"""What did the current check-up of a company find? Reads its tables, masked, a page of rows at a time."""
