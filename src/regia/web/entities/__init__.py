"""Who is this, in every system, and where do the systems contradict one another? Entities and conflicts."""
