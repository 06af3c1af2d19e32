"""The findings about how work flows: one rule a file."""
