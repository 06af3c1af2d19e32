"""A spreadsheet that lives on data taken by hand from the company's systems.

**What it looks for.** Systems of spreadsheets (kind `spreadsheet`) that two or more kinds of data are taken into.

**Why it matters.** People decide on a copy that nobody updates, protects or backs up.

**What to do.** IT gives them a view on the live data. The business says what the sheets are for.

**Known limits.** A folder of spreadsheets that is not declared as such in regia.toml is not recognised."""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

LIKELY = 0.5
FEWEST = 2
SHEETS = "('spreadsheet', 'spreadsheets', 'excel', 'fogli')"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(
        _hit,
        tables.query(
            "SELECT s.system, count(*) AS flows, string_agg(DISTINCT i.concept, ', ' ORDER BY i.concept) AS concepts, "  # noqa: S608
            "string_agg(DISTINCT i.from_system, ', ' ORDER BY i.from_system) AS sources FROM systems AS s "
            f"JOIN interfaces AS i ON i.to_system = s.system AND i.probability >= {LIKELY} "
            f"WHERE lower(s.kind) IN {SHEETS} GROUP BY s.system HAVING flows >= {FEWEST} ORDER BY s.system"
        ),
    )


def _hit(row: dict[str, object]) -> Hit:
    system = str(row["system"])
    return Hit(
        subject=system,
        values={"system": system, "concepts": row["concepts"], "sources": row["sources"]},
        evidence_table="interfaces",
        evidence_filter=f"to_system = {literal(system)}",
        system=system,
    )


RULE = Rule(
    code="shadow_system",
    severity=Severity.MAJOR,
    title=Text("Un sistema ombra fatto di fogli", "A shadow system made of spreadsheets"),
    says=Text(
        "{system} vive di dati presi da {sources}: {concepts}.",
        "{system} lives on data taken from {sources}: {concepts}.",
    ),
    it_does=Text("Dare una vista sui dati vivi.", "Give a view on the live data."),
    business_does=Text("Dire a che cosa servono i fogli.", "Say what the sheets are for."),
    find=find,
)
