"""Who may see personal data in clear, why, and until when? Asked for, kept in the log, over by itself."""
