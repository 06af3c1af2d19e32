"""Who belongs to the company, as what, and what did they do? Members, invitations, the audit log."""
