"""Cells that a spreadsheet cannot take for a formula."""

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """Return a cell that a spreadsheet shows as it is."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in _STARTS else cell
