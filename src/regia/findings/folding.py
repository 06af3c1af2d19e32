"""Findings of one cause as one: those that follow from another one stand under it."""

from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, object]
Folded = dict[str, object]


def folded(rows: Sequence[Row]) -> list[Folded]:
    """Return the findings that follow from none of the others, in order, each with its `followers`, folded too."""
    among = {row["finding"] for row in rows}
    under: dict[object, list[Row]] = {}
    for row in rows:
        if row["cause"] in among:
            under.setdefault(row["cause"], []).append(row)
    return [_with(row, under) for row in rows if row["cause"] not in among]


def count(row: Folded) -> int:
    """Return how many findings stand under one, at any depth."""
    under = row["followers"]
    assert isinstance(under, list)
    return len(under) + sum(count(each) for each in under)


def without_circles(causes: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the cause of each finding, without those by which a finding would follow from itself."""
    kept: dict[str, str | None] = {}
    for finding, cause in causes.items():
        kept[finding] = None if finding in _chain(cause, kept) else cause
    return kept


def _chain(cause: str | None, causes: Mapping[str, str | None]) -> Iterable[str]:
    while cause is not None:
        yield cause
        cause = causes.get(cause)


def _with(row: Row, under: Mapping[object, Sequence[Row]]) -> Folded:
    return {**row, "followers": [_with(each, under) for each in under.get(row["finding"], ())]}
