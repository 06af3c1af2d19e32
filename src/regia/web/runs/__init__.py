"""How is a check-up started, watched and stopped from a page? Background runs, and what the last reading left out."""
