"""A nightly exchange on which people wait during the day.

**What it looks for.** Batch interfaces whose median lag is four hours or more, that carry orders, tickets, shipments,
returns or customers into a system of high criticality or of another department.

**Why it matters.** Whoever serves the customer today works on yesterday's data.

**What to do.** IT moves it to more runs a day, or to events. The business says which hours matter.

**Known limits.** It knows the lag of records, not who looked for them in the meantime."""

from collections.abc import Iterable

from regia.errors import Text
from regia.interfaces.subjects import passing
from regia.model.rule import Hit, Rule, Severity, Tables

LONG_HOURS = 4
LIKELY = 0.7
CONCEPTS = "('order', 'ticket', 'shipment', 'return', 'customer', 'contact', 'lead')"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return (
        passing(row, hours=round(float(str(row["lag_p50_hours"]))))
        for row in tables.query(
            "SELECT i.*, f.department AS from_department, t.department AS to_department FROM interfaces AS i "  # noqa: S608
            "JOIN systems AS f ON f.system = i.from_system JOIN systems AS t ON t.system = i.to_system "
            f"WHERE i.mode = 'batch' AND i.lag_p50_hours >= {LONG_HOURS} AND i.probability >= {LIKELY} "
            f"AND i.concept IN {CONCEPTS} AND (t.criticality IN ('high', 'critical') "
            "OR f.department IS DISTINCT FROM t.department) ORDER BY i.interface"
        )
    )


RULE = Rule(
    code="batch_where_it_hurts",
    severity=Severity.MINOR,
    title=Text("Scambio notturno su cui si aspetta di giorno", "Nightly exchange that people wait for by day"),
    says=Text(
        "I dati di «{concept}» arrivano da {left} a {right} dopo {hours:ora|ore} (mediana), a ore fisse.",
        "Data on '{concept}' gets from {left} to {right} after {hours:hour|hours} (median), at fixed hours.",
    ),
    it_does=Text("Passare a più giri al giorno, o a eventi.", "Move to more runs a day, or to events."),
    business_does=Text("Dire in quali ore serve.", "Say at which hours it is needed."),
    find=find,
)
