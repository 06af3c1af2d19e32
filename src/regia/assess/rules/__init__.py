"""Findings of the quick assessment, one rule a file."""
