"""The findings of interfaces: one rule a file."""
