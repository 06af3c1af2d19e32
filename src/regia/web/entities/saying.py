"""What people say of values and of systems of reference, kept in the company's log as `regia judge` keeps it."""

from collections.abc import Mapping, Sequence

from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Verdict, master_subject, subject_value, value_mark
from regia.resolve.conflicts.tables import MASTERS, WHOLE
from regia.resolve.tables import ENTITY_RECORDS
from regia.web.entities.records import records_of
from regia.web.evidence.where import equal
from regia.web.visit import Visit

KINDS = (Kind.VALUE, Kind.MASTER)


def say_value(visit: Visit, subject: str, decision: Decision, *, why: str = "") -> bool:
    """Keep what a person says of what a record says of an attribute; False where the record says nothing of it.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    try:
        (system, dataset, name), attribute = subject_value(subject)
    except ValueError:
        return False
    rows = visit.evidence.rows(ENTITY_RECORDS, equal(system=system, dataset=dataset, record=name))
    value = next((each.values.get(attribute) for each in records_of(visit, rows)), None)
    if value is None:
        return False
    mark = value_mark((system, dataset, name), attribute, value.raw)
    _record(visit, Kind.VALUE, subject, decision, why=why, of=mark)
    return True


def say_master(visit: Visit, concept: str, system: str, decision: Decision, *, why: str = "") -> bool:
    """Keep whether a system leads for a concept; False where that is not asked.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    known = visit.evidence.one(MASTERS, equal(concept=concept, attribute=WHOLE)) is not None
    holds = visit.evidence.one(ENTITY_RECORDS, equal(concept=concept, system=system)) is not None
    if not known or not holds:
        return False
    _record(visit, Kind.MASTER, master_subject(concept, WHOLE, system), decision, why=why)
    return True


def standing(visit: Visit, kind: Kind) -> Mapping[str, Verdict]:
    """Return the verdict that stands on each subject of a kind."""
    return {each.subject: each for each in _log(visit).standing(kind)}


def waiting(visit: Visit) -> Sequence[Verdict]:
    """Return what was said since the newest check-up, which does not know of it."""
    started = visit.evidence.checkup.started_at
    return [each for each in _log(visit).all() if each.kind in KINDS and each.at > started]


def _record(visit: Visit, kind: Kind, subject: str, decision: Decision, *, why: str, of: str = "") -> None:
    _log(visit).record(
        kind,
        subject,
        decision,
        person=visit.person.email,
        why=why.strip(),
        snapshot=visit.evidence.checkup.snapshot,
        of=of,
    )


def _log(visit: Visit) -> VerdictLog:
    return VerdictLog(visit.company.path, visit.declared.name if visit.declared else visit.company.name)
