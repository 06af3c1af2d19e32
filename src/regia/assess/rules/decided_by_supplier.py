"""A matter on which a supplier decides.

**What it looks for.** Areas of `[responsibilities]` whose `accountable` is the vendor of a declared system, or plainly
"the supplier".

**Why it matters.** A supplier may do the work and should be heard; but who decides what is needed should not be who
sells it, and should still be there when the contract ends.

**What to do.** The company names one of its own roles; the supplier stays `responsible` or `consulted`.

**Known limits.** A supplier is recognised by the `vendor` of a system or by words such as "fornitore", "supplier".
"""

from collections.abc import Iterable

from regia.assess.subjects import matters
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an area."""
    return matters(tables, "supplier")


RULE = Rule(
    code="decided_by_supplier",
    severity=Severity.MAJOR,
    title=Text("Materia su cui decide un fornitore", "Matter on which a supplier decides"),
    says=Text(
        "Su «{area}» decide il fornitore ({roles}).",
        "The supplier decides on '{area}' ({roles}).",
    ),
    it_does=Text(
        "Riportare in azienda le conoscenze che servono per decidere.",
        "Bring into the company the knowledge needed to decide.",
    ),
    business_does=Text(
        "Nominare un ruolo dell'azienda; il fornitore esegue o va sentito.",
        "Name a role of the company; the supplier carries out or is heard.",
    ),
    find=find,
)
