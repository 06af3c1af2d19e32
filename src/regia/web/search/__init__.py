"""Where is that? One box finds systems, datasets, fields and findings."""
