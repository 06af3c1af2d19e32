"""Runs the stages in order, checks every table against its contract, caches by fingerprint."""
