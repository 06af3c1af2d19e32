"""Nothing written for a year: a system that is paid for and perhaps no longer used.

**What it looks for.** The last write that a system's own times tell (created, modified, event dates), over all its
datasets. If it is more than 365 days before the snapshot, the system is told.

**Why it matters.** A system that nobody writes to still costs licences, servers and risk, and people may still take
old data from it for good.

**What to do.** IT checks who still opens it and prepares an archive copy. The business says what must stay readable,
and for how long by law.

**Known limits.** A system without any time field cannot be judged and is not told. An archive that is only read, on
purpose, is right to be quiet: accept the finding with that reason.
"""

from collections.abc import Iterable
from datetime import timedelta

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

QUIET_DAYS = 365


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system whose last write is more than a year old."""
    limit = f"TIMESTAMPTZ '{tables.today - timedelta(days=QUIET_DAYS)} 00:00:00+00'"
    rows = tables.query(
        "SELECT system, max(last_change_at) AS last, sum(records) AS records FROM datasets "  # noqa: S608
        f"GROUP BY system HAVING max(last_change_at) < {limit} ORDER BY system"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, records = str(row["system"]), int(str(row["records"]))
    return Hit(
        subject=system,
        values={"system": system, "last": row["last"], "records": records},
        evidence_table="datasets",
        evidence_filter=f"system = {literal(system)} AND last_change_at IS NOT NULL",
        system=system,
        records=records,
    )


RULE = Rule(
    code="no_writes_for_a_year",
    severity=Severity.MAJOR,
    title=Text("Nessuna scrittura da un anno", "No writes for a year"),
    says=Text(
        "In {system} l'ultima scrittura che i dati raccontano è del {last:date}: "
        "forse si paga un sistema che nessuno usa più ({records:riga|righe}).",
        "In {system} the last write that the data tells of is of {last:date}: "
        "a system may be paid for that nobody uses any more ({records:record|records}).",
    ),
    it_does=Text(
        "Verificare chi lo apre ancora e preparare una copia d'archivio.",
        "Check who still opens it and prepare an archive copy.",
    ),
    business_does=Text(
        "Dire che cosa deve restare leggibile, e per quanto tempo.", "Say what must stay readable, and for how long."
    ),
    find=find,
)
