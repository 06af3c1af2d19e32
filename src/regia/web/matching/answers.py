"""Writes answers into the company's log of verdicts, as `regia judge` does."""

from collections.abc import Sequence

from regia.judgement.log import VerdictLog, standing
from regia.judgement.verdict import Decision, Kind, Verdict
from regia.web.visit import Visit


def give(visit: Visit, pair: str, decision: Decision, *, why: str = "") -> None:
    """Record what the person says of a pair.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    _log(visit).record(
        Kind.CORRESPONDENCE,
        pair,
        decision,
        person=visit.person.email,
        why=why.strip(),
        snapshot=visit.evidence.checkup.snapshot,
    )


def take_back(visit: Visit) -> str | None:
    """Undo the person's last answer that still stands and return its pair; what was said before it stands again."""
    everything = _log(visit).all()
    mine = [each for each in standing(everything, Kind.CORRESPONDENCE) if each.person == visit.person.email]
    if not mine:
        return None
    last = max(mine, key=lambda verdict: verdict.number)
    before = next((each for each in everything if each.number == last.supersedes), None)
    give(visit, last.subject, _before(before), why=before.why if before else "")
    return last.subject


def given(visit: Visit) -> Sequence[Verdict]:
    """Return the answers that stand, whoever gave them."""
    return _log(visit).standing(Kind.CORRESPONDENCE)


def everything(visit: Visit) -> Sequence[Verdict]:
    """Return every verdict on a correspondence ever given, in order."""
    return [each for each in _log(visit).all() if each.kind == Kind.CORRESPONDENCE]


def _before(verdict: Verdict | None) -> Decision:
    return Decision.WITHDRAWN if verdict is None else verdict.verdict


def _log(visit: Visit) -> VerdictLog:
    declared = visit.declared
    return VerdictLog(visit.company.path, declared.name if declared else visit.company.name)
