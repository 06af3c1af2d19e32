"""Where the systems contradict one another: each value beside the one held to be right, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from regia.errors import Text
from regia.model.table import Table
from regia.resolve.conflicts.tables import CONFLICTS
from regia.web.entities.kinds import KIND_TAGS
from regia.web.entities.names import Called, called
from regia.web.entities.records import fields_of
from regia.web.evidence.grid import Grid, GridColumn, GridFilter, GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.systems.spread import value_shown
from regia.web.visit import Visit
from regia.wording import number

_MOST_CARDS = 12
# A blank that should hold a value is no contradiction, nor is the same value written another way.
_COUNTS = """
SELECT count(*) AS conflicts,
  count(DISTINCT entity) FILTER (kind NOT IN ('missing', 'format')) AS things,
  count(*) FILTER (kind NOT IN ('missing', 'format')) AS contradictions
FROM {conflicts}
"""
_SUREST = """
SELECT entity, attribute, max(probability_right) AS p, count(*) AS n FROM {conflicts}
WHERE kind NOT IN ('missing', 'format')
GROUP BY entity, attribute ORDER BY p DESC, n DESC, entity, attribute LIMIT ?
"""
_WHY: dict[str, Text] = {
    "only": Text("è il solo valore", "it is the only value"),
    "agree": Text("lo dicono più fonti indipendenti", "several independent sources say it"),
    "newest": Text("è il più recente", "it is the most recent"),
    "valid": Text("gli altri non superano il controllo", "the others break their check"),
    "accurate": Text(
        "viene dalla fonte che ha più spesso ragione", "it comes from the source that is right most often"
    ),
}


@dataclass(frozen=True)
class Said:
    """What one record says."""

    system: str
    shown: str
    tag: Tag | None


@dataclass(frozen=True)
class ConflictCard:
    """One attribute of one thing on which systems disagree."""

    attribute: str
    concept: str
    url: str
    golden: str
    probability: float
    why: Text | None
    said: tuple[Said, ...]


@dataclass(frozen=True)
class ConflictsPage:
    """All contradictions; without a grid where the check-up did not look for them."""

    grid: GridPage | None
    cards: tuple[ConflictCard, ...] = ()
    conflicts: int = 0
    contradictions: int = 0
    things: int = 0
    figures: tuple[Figure, ...] = ()


def conflicts_page(visit: Visit, asked: QueryDict) -> ConflictsPage:
    """Return where the systems contradict one another."""
    evidence, contract = visit.evidence, CONFLICTS
    if not evidence.has(contract):
        return ConflictsPage(None)
    names = called(evidence)
    [row] = evidence.figures(_COUNTS)
    conflicts, things, contradictions = (int(str(row[name])) for name in ("conflicts", "things", "contradictions"))
    return ConflictsPage(
        grid=_grid(visit, contract, names).read(evidence, asked),
        cards=tuple(_cards(visit, contract, names)),
        conflicts=conflicts,
        contradictions=contradictions,
        things=things,
        figures=_figures(evidence),
    )


def _figures(evidence: Evidence) -> tuple[Figure, ...]:
    rows = evidence.figures("SELECT kind, count(*) AS n FROM {conflicts} GROUP BY kind ORDER BY n DESC")
    return tuple(
        Figure(number(int(str(row["n"])), spoken()), KIND_TAGS[row["kind"]].word, url=f"?kind={row['kind']}")
        for row in rows
        if row["kind"] in KIND_TAGS
    )


def _cards(visit: Visit, contract: Table, names: Called) -> Sequence[ConflictCard]:
    """Return the contradictions of which it is most certain what is right, each with all that is said."""
    asked = visit.evidence.figures(_SUREST, _MOST_CARDS)
    if not asked:
        return ()
    where = Where(
        " OR ".join("(entity = ? AND attribute = ?)" for _ in asked),
        tuple(value for row in asked for value in (row["entity"], row["attribute"])),
    )
    # Read in clear, then shown value by value as the field's own page does.
    clear = Evidence(visit.evidence.folder, visit.evidence.checkup, in_clear=True)
    groups: dict[tuple[object, object], list[Row]] = {(row["entity"], row["attribute"]): [] for row in asked}
    for row in clear.rows(contract, where, order=("system", "dataset", "record")):
        groups[row["entity"], row["attribute"]].append(row)
    return [_card(visit, rows, names) for rows in groups.values() if rows]


def _card(visit: Visit, rows: Sequence[Row], names: Called) -> ConflictCard:
    first = rows[0]
    fields = fields_of(visit, list({(str(row["system"]), str(row["dataset"])) for row in rows}))

    def seen(value: object, row: Row) -> str:
        field = fields.get((str(row["system"]), str(row["dataset"]), str(row["field"])))
        if value is None or field is None:
            return "—"
        return value_shown(value, field, in_clear=visit.sees_clear)

    return ConflictCard(
        attribute=names.attribute(str(first["attribute"])),
        concept=names.concept(str(first["concept"])),
        url=reverse("entity", args=[visit.company.slug, first["entity"]]),
        golden=seen(first["golden_value"], first),
        probability=float(str(first["probability_right"])),
        why=_WHY.get(str(first["reason"])),
        said=tuple(
            Said(names.system(str(row["system"])), seen(row["value"], row), KIND_TAGS.get(row["kind"])) for row in rows
        ),
    )


def _grid(visit: Visit, contract: Table, names: Called) -> Grid:
    def entity_url(row: Row) -> str:
        return reverse("entity", args=[visit.company.slug, row["entity"]])

    concepts = {key: Text(name, name) for key, name in names.concepts.items()}
    systems = {key: Text(name, name) for key, name in names.systems.items()}
    attributes = {key: Text(name, name) for key, name in names.attributes.items()}
    return Grid(
        name="conflicts",
        title=Text("I conflitti", "The conflicts"),
        table=contract,
        columns=(
            GridColumn("concept", Text("Concetto", "Concept"), words=concepts, link=entity_url),
            GridColumn("attribute", Text("Attributo", "Attribute"), words=attributes),
            GridColumn("system", Text("Sistema", "System"), words=systems),
            GridColumn("value", Text("Dice", "It says")),
            GridColumn("golden_value", Text("Ritenuto giusto", "Held to be right")),
            GridColumn("kind", Text("Genere", "Kind"), "tag", tags=KIND_TAGS),
            GridColumn("probability_right", Text("Quanto è sicuro", "How sure"), "percent"),
        ),
        search=("attribute", "dataset"),
        filters=(
            GridFilter("kind", Text("Genere", "Kind"), {str(key): tag.word for key, tag in KIND_TAGS.items()}),
            GridFilter("concept", Text("Concetto", "Concept"), concepts),
            GridFilter("system", Text("Sistema", "System"), systems),
        ),
        order=("kind", "-probability_right"),
        none=Text("Nessun conflitto.", "No conflict."),
    )
