"""A table without a key: nothing in the database stops the same thing from being written twice.

**What it looks for.** Tables of a database that hold records and declare no primary key. Files and sheets are left
out: they cannot declare one. A system where more than ten tables have none is told once, with their number.

**Why it matters.** Without a key a record cannot be pointed at: an import that runs twice doubles the data, a
correction may touch the wrong row, and no other system can refer to it for good.

**What to do.** IT adds a primary key, after removing what is double. The business says which fields make a record
unique in its eyes.

**Known limits.** Log tables may do without a key on purpose: accept the finding with that reason. A unique index that
is not declared as the key is not seen.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import among

MANY = 10
_WITHOUT = "key_fields IS NULL AND source_kind = 'table' AND records > 0"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield a hit a table, or one a system where they are many."""
    rows = tables.query(
        f"SELECT system, dataset, records FROM datasets WHERE {_WITHOUT} ORDER BY system, dataset"  # noqa: S608
    )
    for system, group in groupby(rows, key=lambda row: str(row["system"])):
        yield from _hits(system, list(group))


def _hits(system: str, rows: list[dict[str, object]]) -> Iterator[Hit]:
    of_system = f"system = {literal(system)} AND {_WITHOUT}"
    records = sum(int(str(row["records"])) for row in rows)
    names = [str(row["dataset"]) for row in rows]
    if len(rows) > MANY:
        yield _hit(system, names, records, subject=system, condition=of_system)
        return
    for name, row in zip(names, rows, strict=True):
        condition = f"{of_system} AND dataset = {literal(name)}"
        yield _hit(system, [name], int(str(row["records"])), subject=f"{system}.{name}", condition=condition)


def _hit(system: str, names: list[str], records: int, *, subject: str, condition: str) -> Hit:
    return Hit(
        subject=subject,
        values={"system": system, "count": len(names), "records": records, "examples": among(names[:3], len(names))},
        evidence_table="datasets",
        evidence_filter=condition,
        system=system,
        dataset=names[0] if len(names) == 1 else None,
        records=records,
    )


RULE = Rule(
    code="table_without_key",
    severity=Severity.MINOR,
    title=Text("Tabella senza chiave", "Table without a key"),
    says=Text(
        "In {system} {count:tabella non ha|tabelle non hanno} una chiave ({examples}): "
        "niente impedisce di scrivere due volte la stessa cosa ({records:riga|righe}).",
        "In {system} {count:table has|tables have} no key ({examples}): "
        "nothing stops the same thing from being written twice ({records:record|records}).",
    ),
    it_does=Text(
        "Togliere i doppioni e aggiungere una chiave primaria.", "Remove what is double and add a primary key."
    ),
    business_does=Text("Dire quali dati rendono unica una registrazione.", "Say which data make a record unique."),
    find=find,
)
