"""Regia: one direction for business and IT."""

__version__ = "0.1.0"
