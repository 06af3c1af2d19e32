"""A system that serves none of the company's objectives.

**What it looks for.** Systems without `serves` in `regia.toml`, where objectives are declared and at least one system
serves one: before that, nobody has begun to link them.

**Why it matters.** What serves no objective is kept by habit: it costs licences, care and data that must agree.

**What to do.** Say which objective it serves; if none, it is a candidate to eliminate.

**Known limits.** Some systems are simply needed (payroll, say): an objective such as "stay lawful" is theirs.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system that serves no objective."""
    return map(
        _hit,
        tables.query(
            "SELECT system, name FROM systems WHERE system NOT IN (SELECT system FROM objective_systems) "
            "AND EXISTS (SELECT 1 FROM objective_systems) ORDER BY system"
        ),
    )


def _hit(row: dict[str, object]) -> Hit:
    system = str(row["system"])
    return Hit(
        subject=system,
        values={"name": row["name"]},
        evidence_table="systems",
        evidence_filter=f"system = {literal(system)}",
        system=system,
    )


RULE = Rule(
    code="system_without_objective",
    severity=Severity.REMARK,
    title=Text("Sistema che non serve obiettivi", "System that serves no objective"),
    says=Text(
        "{name} non serve nessuno degli obiettivi dichiarati.",
        "{name} serves none of the declared objectives.",
    ),
    it_does=Text("Dire a che cosa serve, o proporne la dismissione.", "Say what it is for, or propose to retire it."),
    business_does=Text(
        "Dire quale obiettivo ne soffrirebbe se non ci fosse.", "Say which objective would suffer without it."
    ),
    find=find,
)
