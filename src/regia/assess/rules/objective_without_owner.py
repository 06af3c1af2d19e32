"""An objective for which nobody answers.

**What it looks for.** Objectives of `regia.toml` without `owner`; one finding each.

**Why it matters.** What is everybody's is nobody's: nobody asks for the figure, frees people, or says that it slips.

**What to do.** The business names one person or role for each objective, and writes it down.

**Known limits.** It reads what is declared: an owner by name only still counts as one.
"""

from collections.abc import Iterable

from regia.assess.subjects import declared
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an objective without an owner."""
    return declared(tables, "objectives", "objective", "owner IS NULL")


RULE = Rule(
    code="objective_without_owner",
    severity=Severity.MAJOR,
    title=Text("Obiettivo senza responsabile", "Objective without an owner"),
    says=Text(
        "Dell'obiettivo «{name}» non risponde nessuno.",
        "Nobody answers for the objective '{name}'.",
    ),
    it_does=Text(
        "Chiedere a chi riferire sui lavori che lo servono.", "Ask whom to report to on the work that serves it."
    ),
    business_does=Text("Nominare una persona o un ruolo.", "Name a person or a role."),
    find=find,
)
