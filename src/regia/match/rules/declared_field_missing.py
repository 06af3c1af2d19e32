"""A correspondence written in regia.toml that names a field which is not there.

**What it looks for.** `[[correspondences]]` of regia.toml with a field that the snapshot does not hold: written wrong,
or renamed or dropped in its system since. One finding a correspondence.

**Why it matters.** What the company decided of the two fields is no longer applied, and nobody is told.

**What to do.** IT corrects the name in regia.toml, or takes the section out. The business says whether the two data
still mean the same where one of them was moved.

**Known limits.** A field of a system that could not be read this time looks as if it were not there.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a correspondence."""
    rows = tables.query(
        "SELECT * FROM declared_correspondences WHERE status = 'missing' ORDER BY left_field, right_field"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    left, right = str(row["left_field"]), str(row["right_field"])
    return Hit(
        subject=f"{left} = {right}",
        values={"left": left, "right": right, "missing": row["missing"]},
        evidence_table="declared_correspondences",
        evidence_filter=f"left_field = {literal(left)} AND right_field = {literal(right)}",
    )


RULE = Rule(
    code="declared_field_missing",
    severity=Severity.REMARK,
    title=Text("Una corrispondenza dichiarata che non si trova", "A declared correspondence that is not found"),
    says=Text(
        "regia.toml mette in relazione {left} e {right}, ma non c'è: {missing}.",
        "regia.toml relates {left} and {right}, but this is not there: {missing}.",
    ),
    it_does=Text("Correggere il nome in regia.toml.", "Correct the name in regia.toml."),
    business_does=Text("Dire se vale ancora.", "Say whether it still holds."),
    find=find,
)
