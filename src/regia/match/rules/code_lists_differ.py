"""Two systems that write the same thing with different codes.

**What it looks for.** Corresponding fields (accepted, or confirmed by a person) that both hold short lists of codes (20
values at most), with no or little in common (a fifth of the shorter list).

**Why it matters.** Every exchange between them needs a table of translation that somebody keeps by hand, and reports
over both count the same thing twice or never.

**What to do.** The business agrees on one list. IT translates at the border, then moves both systems to it.

**Known limits.** It compares values as written: the same words in two languages count as different codes.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.match.tables import CORRESPONDENCES
from regia.model.rule import Hit, Rule, Severity, Tables

MOST_VALUES = 20
MOST_SHARED = 0.2
FEWEST_VALUES = 2


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each pair of fields."""
    rows = tables.query(
        "SELECT m.*, l.distinct_count AS left_count, r.distinct_count AS right_count, "  # noqa: S608
        "least(d.records, e.records) AS records FROM correspondences AS m "
        "JOIN fields AS l ON l.system = m.left_system AND l.dataset = m.left_dataset AND l.field = m.left_field "
        "JOIN fields AS r ON r.system = m.right_system AND r.dataset = m.right_dataset AND r.field = m.right_field "
        "JOIN datasets AS d ON d.system = m.left_system AND d.dataset = m.left_dataset "
        "JOIN datasets AS e ON e.system = m.right_system AND e.dataset = m.right_dataset "
        f"WHERE m.band = 'accept' AND m.shared_values <= {MOST_SHARED} "
        f"AND l.distinct_count BETWEEN {FEWEST_VALUES} AND {MOST_VALUES} "
        f"AND r.distinct_count BETWEEN {FEWEST_VALUES} AND {MOST_VALUES} "
        "AND d.records >= 5 * l.distinct_count AND e.records >= 5 * r.distinct_count "
        "ORDER BY m.left_system, m.left_dataset, m.left_field, m.right_system, m.right_dataset, m.right_field"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    left, right = (
        ".".join(str(row[f"{side}_{name}"]) for name in ("system", "dataset", "field")) for side in ("left", "right")
    )
    records = row["records"]
    return Hit(
        subject=f"{left} = {right}",
        values={
            "left": left,
            "right": right,
            "left_count": row["left_count"],
            "right_count": row["right_count"],
        },
        evidence_table="correspondences",
        evidence_filter=" AND ".join(f"{name} = {literal(str(row[name]))}" for name in CORRESPONDENCES.key),
        system=str(row["left_system"]),
        dataset=str(row["left_dataset"]),
        field=str(row["left_field"]),
        records=records if isinstance(records, int) else None,
        probability=float(str(row["probability"])),
    )


RULE = Rule(
    code="code_lists_differ",
    severity=Severity.MINOR,
    title=Text("Lo stesso con codici diversi", "The same with different codes"),
    says=Text(
        "{left} ({left_count} codici) e {right} ({right_count} codici) vogliono dire lo stesso ma con codici diversi.",
        "{left} ({left_count} codes) and {right} ({right_count} codes) mean the same, with different codes.",
    ),
    it_does=Text(
        "Tradurre i codici al confine, poi usarne uno solo.", "Translate the codes at the border, then use one."
    ),
    business_does=Text("Accordarsi su un elenco.", "Agree on one list."),
    find=find,
)
