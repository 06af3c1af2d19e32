"""How a sentence tells what the work before is alike in, that a worsening is measured beside."""

from regia.errors import Text
from regia.wording import both

SEGMENT = "segment:"

_NONE = Text("prima", "before")
_LIKE = Text("prima a parità di {of}", "before, comparing the same {of}")
_MONTH = Text("mese", "months")
_WEEKDAY = Text("giorno della settimana", "weekdays")


def matched_said(codes: object) -> Text:
    """Return what comes after "than", of the codes in column `matched` of `handoffs`."""
    like = [_said(code) for code in str(codes or "").split("|") if code]
    return both(_LIKE, {"of": like}) if like else _NONE


def _said(code: str) -> Text:
    if code.startswith(SEGMENT):
        field = code.rpartition(".")[2]
        return Text(f"«{field}»", f"'{field}'")
    return {"month": _MONTH, "weekday": _WEEKDAY}[code]
