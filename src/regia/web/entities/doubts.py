"""Two records that may be one thing, side by side: the questions that settle most, one at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from regia.checkup.record import Records
from regia.errors import Text
from regia.judgement.verdict import Kind, Verdict, pair_subject
from regia.resolve.called import LIKENESS, compared
from regia.resolve.doubts import LEAST, MOST, Doubt, doubts
from regia.resolve.explaining import Weighed, explanation
from regia.resolve.tables import ENTITY_RECORDS, LINKS
from regia.web.entities.entity import Column, Line, columns_of, lines_of
from regia.web.entities.names import Called, called
from regia.web.entities.records import Record, records_of
from regia.web.evidence.reader import Evidence
from regia.web.evidence.where import Where
from regia.web.frame.language import spoken
from regia.web.tokens import token
from regia.web.verdicts import standing, waiting
from regia.web.visit import Visit

_MOST_QUESTIONS = 300
#: The links that people may be asked about.
UNSURE = Where("origin = 'inferred' AND probability BETWEEN ? AND ?", (LEAST, MOST))


@dataclass(frozen=True)
class Reason:
    """What one comparison says: for, or against, that they are one thing."""

    name: str
    says: Text
    weight: float

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for one thing."""
        return self.weight > 0


@dataclass(frozen=True)
class AskedLink:
    """The question on the page; `token` stands for the two records."""

    token: str
    concept: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    probability: float
    standing: Verdict | None


@dataclass(frozen=True)
class DoubtsPage:
    """The question to answer now, and how far one has come; no `asked` where nothing is open."""

    asked: AskedLink | None
    open: int
    mine: int
    waiting: int
    can_undo: bool


def doubts_page(visit: Visit, wanted: str | None, skipped: frozenset[str]) -> DoubtsPage:
    """Return the question that a token names, else the best one that nobody has answered or passed over.

    Raises:
        SnapshotMissing, SnapshotDamaged: the snapshot is not kept any more.
    """
    said = standing(visit, Kind.LINK)
    known = {subject_of_doubt(each): each for each in open_doubts(visit)}
    unanswered = [subject for subject in known if subject not in said]
    fresh = [subject for subject in unanswered if token(subject) not in skipped] or unanswered
    named = next((subject for subject in known if token(subject) == wanted), None)
    subjects = [named] if named else fresh
    asked = next(filter(None, (_asked(visit, subject, known[subject], said) for subject in subjects)), None)
    mine = sum(each.person == visit.person.email for each in said.values())
    return DoubtsPage(asked, len(unanswered), mine, len(waiting(visit, Kind.LINK)), bool(mine))


def open_doubts(visit: Visit) -> tuple[Doubt, ...]:
    """Return the best questions of the newest check-up, whether answered since or not."""
    return _best(visit.company.path, visit.evidence.checkup.checkup)


def subject_of_doubt(doubt: Doubt) -> str:
    """Return the subject of a verdict on the two records."""
    return pair_subject(doubt.left, doubt.right)


@lru_cache(maxsize=16)
def _best(folder: Path, checkup: str) -> tuple[Doubt, ...]:
    """Return the best questions of a check-up, worked out once: a check-up never changes."""
    evidence = Evidence(folder, Records(folder).read(checkup))
    if not evidence.has(LINKS, ENTITY_RECORDS):
        return ()
    return doubts(evidence.figures, most=_MOST_QUESTIONS)


def _asked(visit: Visit, subject: str, doubt: Doubt, said: Mapping[str, Verdict]) -> AskedLink | None:
    """Return the question as the page shows it; None where a record is not in the snapshot any more."""
    places = [dict(zip(("system", "dataset", "record"), each, strict=True)) for each in (doubt.left, doubt.right)]
    records = records_of(visit, places)
    if len(records) < len(places):
        return None
    names = called(visit.evidence)
    told = explanation(doubt.row, *(_shown(each) for each in records))
    return AskedLink(
        token=token(subject),
        concept=names.concept(told.concept),
        columns=columns_of(visit, records, names),
        lines=tuple(lines_of(records, names)),
        reasons=tuple(_reasons(told.weighed, names)),
        probability=told.probability,
        standing=said.get(subject),
    )


def _shown(record: Record) -> dict[str, str]:
    return {attribute: value.shown for attribute, value in record.values.items()}


def _called(weighed: Weighed, names: Called) -> str:
    """Return what a comparison is of; other candidates are no attribute."""
    if weighed.likeness == "rivals":
        return ""
    return names.attributes.get(weighed.attribute, compared(weighed.attribute, spoken()))


def _reasons(weighed: Sequence[Weighed], names: Called) -> list[Reason]:
    """Return the comparisons in words; what is usual of all pairs is no reason of these two."""
    return [
        Reason(_called(each, names), LIKENESS[each.likeness], each.weight)
        for each in weighed
        if each.likeness != "prior"
    ]
