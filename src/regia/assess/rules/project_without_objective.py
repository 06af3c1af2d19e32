"""A project that serves none of the company's objectives.

**What it looks for.** Projects without `serves` in `regia.toml`, where objectives are declared and at least one system
or project serves one: before that, nobody has begun to link them.

**Why it matters.** It takes people, money and patience from what the company says it wants to reach.

**What to do.** Say which objective it serves; if none, stop it or write down the objective that is missing.

**Known limits.** Some projects are owed (a law, an end of support): an objective such as "stay lawful" is theirs.
"""

from collections.abc import Iterable

from regia.assess.subjects import declared
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a project that serves no objective."""
    return declared(
        tables,
        "projects",
        "project",
        "serves IS NULL AND EXISTS (SELECT 1 FROM objectives WHERE systems + projects > 0)",
    )


RULE = Rule(
    code="project_without_objective",
    severity=Severity.MINOR,
    title=Text("Progetto che non serve obiettivi", "Project that serves no objective"),
    says=Text(
        "Il progetto «{name}» non serve nessuno degli obiettivi dichiarati.",
        "The project '{name}' serves none of the declared objectives.",
    ),
    it_does=Text("Dire quante persone e quanto tempo prende.", "Say how many people and how much time it takes."),
    business_does=Text(
        "Dire quale obiettivo serve, o decidere se fermarlo.", "Say which objective it serves, or decide to stop it."
    ),
    find=find,
)
