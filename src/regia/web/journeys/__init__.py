"""How does work flow between departments, and where does it wait? The journeys, and each hand-off."""
