"""One name that means different things in different systems.

**What it looks for.** Fields of two systems with the same name, both for the same concept, that hold values of two
different recognised types (a "code" that is a tax code here and a VAT number there).

**Why it matters.** Who joins the two systems by that name mixes two things; reports disagree and nobody sees why.

**What to do.** The business agrees on what the word means. IT renames one of them where reports read it.

**Known limits.** Only fields whose values have a recognised type are compared: two different meanings of plain text or
numbers are not seen.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

SURE = 0.8
# Types that one field may pass for the other say nothing.
_CONFUSED = (
    "person_name", "company_name", "first_name", "last_name", "municipality", "province", "country", "free_text",
    "street", "status_code", "money", "percent", "yes_no", "number_text", "json",
)  # fmt: skip


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each pair of fields."""
    confused = ", ".join(map(literal, _CONFUSED))
    rows = tables.query(
        "WITH typed AS (SELECT a.concept, a.system, a.dataset, a.field, f.semantic_type FROM attributes AS a "  # noqa: S608
        "JOIN fields AS f ON f.system = a.system AND f.dataset = a.dataset AND f.field = a.field "
        f"WHERE f.semantic_share >= {SURE} AND f.semantic_type NOT IN ({confused})) "
        "SELECT l.concept, l.system, l.dataset, l.field, r.system AS other_system, r.dataset AS other_dataset, "
        "r.field AS other_field, l.semantic_type, r.semantic_type AS other_type FROM typed AS l JOIN typed AS r "
        "ON lower(l.field) = lower(r.field) AND l.concept = r.concept AND l.system < r.system "
        "AND l.semantic_type <> r.semantic_type ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    left = [str(row[name]) for name in ("system", "dataset", "field")]
    right = [str(row[f"other_{name}"]) for name in ("system", "dataset", "field")]
    names = ("system", "dataset", "field")
    sides = (
        " AND ".join(f"{name} = {literal(value)}" for name, value in zip(names, side, strict=True))
        for side in (left, right)
    )
    return Hit(
        subject=f"{'.'.join(left)} = {'.'.join(right)}",
        values={
            "field": left[2],
            "left": ".".join(left),
            "right": ".".join(right),
            "left_type": row["semantic_type"],
            "right_type": row["other_type"],
        },
        evidence_table="fields",
        evidence_filter=" OR ".join(f"({side})" for side in sides),
        system=left[0],
        dataset=left[1],
        field=left[2],
    )


RULE = Rule(
    code="one_name_two_meanings",
    severity=Severity.MINOR,
    title=Text("Un nome, due significati", "One name, two meanings"),
    says=Text(
        "«{field}» vuol dire due cose: {left} tiene {left_type}, {right} tiene {right_type}.",
        "'{field}' means two things: {left} holds {left_type}, {right} holds {right_type}.",
    ),
    it_does=Text(
        "Distinguere i due campi nei rapporti e negli scambi.", "Tell the two fields apart in reports and exchanges."
    ),
    business_does=Text("Accordarsi su che cosa vuol dire la parola.", "Agree on what the word means."),
    find=find,
)
