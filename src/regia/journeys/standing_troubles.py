"""The troubles that stand, as the rules tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Tables


@dataclass(frozen=True)
class Trouble:
    """One row of `flow_troubles` that stands, with the names of its activities."""

    kind: str
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

    def hit(self, values: Mapping[str, object]) -> Hit:
        """Return what a rule tells of it: of an activity, or of the hand-off between two."""
        where = f"trouble = {literal(self.kind)} AND activity = {literal(self.activity)}"
        subject = self.activity
        if self.to_activity != self.activity:
            subject = f"{self.activity} > {self.to_activity}"
            where += f" AND to_activity = {literal(self.to_activity)}"
        return Hit(
            subject=subject,
            values=values,
            system=self.system,
            dataset=self.dataset,
            evidence_table="flow_troubles",
            evidence_filter=where,
            records=self.cases,
            probability=1 - self.p_value,
        )

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
            trouble,
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
