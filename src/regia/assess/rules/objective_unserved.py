"""An objective that no system and no project is there for.

**What it looks for.** Objectives of `regia.toml` that no system and no project names in `serves`, where systems are
declared.

**Why it matters.** Either technology does not help where the company wants to go, or nobody has said how it does: in
both cases money goes elsewhere.

**What to do.** IT and business say together which systems the objective leans on, or which project it needs.

**Known limits.** It knows what is declared: a project that nobody wrote down counts as none.
"""

from collections.abc import Iterable

from regia.assess.subjects import declared
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an objective that nothing serves."""
    return declared(
        tables,
        "objectives",
        "objective",
        "systems = 0 AND projects = 0 AND EXISTS (SELECT 1 FROM systems)",
    )


RULE = Rule(
    code="objective_unserved",
    severity=Severity.MAJOR,
    title=Text("Obiettivo a cui non serve nulla", "Objective that nothing serves"),
    says=Text(
        "Nessun sistema e nessun progetto serve l'obiettivo «{name}».",
        "No system and no project serves the objective '{name}'.",
    ),
    it_does=Text(
        "Proporre quali sistemi possono servirlo, e che cosa manca.",
        "Propose which systems could serve it, and what is missing.",
    ),
    business_does=Text(
        "Dire che cosa dovrebbe dare la tecnologia a quell'obiettivo.",
        "Say what technology should give to that objective.",
    ),
    find=find,
)
