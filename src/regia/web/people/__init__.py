"""Who may see which company, as what, and what did they do? Companies, people, roles, invitations, the audit log."""
