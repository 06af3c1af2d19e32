"""Systems that feed one another in a circle, with the same kind of data.

**What it looks for.** Pairs of systems that pass the same kind of data both ways (probability 0.5 or more).

**Why it matters.** An error, or an old value, goes round and comes back; the two overwrite one another.

**What to do.** IT makes one of them lead, and the other follow. The business says which is right for what.

**Known limits.** Data of different fields may rightly pass both ways; the finding does not look at single fields."""

from collections.abc import Iterable

from regia.errors import Text
from regia.interfaces.subjects import passing
from regia.model.rule import Hit, Rule, Severity, Tables

LIKELY = 0.5


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return (
        passing(row, probability=float(str(row["both"])))
        for row in tables.query(
            "SELECT a.*, b.interface AS back, least(a.probability, b.probability) AS both FROM interfaces AS a "  # noqa: S608
            "JOIN interfaces AS b ON b.from_system = a.to_system AND b.to_system = a.from_system "
            "AND split_part(b.interface, ':', 2) = split_part(a.interface, ':', 2) AND a.from_system < b.from_system "
            f"WHERE a.probability >= {LIKELY} AND b.probability >= {LIKELY} ORDER BY a.interface"
        )
    )


RULE = Rule(
    code="interface_cycle",
    severity=Severity.MINOR,
    title=Text("Dati che girano in tondo", "Data that goes round in a circle"),
    says=Text(
        "I dati di «{concept}» passano da {left} a {right} e anche al contrario.",
        "Data on '{concept}' passes from {left} to {right} and back.",
    ),
    it_does=Text("Farne comandare uno e seguire l'altro.", "Make one lead, and the other follow."),
    business_does=Text("Dire chi ha ragione su che cosa.", "Say which is right for what."),
    find=find,
)
