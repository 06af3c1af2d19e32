"""What the findings of the quick assessment are about: a matter to decide, or something declared that has a name."""

from collections.abc import Iterator

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Tables


def matters(tables: Tables, problem: str) -> Iterator[Hit]:
    """Yield one hit an area of the responsibilities map with a problem: `nobody`, `several` or `supplier`."""
    rows = tables.query(
        "SELECT area, name_it, name_en, accountable FROM responsibilities "  # noqa: S608
        f"WHERE problem = {literal(problem)} ORDER BY area"
    )
    for row in rows:
        yield Hit(
            subject=str(row["area"]),
            values={"area": Text(str(row["name_it"]), str(row["name_en"])), "roles": row["accountable"]},
            evidence_table="responsibilities",
            evidence_filter=f"area = {literal(str(row['area']))}",
        )


def declared(tables: Tables, table: str, key: str, condition: str) -> Iterator[Hit]:
    """Yield one hit a declared thing (an objective, a project) that meets a condition in SQL, in order of its key."""
    rows = tables.query(f"SELECT {key} AS subject, name FROM {table} WHERE {condition} ORDER BY {key}")  # noqa: S608
    for row in rows:
        yield Hit(
            subject=str(row["subject"]),
            values={"name": row["name"]},
            evidence_table=table,
            evidence_filter=f"{key} = {literal(str(row['subject']))}",
        )
