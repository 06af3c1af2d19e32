"""Cells that a spreadsheet cannot take for a formula.

A cell is also read by spreadsheets that cut it where the writer did not: at a semicolon, a tab or a line end, as an
Italian one does with a file of commas. What would start there is kept from being a formula too. Full-width signs are
formulas for spreadsheets in East Asian settings.
"""

import re

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_START = re.compile(rf"[\t\r\n]|[\s\ufeff\u200b]*[{_SIGNS}]")
_AFTER_BREAK = re.compile(rf"[;\t\r\n](?=[{_SIGNS}])")


def harmless(cell: object) -> object:
    """Return a cell that a spreadsheet shows as it is."""
    if not isinstance(cell, str):
        return cell
    inside = _AFTER_BREAK.sub(r"\g<0>'", cell)
    return "'" + inside if _START.match(cell) else inside
