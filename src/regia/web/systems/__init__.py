"""What does each system hold? The list of systems; the cards of a system, a dataset and a field."""
