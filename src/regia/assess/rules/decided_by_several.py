"""A matter on which more than one role decides.

**What it looks for.** Areas of `[responsibilities]` with two or more `accountable` roles, none of them a supplier.

**Why it matters.** Two who decide means that a hard case waits until they agree, or that each decides for their own.

**What to do.** Leave one; the other is heard before (`consulted`).

**Known limits.** A committee counts as one role if it is written as one.
"""

from collections.abc import Iterable

from regia.assess.subjects import matters
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an area."""
    return matters(tables, "several")


RULE = Rule(
    code="decided_by_several",
    severity=Severity.MINOR,
    title=Text("Materia su cui decidono in più d'uno", "Matter on which several decide"),
    says=Text(
        "Su «{area}» decidono in più d'uno ({roles}): nei casi difficili non decide nessuno.",
        "Several decide on '{area}' ({roles}): in hard cases nobody does.",
    ),
    it_does=Text("Dire i casi in cui si è rimasti fermi.", "Name the cases where things stood still."),
    business_does=Text(
        "Lasciare un solo ruolo che decide; l'altro va sentito prima.",
        "Leave one role that decides; the other is heard before.",
    ),
    find=find,
)
