"""Finds the fields of a semantic type with values that cannot be right."""

from collections.abc import Callable, Iterable

from regia.model.rule import Hit, Severity, Tables
from regia.profile.hits import Row, field_hit, number

FEWEST_RECORDS = 5
LEAST_SHARE = 0.002
"""Two in a thousand: fewer are not worth a meeting."""

LEAST_VALID = 0.5
"""Under half of valid values the field holds something else, or the numbers of another country."""

GRAVE_SHARE = 0.05


def invalid_values(semantic_type: str) -> Callable[[Tables], Iterable[Hit]]:
    """Return a rule's `find`: one hit a field of the type whose share of invalid values matters.

    Where only a part of the records was judged, the count is the share over all records that have a value.
    """

    def find(tables: Tables) -> Iterable[Hit]:
        rows = tables.query(
            "SELECT f.system, f.dataset, f.field, 1 - f.semantic_share AS wrong, "  # noqa: S608
            "(1 - f.semantic_share) * d.records * (1 - f.null_share - coalesce(f.blank_share, 0)) AS records "
            "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
            f"WHERE f.semantic_type = '{semantic_type}' AND f.can_be_wrong "
            f"AND f.semantic_share BETWEEN {LEAST_VALID} AND {1 - LEAST_SHARE} "
            "AND coalesce(d.kind, '') <> 'backup_copy' ORDER BY ALL"
        )
        return (_hit(row) for row in rows if number(row, "records") >= FEWEST_RECORDS)

    return find


def _hit(row: Row) -> Hit:
    share = float(str(row["wrong"]))
    severity = Severity.MAJOR if share >= GRAVE_SHARE else None
    return field_hit(row, records=number(row, "records"), values={"share": share}, severity=severity)
