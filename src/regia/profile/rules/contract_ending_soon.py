"""A contract that ends soon: the moment to renew, renegotiate or leave, before it renews itself.

**What it looks for.** Systems of `regia.toml` whose `contract_end` is within 180 days of the snapshot, or past.
Within 90 days, the usual notice period, the finding is graver.

**Why it matters.** Software contracts often renew by themselves unless notice is given months before: a system that
should be left is paid for another year. A contract already past means support that may be gone.

**What to do.** The business decides to keep, change or leave. IT checks the notice period and, for a past contract,
whether support and updates still arrive.

**Known limits.** It knows the date written in `regia.toml`, not the notice period of the contract.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

SOON_DAYS = 180
NOTICE_DAYS = 90


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system whose contract ends soon or has ended."""
    rows = tables.query(
        "SELECT system, name, contract_end, cost_eur_year FROM systems "  # noqa: S608
        f"WHERE contract_end <= DATE '{tables.today + timedelta(days=SOON_DAYS)}' ORDER BY system"
    )
    return (_hit(row, tables.today) for row in rows)


def _hit(row: dict[str, object], today: date) -> Hit:
    system = str(row["system"])
    end = date.fromisoformat(str(row["contract_end"]))
    past = end < today
    return Hit(
        subject=system,
        values={
            "name": row["name"],
            "ends": Text("è finito", "ended") if past else Text("finisce", "ends"),
            "end": end,
            "cost": row["cost_eur_year"],
        },
        evidence_table="systems",
        evidence_filter=f"system = {literal(system)}",
        system=system,
        severity=Severity.MAJOR if end <= today + timedelta(days=NOTICE_DAYS) else None,
    )


RULE = Rule(
    code="contract_ending_soon",
    severity=Severity.MINOR,
    title=Text("Contratto in scadenza", "Contract ending soon"),
    says=Text(
        "Il contratto di {name} {ends} il {end:date} (costo annuo: {cost:money}): "
        "è il momento di rinnovare, rinegoziare o lasciare.",
        "The contract of {name} {ends} on {end:date} (yearly cost: {cost:money}): "
        "this is the moment to renew, renegotiate or leave.",
    ),
    it_does=Text(
        "Verificare i termini di disdetta; se è già finito, verificare assistenza e aggiornamenti.",
        "Check the notice period; if it is past, check support and updates.",
    ),
    business_does=Text("Decidere se tenere, cambiare o lasciare.", "Decide to keep, change or leave."),
    find=find,
)
