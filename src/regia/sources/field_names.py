"""Names of fields and datasets that can live in one table: never empty, never twice, upper and lower case alike."""

from collections.abc import Sequence

from regia.model.note import Note, Reason
from regia.sources.connector import Report


def unique_names(names: Sequence[str], *, what: str = "column") -> tuple[str, ...]:
    """Return the names in order, each different from all others ignoring case; names already good are kept.

    An empty name becomes `column_3` (its position, from 1), the second `Total` becomes `Total_2`.
    """
    kept = {name.casefold() for name in names if name.strip()}
    used: set[str] = set()
    return tuple(_unique(name, position, what, kept, used) for position, name in enumerate(names, 1))


def tell_renamed(old: Sequence[str], new: Sequence[str], dataset: str | None, report: Report) -> None:
    """Report each name that had to change."""
    for before, after in zip(old, new, strict=True):
        if before != after:
            report(Note(Reason.NAME_CHANGED, dataset, after, detail=f"{before!r} -> {after!r}"))


def _unique(name: str, position: int, what: str, kept: set[str], used: set[str]) -> str:
    candidate = stem = name if name.strip() else f"{what}_{position}"
    number = 1
    while candidate.casefold() in used or (candidate != name and candidate.casefold() in kept):
        number += 1
        candidate = f"{stem}_{number}"
    used.add(candidate.casefold())
    return candidate
