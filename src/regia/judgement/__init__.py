"""What did people decide? One append-only log of verdicts in the company folder. Nothing here imports Django."""
