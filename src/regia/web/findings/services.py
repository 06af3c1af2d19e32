"""Writes what people say of findings into the company's log of verdicts, as `regia findings` does."""

from regia.findings.saying import Speaker, assign, judge
from regia.judgement.verdict import Decision
from regia.web.evidence.reader import Row
from regia.web.findings.forms import SayForm
from regia.web.people.audit import Event, keep
from regia.web.verdicts import log_of
from regia.web.visit import Request, Visit


def say(request: Request, visit: Visit, row: Row, form: SayForm) -> None:
    """Keep what a valid form says of a finding, and who said it.

    Raises:
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    given, decision = form.cleaned_data, form.decision
    log = log_of(visit)
    by = Speaker(visit.person.email, visit.today, visit.evidence.checkup.snapshot)
    if decision == Decision.ASSIGNED:
        assign(log, row, given["to"], by, why=given["why"], until=given["until"])
    else:
        judge(log, row, decision, by, why=given["why"], until=given.get("until"))
    said = f"{decision.value} {given.get('to', '')}".strip()
    keep(request, Event.FINDING_SAID, company=visit.company, detail=f"{row['finding']} {row['rule']}: {said}")
