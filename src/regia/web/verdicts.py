"""What people say in the workspace, kept in the company's log of verdicts as `regia judge` keeps it."""

from collections.abc import Mapping, Sequence

from regia.errors import Text
from regia.judgement.log import VerdictLog
from regia.judgement.log import standing as standing_of
from regia.judgement.verdict import Decision, Kind, Verdict
from regia.web.visit import Visit

NOTHING_TO_UNDO = Text("Non c'è una tua risposta da annullare.", "There is no answer of yours to undo.")
#: What is answered to "are these two the same?"; None is not sure.
ANSWERS: Mapping[str, Decision | None] = {
    "same": Decision.CONFIRMED,
    "different": Decision.REJECTED,
    "not_sure": None,
}


def give(
    visit: Visit, kind: Kind, subject: str, decision: Decision, *, why: str = "", of: str = "", name: str = ""
) -> None:
    """Record what the person says of a subject.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    log_of(visit).record(
        kind,
        subject,
        decision,
        person=visit.person.email,
        why=why.strip(),
        snapshot=visit.evidence.checkup.snapshot,
        of=of,
        name=name,
    )


def take_back(visit: Visit, kind: Kind) -> str | None:
    """Undo the person's last verdict of a kind that still stands, and return its subject.

    What was said before it stands again.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    everything = log_of(visit).all()
    mine = [each for each in standing_of(everything, kind) if each.person == visit.person.email]
    if not mine:
        return None
    last = max(mine, key=lambda verdict: verdict.number)
    before = next((each for each in everything if each.number == last.supersedes), None)
    decision = Decision.WITHDRAWN if before is None else before.verdict
    give(visit, kind, last.subject, decision, why=before.why if before else "")
    return last.subject


def standing(visit: Visit, kind: Kind) -> Mapping[str, Verdict]:
    """Return the verdict that stands on each subject of a kind, whoever gave it."""
    return {each.subject: each for each in log_of(visit).standing(kind)}


def waiting(visit: Visit, *kinds: Kind) -> Sequence[Verdict]:
    """Return the verdicts of some kinds given since the newest check-up, which does not know them."""
    started = visit.evidence.checkup.started_at
    return [each for each in log_of(visit).all() if each.kind in kinds and each.at > started]


def log_of(visit: Visit) -> VerdictLog:
    """Return the company's log of verdicts."""
    declared = visit.declared
    return VerdictLog(visit.company.path, declared.name if declared else visit.company.name)
