"""A matter on which nobody decides.

**What it looks for.** Areas of `[responsibilities]` with no `accountable`, once at least one area is written down.

**Why it matters.** What nobody decides is decided by whoever shouts, by the supplier, or by time.

**What to do.** The business names one role. It need not be the one who does the work.

**Known limits.** A role is what is declared; whether it really decides is what the questionnaire asks.
"""

from collections.abc import Iterable

from regia.assess.subjects import matters
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an area."""
    return matters(tables, "nobody")


RULE = Rule(
    code="decided_by_nobody",
    severity=Severity.MAJOR,
    title=Text("Materia su cui nessuno decide", "Matter on which nobody decides"),
    says=Text(
        "Su «{area}» nessuno ha il compito di decidere.",
        "Nobody is charged to decide on '{area}'.",
    ),
    it_does=Text(
        "Proporre chi può decidere, e di che cosa ha bisogno per farlo.",
        "Propose who could decide, and what they need to.",
    ),
    business_does=Text("Nominare un ruolo solo.", "Name one role."),
    find=find,
)
