"""What the entities and their conflicts tell in business words; one rule a file."""
