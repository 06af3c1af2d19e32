"""What does the company keep, in words that all share, and who holds it? The shared data model."""
