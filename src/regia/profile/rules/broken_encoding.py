"""Texts broken on their way: "Forlì" has become "ForlÃ¬".

**What it looks for.** Fields of text where UTF-8 was read as Windows-1252 (Ã¨ for è), or where a letter was lost for
good (the replacement sign). One finding a field, from three records on.

**Why it matters.** Customers see their name wrong on a label, searches do not find them, and the same town is two. It
also tells of an interface that converts wrongly, and goes on doing so.

**What to do.** IT mends the interface first, then the data: most of it can be turned back.

**Known limits.** Only these two ways of breaking are known; question marks in place of letters are not told.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

FEWEST_RECORDS = 3


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field with broken texts."""
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, f.broken_text_share AS share, "
        "f.broken_text_share * d.records * (1 - f.null_share - coalesce(f.blank_share, 0)) AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "WHERE f.broken_text_share > 0 AND coalesce(d.kind, '') <> 'backup_copy' ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records") >= FEWEST_RECORDS)


def _hit(row: Row) -> Hit:
    return field_hit(row, records=number(row, "records"), values={"share": row["share"]})


RULE = Rule(
    code="broken_encoding",
    severity=Severity.MINOR,
    title=Text("Testi con lettere rovinate", "Texts with broken letters"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} lettere rovinate (Ã¨ invece di è).",
        "In {dataset}.{field} of {system} {records:record has|records have} broken letters (Ã¨ instead of è).",
    ),
    it_does=Text(
        "Correggere prima lo scambio che le rovina, poi i dati.", "Mend the interface that breaks them, then the data."
    ),
    business_does=Text("Nulla: la correzione è dell'IT.", "Nothing: IT mends it."),
    find=find,
)
