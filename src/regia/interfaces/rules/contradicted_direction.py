"""Data passes the other way from what is declared.

**What it looks for.** Interfaces declared one way, between two systems whose data passes only the other way.

**Why it matters.** Who corrects a value in the system said to lead sees the correction overwritten.

**What to do.** IT finds which way it runs and corrects the declaration or the job. The business says which should lead.

**Known limits.** Where only days are known of both systems, the direction is told by weaker signs."""

from collections.abc import Iterable

from regia.errors import Text
from regia.interfaces.subjects import unlikely
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(unlikely, tables.query("SELECT * FROM interfaces WHERE contradiction = 'direction' ORDER BY interface"))


RULE = Rule(
    code="contradicted_direction",
    severity=Severity.MAJOR,
    title=Text("I dati passano nel verso contrario", "Data passes the other way"),
    says=Text(
        "Lo scambio di «{concept}» è dichiarato da {left} a {right}, ma i dati passano da {right} a {left}.",
        "The exchange of '{concept}' is declared from {left} to {right}, but data passes from {right} to {left}.",
    ),
    it_does=Text(
        "Trovare in che verso corre e correggere la dichiarazione o il lavoro.",
        "Find which way it runs; correct the declaration or the job.",
    ),
    business_does=Text("Dire quale dei due deve comandare.", "Say which of the two should lead."),
    find=find,
)
