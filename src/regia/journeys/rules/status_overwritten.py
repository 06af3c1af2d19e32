"""A status that is overwritten, so that nobody can know how long the work waited in it.

**What it looks for.** A dataset of work with a status whose records keep the last value alone, no history of states
beside it, and fewer times of events than statuses.

**Why it matters.** How long an order stays "to be confirmed" is what people argue about most, and here it cannot be
measured: each change erases the one before.

**What to do.** IT has the system keep a history of its states: a table, a trigger, or the audit that many systems have
and nobody switched on.

**Known limits.** A history kept in a system that was not read is not seen.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST_RECORDS = 100


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field."""
    rows = tables.query(
        "SELECT t.system, t.dataset, t.field, t.records, f.distinct_count AS states, "  # noqa: S608
        "(SELECT count(DISTINCT a.field) FROM activities AS a WHERE a.system = t.system AND a.dataset = t.dataset) "
        "AS times FROM time_traps AS t JOIN fields AS f USING (system, dataset, field) "
        f"WHERE t.trap = 'overwritten_status' AND t.records >= {FEWEST_RECORDS} AND states > times "
        "ORDER BY t.records DESC, t.system, t.dataset, t.field"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, dataset, field = (str(row[name]) for name in ("system", "dataset", "field"))
    records = row["records"]
    return Hit(
        subject=f"{system}.{dataset}.{field}",
        values={"field": f"{dataset}.{field}", "system": system, "states": row["states"], "times": row["times"]},
        system=system,
        dataset=dataset,
        field=field,
        evidence_table="time_traps",
        evidence_filter=(
            f"trap = 'overwritten_status' AND system = {literal(system)} AND dataset = {literal(dataset)} "
            f"AND field = {literal(field)}"
        ),
        records=records if isinstance(records, int) else None,
    )


RULE = Rule(
    code="status_overwritten",
    severity=Severity.MINOR,
    title=Text("Stato che si sovrascrive", "Status that is overwritten"),
    says=Text(
        "{field} di {system} ha {states} stati ma tiene solo l'ultimo: l'attesa in ciascuno non si può sapere.",
        "{field} of {system} has {states} states but keeps the last alone: the wait in each cannot be known.",
    ),
    it_does=Text("Far tenere al sistema la storia degli stati.", "Have the system keep a history of its states."),
    business_does=Text("Dire quali stati conta misurare.", "Say which states are worth measuring."),
    find=find,
)
