"""What the pages of systems, datasets and fields show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, QueryDict
from django.urls import reverse

from regia.errors import Text
from regia.findings.tables import FINDINGS
from regia.profile.called import KINDS, LANGUAGES, TIME_ROLES, TYPES
from regia.profile.personal import PERSONAL_DATA
from regia.profile.tables import (
    DATASET_GROWTH,
    DATASETS,
    FIELD_MASKS,
    FIELD_REFERENCES,
    FIELD_VALUES,
    FIELDS,
    SKIPPED,
    SYSTEMS,
)
from regia.web.evidence.followed import UNSETTLED
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Bar, Plot, bars
from regia.web.severity import SEVERITY_TAGS
from regia.web.systems import grids
from regia.web.systems.growth import growth
from regia.web.systems.spread import spread, value_shown
from regia.web.systems.tags import CRITICALITIES
from regia.web.visit import Visit
from regia.wording import both, money, number, share

_MOST_FINDINGS = 5
_MOST_VALUES = 12


@dataclass(frozen=True)
class Totals:
    """What a check-up read, in all."""

    systems: int
    read: int
    datasets: int
    records: int
    cost: float | None
    cost_unknown: int
    without_owner: int
    read_at: date | None


@dataclass(frozen=True)
class SystemsPage:
    """All systems: a sentence's figures, their sizes as bars, the table."""

    totals: Totals
    figures: tuple[Figure, ...]
    sizes: list[Bar]
    grid: GridPage


@dataclass(frozen=True)
class SystemPage:
    """One system's card."""

    system: Row
    department: str | None
    criticality: Text | None
    figures: tuple[Figure, ...]
    findings: list[Row]
    grid: GridPage
    skipped: GridPage | None


@dataclass(frozen=True)
class DatasetPage:
    """One dataset's card."""

    system: Row
    dataset: Row
    kind: Text | None
    findings: list[Row]
    references: list[Row]
    growth: Plot | None
    grid: GridPage


@dataclass(frozen=True)
class FieldPage:
    """One field's card: `values` in clear only where they cannot tell of a person, or somebody asked."""

    system: Row
    dataset: Row
    field: Row
    holds: Text | None
    personal: Text | None
    facts: tuple[tuple[Text, str], ...]
    spread: Plot | None
    values: list[Bar]
    masks: list[Bar]
    findings: list[Row]


def totals(evidence: Evidence) -> Totals:
    """Return what was read, in all."""
    [row] = evidence.figures(
        "SELECT count(*) AS systems, count(*) FILTER (status IN ('read', 'partial', 'carried')) AS read, "
        "coalesce(sum(datasets), 0)::BIGINT AS datasets, coalesce(sum(records), 0)::BIGINT AS records, "
        "sum(cost_eur_year) AS cost, count(*) FILTER (cost_eur_year IS NULL) AS cost_unknown, "
        "count(*) FILTER (owner IS NULL) AS without_owner, max(read_at) AS read_at FROM {systems}"
    )
    return Totals(**row)  # type: ignore[arg-type]


def systems_page(visit: Visit, asked: QueryDict) -> SystemsPage:
    """Return all systems."""
    evidence = visit.evidence
    found = totals(evidence)
    return SystemsPage(found, _figures(found), _sizes(evidence), grids.systems(visit).read(evidence, asked))


def system_page(visit: Visit, asked: QueryDict, system: str) -> SystemPage:
    """Return one system's card.

    Raises:
        Http404: the check-up knows no such system.
    """
    evidence, where = visit.evidence, equal(system=system)
    row = _found(evidence.one(SYSTEMS, where))
    has_skipped = evidence.count(SKIPPED, where) > 0
    department = row["department"]
    return SystemPage(
        system=row,
        department=visit.departments.get(str(department), str(department)) if department else None,
        criticality=CRITICALITIES.get(str(row["criticality"])),
        figures=_system_figures(visit, row),
        findings=top_findings(evidence, where),
        grid=grids.datasets(visit).read(evidence, asked, where),
        skipped=grids.skipped(visit).read(evidence, asked, where) if has_skipped else None,
    )


def dataset_page(visit: Visit, asked: QueryDict, system: str, dataset: str) -> DatasetPage:
    """Return one dataset's card.

    Raises:
        Http404: the check-up knows no such dataset.
    """
    evidence, where = visit.evidence, equal(system=system, dataset=dataset)
    row = _found(evidence.one(DATASETS, where))
    return DatasetPage(
        system=_found(evidence.one(SYSTEMS, equal(system=system))),
        dataset=row,
        kind=KINDS.get(str(row["kind"])),
        findings=top_findings(evidence, where),
        references=evidence.rows(FIELD_REFERENCES, where, order=("fields",)),
        growth=growth(evidence.rows(DATASET_GROWTH, where, order=("month",)), dataset),
        grid=grids.fields(visit).read(evidence, asked, where),
    )


def field_page(visit: Visit, system: str, dataset: str, field: str) -> FieldPage:
    """Return one field's card.

    Raises:
        Http404: the check-up knows no such field.
    """
    evidence, where = visit.evidence, equal(system=system, dataset=dataset, field=field)
    # Read in clear, then shown value by value as the command line shows them: codes and numbers stay readable.
    clear = Evidence(evidence.folder, evidence.checkup, in_clear=True)
    row = _found(clear.one(FIELDS, where))
    return FieldPage(
        system=_found(evidence.one(SYSTEMS, equal(system=system))),
        dataset=_found(evidence.one(DATASETS, equal(system=system, dataset=dataset))),
        field={**row, "filled": _filled(row)},
        holds=grids.semantic_words().get(str(row["semantic_type"])),
        personal=PERSONAL_DATA.get(str(row["personal_data"])) if row["personal_data"] not in (None, "none") else None,
        facts=tuple(_facts(row, in_clear=visit.sees_clear)),
        spread=spread(row, in_clear=visit.sees_clear),
        values=_values(clear.rows(FIELD_VALUES, where, order=("rank",), limit=_MOST_VALUES), row, visit.sees_clear),
        masks=bars([(str(each["mask"]), _float(each["share"])) for each in _masks(evidence, where)]),
        findings=top_findings(evidence, where),
    )


def top_findings(evidence: Evidence, where: Where) -> list[Row]:
    """Return the first findings of a place, as the reader's language says them."""
    if not evidence.has(FINDINGS):
        return []
    rows = evidence.rows(FINDINGS, where & UNSETTLED, order=("position",), limit=_MOST_FINDINGS)
    return [{**row, "says": row[f"text_{spoken()}"], "tag": SEVERITY_TAGS[row["severity"]]} for row in rows]


def unknown_costs(found: Totals) -> Text | None:
    """Return how many systems' costs are not known, where there are any."""
    if not found.cost_unknown:
        return None
    says = Text("di {n:sistema|sistemi} non si sa", "not known of {n:system|systems}")
    return both(says, {"n": found.cost_unknown})


def _figures(found: Totals) -> tuple[Figure, ...]:
    language = spoken()
    cost = "—" if found.cost is None else money(found.cost, language)
    return (
        Figure(f"{found.read} / {found.systems}", Text("sistemi letti", "systems read"), url="?status=read"),
        Figure(
            cost,
            Text("costo annuo dichiarato", "declared yearly cost"),
            unknown_costs(found),
            url="?sort=-cost_eur_year",
        ),
        Figure(
            number(found.without_owner, language), Text("senza responsabile", "without an owner"), url="?sort=-owner"
        ),
    )


def _system_figures(visit: Visit, row: Row) -> tuple[Figure, ...]:
    language, name = spoken(), row["system"]
    listed = reverse("findings", args=[visit.company.slug])
    findings = visit.evidence.count(FINDINGS, equal(system=name) & UNSETTLED) if visit.evidence.has(FINDINGS) else None
    cost = row["cost_eur_year"]
    return (
        Figure(_count(row["records"]), Text("righe lette", "records read")),
        Figure(
            "—" if findings is None else number(findings, language),
            Text("rilievi", "findings"),
            url=f"{listed}?system={name}",
        ),
        Figure(
            money(_float(cost), language) if cost is not None else "—",
            Text("costo annuo dichiarato", "declared yearly cost"),
        ),
    )


def _sizes(evidence: Evidence) -> list[Bar]:
    rows = evidence.figures(
        "SELECT name, records, sum(records) OVER () AS total FROM {systems} "
        "WHERE records > 0 ORDER BY records DESC LIMIT 12"
    )
    return bars([(str(row["name"]), _float(row["records"]) / _float(row["total"])) for row in rows])


def _facts(row: Row, *, in_clear: bool) -> list[tuple[Text, str]]:
    language = spoken()
    told = [(Text("tipo", "type"), f"{_typed(row)} ({row['source_type']})")]
    if row["distinct_count"] is not None:
        about = "" if row["distinct_exact"] else "≈ "
        told.append(
            (Text("valori diversi", "distinct values"), about + number(int(str(row["distinct_count"])), language))
        )
    if row["minimum"] is not None:
        bounds = [value_shown(row[name], row, in_clear=in_clear) for name in ("minimum", "maximum")]
        told.append((Text("dal minimo al massimo", "smallest to largest"), " … ".join(bounds)))
    for name, label, words in (
        ("time_role", Text("ruolo della data", "role of the time"), TIME_ROLES),
        ("language", Text("lingua", "language"), LANGUAGES),
    ):
        if row[name]:
            told.append((label, words[str(row[name])].say(language) if str(row[name]) in words else str(row[name])))
    return [*told, *_remarks(row)]


def _typed(row: Row) -> str:
    return TYPES[str(row["type"])].say(spoken()) if str(row["type"]) in TYPES else "?"


_REMARKS = (
    ("placeholder_share", Text("valori finti", "stand-ins")),
    ("broken_text_share", Text("lettere rovinate", "broken letters")),
    ("future_share", Text("nel futuro", "in the future")),
    ("second_format_share", Text("in altre forme", "in other forms")),
)


def _remarks(row: Row) -> list[tuple[Text, str]]:
    return [(label, share(_float(row[name]), spoken())) for name, label in _REMARKS if _float(row[name]) > 0]


def _filled(row: Row) -> float | None:
    return None if row["null_share"] is None else max(0.0, 1 - _float(row["null_share"]) - _float(row["blank_share"]))


def _values(rows: Sequence[Row], field: Row, in_clear: bool) -> list[Bar]:
    if not rows or _float(rows[0]["records"]) <= 1:
        return []
    return bars([(value_shown(row["value"], field, in_clear=in_clear), _float(row["share"])) for row in rows])


def _masks(evidence: Evidence, where: Where) -> list[Row]:
    return evidence.rows(FIELD_MASKS, where, order=("rank",), limit=_MOST_VALUES)


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _count(value: object) -> str:
    return "—" if value is None else number(int(str(value)), spoken())


def _float(value: object) -> float:
    return 0.0 if value is None else float(str(value))
