"""The formats of file that the `files` connector reads, one file each."""
