"""The finding rules of this stage, one a file."""
