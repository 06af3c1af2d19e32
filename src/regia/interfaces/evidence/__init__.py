"""What tells of interfaces, one kind of evidence a file."""
