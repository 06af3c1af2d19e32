"""What the pages of correspondences and of questions show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from regia.checkup.record import Records
from regia.errors import Text
from regia.judgement.verdict import Kind, Verdict, pair_subject, subject_pair
from regia.match.questions import Name, Question, side
from regia.match.questions import questions as best_questions
from regia.match.tables import CORRESPONDENCES
from regia.profile.tables import FIELD_VALUES, FIELDS, SYSTEMS
from regia.resolve.tables import ENTITY_RECORDS
from regia.web import verdicts
from regia.web.entities.records import records_of, said_in
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import equal
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.matching import grids
from regia.web.people.roles import Permission
from regia.web.systems.grids import semantic_words
from regia.web.systems.spread import value_shown
from regia.web.visit import Visit
from regia.wording import number

_MOST_QUESTIONS = 300
_MOST_VALUES = 5
_MOST_TOGETHER = 5
_SHARED = """
SELECT l.entity, min(l.record) AS one, min(r.record) AS other FROM {entity_records} l
JOIN {entity_records} r ON r.entity = l.entity AND r.system = ? AND r.dataset = ?
WHERE l.system = ? AND l.dataset = ? GROUP BY l.entity ORDER BY l.entity LIMIT ?
"""


@dataclass(frozen=True)
class Counts:
    """How many correspondences there are, by outcome."""

    taken: int
    to_ask: int
    confirmed: int
    rejected: int


@dataclass(frozen=True)
class CorrespondencesPage:
    """All correspondences."""

    counts: Counts
    figures: tuple[Figure, ...]
    waiting: int
    grid: GridPage


@dataclass(frozen=True)
class Side:
    """One of the two fields: where it is, what it holds; `values` are masked where they may tell of a person."""

    system: str
    dataset: str
    field: str
    url: str
    holds: Text | None
    kind: str
    comment: str | None
    filled: float | None
    distinct: int | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """One thing that both datasets hold, and what each of the two fields says of it."""

    name: str
    url: str
    left: str
    right: str


@dataclass(frozen=True)
class Asked:
    """The question on the page; `together` are some things that both datasets hold."""

    pair: str
    left: Side
    right: Side
    probability: float
    reasons: tuple[str, ...]
    settles: int
    standing: Verdict | None
    together: tuple[Together, ...]


@dataclass(frozen=True)
class QuestionPage:
    """The question to answer now, and how far one has come; no `asked` where nothing is open."""

    asked: Asked | None
    open: int
    mine: int
    waiting: int
    can_undo: bool


def correspondences_page(visit: Visit, asked: QueryDict) -> CorrespondencesPage:
    """Return all correspondences."""
    found = _counts(visit.evidence)
    waiting = len(verdicts.waiting(visit, Kind.CORRESPONDENCE))
    return CorrespondencesPage(
        found, _figures(visit, found), waiting, grids.correspondences(visit).read(visit.evidence, asked)
    )


def question_page(visit: Visit, pair: str | None, skipped: frozenset[str]) -> QuestionPage:
    """Return the question that the address names, else the best one that nobody has answered or passed over.

    Raises:
        Http404: the address names a pair that the check-up does not know.
    """
    standing = verdicts.standing(visit, Kind.CORRESPONDENCE)
    open_ones = [
        each for each in _best(visit.company.path, visit.evidence.checkup.checkup) if _pair(each) not in standing
    ]
    fresh = [each for each in open_ones if _pair(each) not in skipped] or open_ones
    mine = [each for each in standing.values() if each.person == visit.person.email]
    asked = _named(visit, pair, standing) if pair else _next(visit, fresh)
    return QuestionPage(asked, len(open_ones), len(mine), len(verdicts.waiting(visit, Kind.CORRESPONDENCE)), bool(mine))


def is_known(visit: Visit, pair: str) -> bool:
    """Return whether the newest check-up has a correspondence of these two fields."""
    return _row(visit.evidence, pair) is not None


def asking(pair: str) -> str:
    """Return the part of an address that names a pair."""
    return urlencode({"pair": pair})


def _counts(evidence: Evidence) -> Counts:
    [row] = evidence.figures(
        "SELECT count(*) FILTER (band = 'accept') AS taken, "
        "count(*) FILTER (band = 'review' AND origin = 'inferred') AS to_ask, "
        "count(*) FILTER (origin = 'confirmed') AS confirmed, count(*) FILTER (origin = 'rejected') AS rejected "
        "FROM {correspondences}"
    )
    return Counts(**row)  # type: ignore[arg-type]


def _figures(visit: Visit, found: Counts) -> tuple[Figure, ...]:
    language = spoken()
    asks = reverse("questions", args=[visit.company.slug]) if visit.may(Permission.JUDGE) else "?band=review"
    return (
        Figure(
            number(found.taken, language), Text("corrispondenze prese", "correspondences taken"), url="?band=accept"
        ),
        Figure(number(found.to_ask, language), Text("da chiedere alle persone", "to ask people"), url=asks),
        Figure(
            number(found.confirmed + found.rejected, language),
            Text("decise da una persona", "decided by a person"),
            url="?origin=confirmed",
        ),
    )


@lru_cache(maxsize=16)
def _best(folder: Path, checkup: str) -> tuple[Question, ...]:
    """Return the best questions of a check-up, worked out once: a check-up never changes."""
    evidence = Evidence(folder, Records(folder).read(checkup))
    if not evidence.has(CORRESPONDENCES):
        return ()
    found = best_questions(
        evidence.rows(CORRESPONDENCES, equal(origin="inferred")),
        evidence.figures("SELECT system, dataset, records FROM {datasets}"),
        evidence.figures("SELECT system, dataset, field, semantic_type FROM {fields}"),
        most=_MOST_QUESTIONS,
    )
    return tuple(found)


def _pair(question: Question) -> str:
    return pair_subject(question.left, question.right)


def _next(visit: Visit, fresh: Sequence[Question]) -> Asked | None:
    if not fresh:
        return None
    first = fresh[0]
    return _asked(visit, first.row, first.settles, None)


def _named(visit: Visit, pair: str, standing: Mapping[str, Verdict]) -> Asked:
    row = _row(visit.evidence, pair)
    if row is None:
        raise Http404
    return _asked(visit, row, 0, standing.get(pair))


def _row(evidence: Evidence, pair: str) -> Row | None:
    try:
        one, other = subject_pair(pair)
    except ValueError:
        return None
    for left, right in ((one, other), (other, one)):
        names = [f"{which}_{part}" for which in ("left", "right") for part in ("system", "dataset", "field")]
        row = evidence.one(CORRESPONDENCES, equal(**dict(zip(names, (*left, *right), strict=True))))
        if row is not None:
            return row
    return None


def _asked(visit: Visit, row: Row, settles: int, standing: Verdict | None) -> Asked:
    left, right = side(row, "left"), side(row, "right")
    reasons = str(row[f"reasons_{spoken()}"])
    return Asked(
        pair=pair_subject(left, right),
        left=_side(visit, left),
        right=_side(visit, right),
        probability=float(str(row["probability"])),
        reasons=tuple(part.strip() for part in reasons.split(";") if part.strip()),
        settles=settles,
        standing=standing,
        together=tuple(_together(visit, left, right)),
    )


def _together(visit: Visit, left: Name, right: Name) -> Sequence[Together]:
    """Return what the two fields say of the same things, where the check-up knows which these are."""
    if not visit.evidence.has(ENTITY_RECORDS):
        return ()
    shared = visit.evidence.figures(_SHARED, *right[:2], *left[:2], _MOST_TOGETHER)
    if not shared:
        return ()
    heads = [{"system": left[0], "dataset": left[1], "record": row["one"]} for row in shared]
    names = {each.record: each.called or each.shown_record for each in records_of(visit, heads)}
    said = said_in(visit, left[:2], left[2], [str(row["one"]) for row in shared])
    other = said_in(visit, right[:2], right[2], [str(row["other"]) for row in shared])
    return [
        Together(
            names.get(str(row["one"]), "—"),
            reverse("entity", args=[visit.company.slug, row["entity"]]),
            said.get(str(row["one"]), "—"),
            other.get(str(row["other"]), "—"),
        )
        for row in shared
        if str(row["one"]) in said or str(row["other"]) in other
    ]


def _side(visit: Visit, name: Name) -> Side:
    system, dataset, field = name
    where = equal(system=system, dataset=dataset, field=field)
    # Read in clear, then shown value by value as the field's own page does: codes and numbers stay readable.
    clear = Evidence(visit.evidence.folder, visit.evidence.checkup, in_clear=True)
    row = clear.one(FIELDS, where) or {}
    known = visit.evidence.one(SYSTEMS, equal(system=system)) or {}
    values = clear.rows(FIELD_VALUES, where, order=("rank",), limit=_MOST_VALUES) if row else []
    return Side(
        system=str(known.get("name") or system),
        dataset=dataset,
        field=field,
        url=reverse("field", args=[visit.company.slug, *name]),
        holds=semantic_words().get(str(row.get("semantic_type"))),
        kind=str(row.get("type") or row.get("source_type") or ""),
        comment=str(row["comment"]) if row.get("comment") else None,
        filled=_filled(row),
        distinct=int(str(row["distinct_count"])) if row.get("distinct_count") is not None else None,
        values=tuple(value_shown(each["value"], row, in_clear=visit.sees_clear) for each in values),
    )


def _filled(row: Row) -> float | None:
    if row.get("null_share") is None:
        return None
    return max(0.0, 1 - float(str(row["null_share"])) - float(str(row.get("blank_share") or 0)))
