"""The findings of matching: one rule a file."""
