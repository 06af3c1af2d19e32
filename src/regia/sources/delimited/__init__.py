"""What table is in this text file? Encoding, delimiter, header, types, and rows that do not fit, all told."""
