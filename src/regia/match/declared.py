"""What regia.toml says of fields: which mean the same, and which do not.

What a person judged since, in the log of verdicts, is heard first.
"""

from collections.abc import Iterable, Mapping, Sequence

from regia.match.field import Field
from regia.match.matching import Key
from regia.workspace.company import DeclaredCorrespondence

Row = dict[str, object]
Verdicts = Mapping[frozenset[Key], bool]


def declared_pairs(fields: Sequence[Field], declared: Iterable[DeclaredCorrespondence]) -> dict[frozenset[Key], bool]:
    """Return the pairs of fields that are there, and whether they mean the same; the last on a pair counts."""
    key = {each.written: each.key for each in fields}
    return {
        frozenset({key[each.left], key[each.right]}): each.same
        for each in declared
        if each.left in key and each.right in key
    }


def declared_rows(fields: Sequence[Field], declared: Iterable[DeclaredCorrespondence], verdicts: Verdicts) -> list[Row]:
    """Return the rows that tell what became of each declaration."""
    key = {each.written: each.key for each in fields}
    rows: dict[frozenset[str], Row] = {}
    for each in declared:
        missing = [name for name in (each.left, each.right) if name not in key]
        judged = None if missing else verdicts.get(frozenset({key[each.left], key[each.right]}))
        rows[frozenset({each.left, each.right})] = {
            "left_field": each.left,
            "right_field": each.right,
            "same": each.same,
            "status": "missing" if missing else "applied" if judged in (None, each.same) else "overruled",
            "missing": ", ".join(missing) or None,
            "note": each.note,
        }
    return list(rows.values())
