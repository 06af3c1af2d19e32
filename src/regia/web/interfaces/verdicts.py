"""Writes what people say of interfaces into the company's log of verdicts, as `regia judge` does."""

from collections.abc import Sequence

from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Verdict
from regia.web.visit import Visit


def give(visit: Visit, interface: str, decision: Decision, *, name: str = "", why: str = "") -> None:
    """Record what the person says of an interface.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    _log(visit).record(
        Kind.INTERFACE,
        interface,
        decision,
        person=visit.person.email,
        why=why.strip(),
        snapshot=visit.evidence.checkup.snapshot,
        name=name.strip() if decision is Decision.CONFIRMED else "",
    )


def standing(visit: Visit) -> dict[str, Verdict]:
    """Return the verdict that stands on each interface."""
    return {each.subject: each for each in _log(visit).standing(Kind.INTERFACE)}


def waiting(visit: Visit) -> Sequence[Verdict]:
    """Return the verdicts given since the newest check-up, which it does not know."""
    started = visit.evidence.checkup.started_at
    return [each for each in _log(visit).all() if each.kind == Kind.INTERFACE and each.at > started]


def _log(visit: Visit) -> VerdictLog:
    declared = visit.declared
    return VerdictLog(visit.company.path, declared.name if declared else visit.company.name)
