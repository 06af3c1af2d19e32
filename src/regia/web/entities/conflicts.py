"""Where the systems contradict one another: each value beside the one held to be right, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from regia.errors import Text
from regia.judgement.verdict import Kind, Verdict, value_subject
from regia.model.masking import mask
from regia.model.table import Table
from regia.resolve.conflicts.tables import CONFLICTS
from regia.resolve.tables import ENTITY_RECORDS
from regia.web.entities.kinds import KIND_TAGS
from regia.web.entities.masters import MasterCard, master_cards
from regia.web.entities.names import Called, called
from regia.web.entities.records import Record, fields_of, records_of
from regia.web.entities.saying import KINDS
from regia.web.evidence.grid import Grid, GridColumn, GridFilter, GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.systems.spread import value_shown
from regia.web.tokens import token
from regia.web.verdicts import standing, waiting
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
_CHOSEN = """
SELECT entity, attribute, max(probability_right) AS p, count(*) AS n FROM {conflicts}
WHERE kind NOT IN ('missing', 'format') AND reason <> 'person'
GROUP BY entity, attribute ORDER BY p %s, n DESC, entity, attribute LIMIT ?
"""
_DOUBTFUL = "doubtful"
_WHY: dict[str, Text] = {
    "only": Text("è il solo valore", "it is the only value"),
    "agree": Text("lo dicono più fonti indipendenti", "several independent sources say it"),
    "newest": Text("è il più recente", "it is the most recent"),
    "valid": Text("gli altri non superano il controllo", "the others break their check"),
    "accurate": Text(
        "viene dalla fonte che ha più spesso ragione", "it comes from the source that is right most often"
    ),
    "person": Text("l'ha detto una persona", "a person said so"),
}


RIGHT = Tag(Text("ritenuto giusto", "held to be right"), "✓", "good")


@dataclass(frozen=True)
class Said:
    """What one record says; `token` stands for what a verdict on it is about, `verdict` is the one that stands."""

    system: str
    dataset: str
    shown: str
    tag: Tag | None
    token: str
    is_right: bool
    verdict: Verdict | None


@dataclass(frozen=True)
class ConflictCard:
    """One attribute of one thing on which systems disagree; `golden_token` is of a record that says the right one."""

    attribute: str
    concept: str
    url: str
    golden: str
    golden_token: str
    probability: float
    why: Text | None
    said: tuple[Said, ...]

    @property
    def verdicts(self) -> tuple[Said, ...]:
        """The records of which a person said something."""
        return tuple(each for each in self.said if each.verdict)

    @property
    def others(self) -> tuple[Said, ...]:
        """The records that say something else, each of which may be the right one."""
        return tuple(each for each in self.said if not each.is_right and each.token)


@dataclass(frozen=True)
class ConflictsPage:
    """All contradictions; without a grid where the check-up did not look for them."""

    grid: GridPage | None
    cards: tuple[ConflictCard, ...] = ()
    masters: tuple[MasterCard, ...] = ()
    waiting: int = 0
    doubtful: bool = False
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
    doubtful = asked.get("cards") == _DOUBTFUL
    [row] = evidence.figures(_COUNTS)
    conflicts, things, contradictions = (int(str(row[name])) for name in ("conflicts", "things", "contradictions"))
    return ConflictsPage(
        grid=_grid(visit, contract, names).read(evidence, asked),
        cards=tuple(_cards(visit, contract, names, doubtful=doubtful)),
        masters=master_cards(visit, names),
        waiting=len(waiting(visit, *KINDS)),
        doubtful=doubtful,
        conflicts=conflicts,
        contradictions=contradictions,
        things=things,
        figures=_figures(evidence),
    )


def value_subjects(visit: Visit) -> Iterator[str]:
    """Yield what may be said of the cards: each attribute of each record of a thing on which systems disagree."""
    for order in ("DESC", "ASC"):
        asked = visit.evidence.figures(_CHOSEN % order, _MOST_CARDS)
        if not asked:
            return
        records = _records(visit, [str(row["entity"]) for row in asked])
        for row in asked:
            attribute = str(row["attribute"])
            for record in records[str(row["entity"])]:
                if attribute in record.values:
                    yield value_subject((*record.place, record.record), attribute)


def _figures(evidence: Evidence) -> tuple[Figure, ...]:
    rows = evidence.figures("SELECT kind, count(*) AS n FROM {conflicts} GROUP BY kind ORDER BY n DESC")
    return tuple(
        Figure(number(int(str(row["n"])), spoken()), KIND_TAGS[row["kind"]].word, url=f"?kind={row['kind']}")
        for row in rows
        if row["kind"] in KIND_TAGS
    )


def _cards(visit: Visit, contract: Table, names: Called, *, doubtful: bool) -> Sequence[ConflictCard]:
    """Return the contradictions of which it is most certain, or least, what is right, each with all that is said."""
    asked = visit.evidence.figures(_CHOSEN % ("ASC" if doubtful else "DESC"), _MOST_CARDS)
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
    records = _records(visit, [str(row["entity"]) for row in asked])
    verdicts = standing(visit, Kind.VALUE)
    return [_card(visit, rows, names, records[str(key[0])], verdicts) for key, rows in groups.items() if rows]


def _records(visit: Visit, entities: Sequence[str]) -> dict[str, list[Record]]:
    """Return the records of some entities, as far as the snapshot still has them."""
    marks = ", ".join("?" * len(entities))
    rows = visit.evidence.rows(
        ENTITY_RECORDS, Where(f"entity IN ({marks})", tuple(entities)), order=("entity", "system", "dataset", "record")
    )
    home = {(row["system"], row["dataset"], row["record"]): str(row["entity"]) for row in rows}
    found: dict[str, list[Record]] = {entity: [] for entity in entities}
    for record in records_of(visit, rows):
        found[home[record.system, record.dataset, record.record]].append(record)
    return found


def _card(
    visit: Visit, rows: Sequence[Row], names: Called, records: Sequence[Record], verdicts: Mapping[str, Verdict]
) -> ConflictCard:
    first = rows[0]
    attribute = str(first["attribute"])
    against = {(str(row["system"]), str(row["dataset"]), str(row["record"])): str(row["kind"]) for row in rows}
    said = tuple(
        _said(record, attribute, names, against.get((*record.place, record.record)), verdicts)
        for record in records
        if attribute in record.values or (*record.place, record.record) in against
    )
    holder = _holder(records, attribute, against)
    return ConflictCard(
        attribute=names.attribute(attribute),
        concept=names.concept(str(first["concept"])),
        url=reverse("entity", args=[visit.company.slug, first["entity"]]),
        golden=_golden(visit, first["golden_value"], holder, attribute),
        golden_token=token(value_subject((*holder.place, holder.record), attribute)) if holder else "",
        probability=float(str(first["probability_right"])),
        why=_WHY.get(str(first["reason"])),
        said=said,
    )


def _said(record: Record, attribute: str, names: Called, kind: str | None, verdicts: Mapping[str, Verdict]) -> Said:
    value = record.values.get(attribute)
    subject = value_subject((*record.place, record.record), attribute) if value else ""
    right = kind in (None, "format")
    return Said(
        system=names.system(record.system),
        dataset=record.dataset,
        shown=value.shown if value else "—",
        tag=KIND_TAGS.get(kind) if kind else RIGHT,
        token=token(subject) if subject else "",
        is_right=right,
        verdict=verdicts.get(subject),
    )


def _holder(records: Sequence[Record], attribute: str, against: Mapping[tuple[str, str, str], str]) -> Record | None:
    """Return the record that says what is held to be right, in the very words if one does."""
    held = [record for record in records if attribute in record.values]
    kinds = [against.get((*record.place, record.record)) for record in held]
    for wanted in (None, "format"):
        for record, kind in zip(held, kinds, strict=True):
            if kind == wanted:
                return record
    return None


def _golden(visit: Visit, value: object, holder: Record | None, attribute: str) -> str:
    """Return the value held to be right, masked as the field that it comes from."""
    if value is None:
        return "—"
    if holder is None:
        return str(value) if visit.sees_clear else mask(str(value))
    fields = fields_of(visit, [holder.place])
    field = fields.get((*holder.place, holder.values[attribute].field))
    return value_shown(value, field, in_clear=visit.sees_clear) if field else mask(str(value))


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
