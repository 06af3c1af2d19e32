"""How does a person come in? Sign-in, one-time links, invitations, the choice of a company, one's own settings."""
