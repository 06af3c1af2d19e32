"""The only door of assessing: what is declared, answered and measured in; objectives, radar and risks out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from regia.assess.declared import declared_tables
from regia.assess.disclosure import Group
from regia.assess.measures import Measured
from regia.assess.questionnaire import areas, items, references
from regia.assess.radar import Options, Radar, View, assess
from regia.assess.scores import Score
from regia.assess.sentences import reason
from regia.assess.tables import (
    DECLARED_SYSTEMS,
    OBJECTIVE_SYSTEMS,
    OBJECTIVES,
    PROJECTS,
    RADAR,
    RADAR_ITEMS,
    RADAR_RISKS,
    RESPONSIBILITIES,
)
from regia.errors import Text
from regia.judgement.answers import AnswerLog
from regia.model.progress import Progress
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage

if TYPE_CHECKING:
    import pyarrow as pa

Rows = list[dict[str, object]]


def compute(evidence: Evidence, options: Options, _progress: Progress) -> "Mapping[str, pa.Table]":
    """Return objectives, who decides, scores of the last closed round and its risks.

    Raises:
        LogDamaged: the log of answers cannot be read.
    """
    found = assess(evidence.company, AnswerLog(evidence.company.folder).rounds(), evidence.tables, options)
    declared = declared_tables(evidence.company)
    del declared[DECLARED_SYSTEMS.name]
    rows = {RADAR: area_rows(found), RADAR_ITEMS: item_rows(found), RADAR_RISKS: risk_rows(found)}
    return declared | {table.name: table.from_rows(given) for table, given in rows.items()}


def area_rows(found: Radar) -> Rows:
    """Return a row for each area and side that may be told."""
    rows = []
    for area in areas():
        measures = [found.measured[item.item] for item in area.items if item.item in found.measured]
        facts = {
            "area": area.area,
            "measured": found.area_level(area.area),
            "measured_reference": ", ".join(each.measure.measure for each in measures) or None,
        }
        rows += [facts | row for row in _view_rows(found, found.areas[area.area])]
    return rows


def item_rows(found: Radar) -> Rows:
    """Return a row for each item and side that may be told."""
    rows = []
    for name, item in items().items():
        facts = {"item": name, "area": item.area} | _measure(found.measured.get(name)) | _reference(name)
        rows += [facts | row for row in _view_rows(found, found.items[name])]
    return rows


def risk_rows(found: Radar) -> Rows:
    """Return the five risks in their order."""
    rows: Rows = []
    for position, risk in enumerate(found.risks, 1):
        why = reason(risk)
        rows.append(
            {
                "item": risk.item.item,
                "area": risk.item.area,
                "position": position,
                "exposure": risk.exposure,
                "probability": risk.probability,
                "text_it": risk.item.risk.it,
                "text_en": risk.item.risk.en,
                "reason_it": why.it,
                "reason_en": why.en,
                "first_step_it": risk.item.first_step.it,
                "first_step_en": risk.item.first_step.en,
            }
        )
    return rows


def _view_rows(found: Radar, view: View) -> Rows:
    assert found.round or not view.scores, "no score without a round"
    number = found.round.number if found.round else None
    gap = {} if view.gap is None else {"gap": view.gap.gap, "gap_low": view.gap.low, "gap_high": view.gap.high}
    return [
        {"side": group, "round": number, **_score(score), **gap, "change": view.changes.get(group)}
        for group, score in _ordered(view)
    ]


def _ordered(view: View) -> list[tuple[Group, Score]]:
    return list(view.scores.items())


def _score(score: Score) -> dict[str, object]:
    return {
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "spread": score.spread,
        "answers": score.answers,
    }


def _measure(found: Measured | None) -> dict[str, object]:
    if found is None:
        return {}
    return {"measure": found.measure.measure, "measured_share": found.share, "measured_level": found.level}


def _reference(item: str) -> dict[str, object]:
    line = references().get(item)
    return {} if line is None else {"reference_share": line.share, "reference": f"{line.source}, {line.year}"}


STAGE = Stage(
    name="assess",
    title=Text("A che punto siamo", "Where we stand"),
    reads=(),
    writes=(OBJECTIVES, OBJECTIVE_SYSTEMS, PROJECTS, RESPONSIBILITIES, RADAR, RADAR_ITEMS, RADAR_RISKS),
    options=Options(),
    compute=compute,
    reads_all=True,
    judged=True,
)
