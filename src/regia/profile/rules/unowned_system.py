"""A system without an owner: nobody decides on it, pays attention to it, or answers for its data.

**What it looks for.** Systems of `regia.toml` for which no owner is written; one finding each, or one for all where
they are more than five. Where a system is declared critical the finding is graver.

**Why it matters.** Without an owner nobody approves changes, grants access, keeps the data clean, or notices that the
contract renews itself. The GDPR wants somebody who answers for each processing.

**What to do.** The business names a person or a role, IT writes it as `owner` in `regia.toml`.

**Known limits.** It reads only what is declared: an owner who has left the company still counts as one.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, among, number

MANY = 5
_GRAVER = ("high", "critical")
_UNOWNED = "coalesce(trim(owner), '') = ''"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system without an owner, or one for all where they are many."""
    rows = tables.query(f"SELECT system, name, records, criticality FROM systems WHERE {_UNOWNED} ORDER BY system")  # noqa: S608
    return [_of_all(rows)] if len(rows) > MANY else map(_of_one, rows)


def _of_one(row: Row) -> Hit:
    system = str(row["system"])
    return Hit(
        subject=system,
        values={"who": Text(f"{row['name']} non ha", f"{row['name']} has")},
        evidence_table="systems",
        evidence_filter=f"system = {literal(system)}",
        system=system,
        records=None if row["records"] is None else number(row, "records"),
        severity=Severity.MAJOR if row["criticality"] in _GRAVER else None,
    )


def _of_all(rows: list[Row]) -> Hit:
    names = among([row["name"] for row in rows[:MANY]], len(rows))
    return Hit(
        subject="systems",
        values={"who": Text(f"{len(rows)} sistemi ({names}) non hanno", f"{len(rows)} systems ({names}) have")},
        evidence_table="systems",
        evidence_filter=_UNOWNED,
        records=sum(number(row, "records") for row in rows),
        severity=Severity.MAJOR if any(row["criticality"] in _GRAVER for row in rows) else None,
    )


RULE = Rule(
    code="unowned_system",
    severity=Severity.MINOR,
    title=Text("Sistema senza responsabile", "System without an owner"),
    says=Text(
        "{who} un responsabile: nessuno decide né risponde dei dati.",
        "{who} no owner: nobody decides or answers for the data.",
    ),
    it_does=Text("Scrivere il responsabile in regia.toml.", "Write the owner in regia.toml."),
    business_does=Text("Nominare una persona o un ruolo.", "Name a person or a role."),
    find=find,
)
