"""One field, several ways of writing: 05/06/2026 beside 2026-06-05, +39 02 1234567 beside 021234567.

**What it looks for.** Fields of dates in text where a second form makes at least one in a hundred values, and fields
of phone numbers where the other forms (with or without the country's prefix, with or without signs between) make at
least one in five. One finding a field.

**Why it matters.** Who reads a date guesses: day and month change places without a trace, and sorting is wrong. The
same customer is not found by phone, and is written a second time.

**What to do.** IT brings all to one form and finds the program or the form that lets the other in.

**Known limits.** 05/06 and 06/05 in one and the same form cannot be told apart. Other kinds of codes are not looked
at.
"""

from collections.abc import Iterable
from dataclasses import replace

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

LEAST_SHARE = {"date_text": 0.01, "phone": 0.2}
FEWEST_RECORDS = 20


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field of several forms."""
    least = " ".join(f"WHEN '{name}' THEN {share}" for name, share in LEAST_SHARE.items())
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, f.formats, f.semantic_type, f.second_format_share AS share, "  # noqa: S608
        "f.second_format_share * d.records * (1 - f.null_share - coalesce(f.blank_share, 0)) AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        f"WHERE f.second_format_share >= CASE f.semantic_type {least} END AND d.records >= {FEWEST_RECORDS} "
        "AND coalesce(d.kind, '') <> 'backup_copy' ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    dates = row["semantic_type"] == "date_text"
    values: Row = {
        "what": Text("le date", "dates") if dates else Text("i telefoni", "phone numbers"),
        "formats": row["formats"],
        "share": row["share"],
    }
    hit = field_hit(row, records=number(row, "records"), values=values, severity=Severity.MINOR if dates else None)
    return replace(hit, cause=("date_in_text", f"{hit.system}.{hit.dataset}")) if dates else hit


RULE = Rule(
    code="mixed_formats",
    severity=Severity.REMARK,
    title=Text("La stessa cosa scritta in più modi", "One thing written in several ways"),
    says=Text(
        "In {dataset}.{field} di {system} {what} compaiono in più modi ({formats}): {share:share} non è nel più usato.",
        "In {dataset}.{field} of {system} {what} are written in several ways ({formats}): {share:share} are not in the "
        "usual one.",
    ),
    it_does=Text(
        "Portare tutto a una forma e trovare chi fa entrare l'altra.",
        "Bring all to one form; find who lets the other in.",
    ),
    business_does=Text("Dire come si leggono i valori dubbi.", "Say how doubtful values are to be read."),
    find=find,
)
