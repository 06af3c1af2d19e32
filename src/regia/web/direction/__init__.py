"""Where the company is going: vision, principles, objectives, projects, and who decides what; read and written."""
