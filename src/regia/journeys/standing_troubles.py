"""The troubles that stand, as the rules tell them."""

from collections.abc import Iterator
from dataclasses import dataclass

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Tables


@dataclass(frozen=True)
class Trouble:
    """One row of `flow_troubles` that stands, with the names of its activities."""

    activity: str
    to_activity: str
    name: Text
    to_name: Text
    system: str
    dataset: str
    department: str | None
    to_department: str | None
    cases: int
    share: float
    effect: float
    low: float
    high: float
    since: object
    p_value: float

    @staticmethod
    def percent(share: float) -> float:
        """Return a share as points of a hundred."""
        return round(100 * share, 1)


def standing(tables: Tables, trouble: str) -> Iterator[Trouble]:
    """Yield the troubles of one kind that stand, those with most cases and effect first."""
    rows = tables.query(
        "SELECT t.*, a.name_it, a.name_en, a.system, a.dataset, b.name_it AS to_it, b.name_en AS to_en "  # noqa: S608
        "FROM flow_troubles AS t JOIN activities AS a ON a.activity = t.activity "
        "JOIN activities AS b ON b.activity = t.to_activity "
        f"WHERE t.stands AND t.trouble = {literal(trouble)} ORDER BY t.effect * t.cases DESC, t.activity, t.to_activity"
    )
    for row in rows:
        yield Trouble(
            str(row["activity"]),
            str(row["to_activity"]),
            Text(str(row["name_it"]), str(row["name_en"])),
            Text(str(row["to_it"]), str(row["to_en"])),
            str(row["system"]),
            str(row["dataset"]),
            str(row["department"]) if row["department"] else None,
            str(row["to_department"]) if row["to_department"] else None,
            int(str(row["cases"])),
            float(str(row["share"] or 0)),
            float(str(row["effect"])),
            float(str(row["effect_low"])),
            float(str(row["effect_high"])),
            row["since"],
            float(str(row["p_value"])),
        )
