"""An interface that is declared and carries nothing.

**What it looks for.** Interfaces that somebody declared, between systems whose data would show them, and of which the
data shows nothing in either direction.

**Why it matters.** People trust data that no longer arrives, and a job that nobody needs still runs, fails and alarms.

**What to do.** IT checks whether the job still runs and removes or repairs it. The business says whether it is missed.

**Known limits.** An exchange of records that the other system throws away, or keeps without a time, may look dead."""

from collections.abc import Iterable

from regia.errors import Text
from regia.interfaces.subjects import unlikely
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(unlikely, tables.query("SELECT * FROM interfaces WHERE contradiction = 'dead' ORDER BY interface"))


RULE = Rule(
    code="dead_interface",
    severity=Severity.MINOR,
    title=Text("Scambio dichiarato che non porta nulla", "Declared exchange that carries nothing"),
    says=Text(
        "Lo scambio di «{concept}» da {left} a {right} è dichiarato, ma nei dati non passa nulla.",
        "The exchange of '{concept}' from {left} to {right} is declared, but nothing passes in the data.",
    ),
    it_does=Text(
        "Controllare se il lavoro gira ancora: toglierlo o ripararlo.",
        "Check whether the job still runs: remove or repair it.",
    ),
    business_does=Text("Dire se qualcuno ne sente la mancanza.", "Say whether anybody misses it."),
    find=find,
)
