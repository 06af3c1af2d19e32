"""How are SQL Servers read? Written from Microsoft's documentation, and not yet tried on a real server."""
