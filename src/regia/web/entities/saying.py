"""What people say of values and of systems of reference, kept in the company's log as `regia judge` keeps it."""

from regia.judgement.verdict import Decision, Kind, master_subject, subject_value, value_mark
from regia.resolve.conflicts.tables import MASTERS, WHOLE
from regia.resolve.tables import ENTITY_RECORDS
from regia.web import verdicts
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
    verdicts.give(visit, Kind.VALUE, subject, decision, why=why, of=mark)
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
    verdicts.give(visit, Kind.MASTER, master_subject(concept, WHOLE, system), decision, why=why)
    return True
