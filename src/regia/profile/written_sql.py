"""The SQL that tells the month or the day of a record by a field that says when it was written."""

from regia.profile.changes import Written
from regia.profile.facts import DatasetFacts
from regia.profile.scan_sql import kind_of
from regia.profile.semantic.unix_time import FIRST, LAST, PARTS_OF_A_SECOND

_PARTS = {
    "yyyy-mm-dd": ("substr({0}, 1, 4)", "substr({0}, 6, 2)", "substr({0}, 9, 2)"),
    "dd/mm/yyyy": ("substr({0}, 7, 4)", "substr({0}, 4, 2)", "substr({0}, 1, 2)"),
    "yyyymmdd": ("substr({0}, 1, 4)", "substr({0}, 5, 2)", "substr({0}, 7, 2)"),
}
"""Year, month and day of a text, by its form."""


def month_of(written: Written, facts: DatasetFacts) -> str | None:
    """Return the SQL of a record's month, as a time or as text, or None where the texts are of several forms."""
    return _told(written, facts, "month", parts=2)


def day_of(written: Written, facts: DatasetFacts) -> str | None:
    """Return the SQL of a record's day, null where it tells none, or None where the texts are of several forms."""
    day = _told(written, facts, "day", parts=3)
    return f"TRY_CAST({day} AS DATE)" if day else None


def _told(written: Written, facts: DatasetFacts, unit: str, *, parts: int) -> str | None:
    column = f"c{facts.fields.index(written.field)}"
    if kind_of(written.field.engine_type) == "time":
        return f"date_trunc('{unit}', {column})"
    form = written.values.formats[0][0] if written.values.formats else ""
    if shares := PARTS_OF_A_SECOND.get(form):
        told = f"CASE WHEN {column} BETWEEN {FIRST * shares} AND {LAST * shares} THEN {column} END"
        return f"date_trunc('{unit}', DATE '1970-01-01' + CAST(floor({told} / {86_400 * shares}) AS INTEGER))"
    form = form.replace("-", "/") if form.startswith("dd") else form.replace("/", "-")
    sql = _PARTS.get(form.replace(".", "/" if form.startswith("dd") else "-"))
    return " || '-' || ".join(sql[:parts]).format(f"trim(CAST({column} AS VARCHAR))") if sql else None
