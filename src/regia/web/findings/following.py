"""Who said what of a finding, and the forms by which more is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, QueryDict

from regia.errors import Text
from regia.findings.follow_up import FollowUp
from regia.judgement.verdict import Decision, Kind, Verdict
from regia.web.findings.forms import FORMS, AssignForm, ReopenForm, SayForm
from regia.web.frame.language import spoken
from regia.web.people.roles import Permission
from regia.web.visit import Visit
from regia.wording import date_

_SAID: Mapping[tuple[Kind, Decision], Text] = {
    (Kind.ASSIGNMENT, Decision.ASSIGNED): Text("affidato a {to}", "assigned to {to}"),
    (Kind.ASSIGNMENT, Decision.WITHDRAWN): Text("affidato a nessuno", "assigned to nobody"),
    (Kind.FINDING, Decision.ACCEPTED): Text("accettato", "accepted"),
    (Kind.FINDING, Decision.FALSE): Text("non è un problema", "not a problem"),
    (Kind.FINDING, Decision.FIXED): Text("detto risolto", "said fixed"),
    (Kind.FINDING, Decision.WITHDRAWN): Text("riaperto", "opened again"),
}
_BY_DAY: Mapping[tuple[Kind, Decision], Text] = {
    (Kind.ASSIGNMENT, Decision.ASSIGNED): Text("affidato a {to}, entro il {until}", "assigned to {to}, by {until}"),
    (Kind.FINDING, Decision.ACCEPTED): Text("accettato fino al {until}", "accepted until {until}"),
}


@dataclass(frozen=True)
class Said:
    """Something said of a finding: who, when, what, why."""

    who: str
    at: datetime
    what: str
    why: str


def members(visit: Visit) -> dict[str, str]:
    """Return the names of the company's people, by their address in small letters."""
    found = visit.company.memberships.select_related("person")
    return {each.person.email.casefold(): str(each.person) for each in found}


def who_may_judge(visit: Visit) -> dict[str, str]:
    """Return the people a finding can be given to: those who may then say what became of it."""
    found = [each for each in visit.company.memberships.select_related("person") if each.may(Permission.JUDGE)]
    return {each.person.email: str(each.person) for each in found}


def form_for(visit: Visit, decision: str, given: QueryDict) -> SayForm:
    """Return the form by which something is said, filled in.

    Raises:
        Http404: there is no such thing to say.
    """
    if decision not in FORMS:
        raise Http404
    return FORMS[decision](given, today=visit.today, people=who_may_judge(visit))


def forms_for(visit: Visit, known: FollowUp, refused: SayForm | None) -> tuple[SayForm, ...]:
    """Return the forms by which something can be said of a finding; `refused` takes the place of its like."""
    people = who_may_judge(visit)
    given = {"to": known.assigned_to, "until": known.assigned.until if known.assigned else None}
    asked = [form for form in FORMS.values() if form is not ReopenForm or known.said is not None]
    made = (form(today=visit.today, people=people, initial=given if form is AssignForm else {}) for form in asked)
    return tuple(refused if refused is not None and refused.decision == each.decision else each for each in made)


def told(verdict: Verdict, people: Mapping[str, str]) -> Said:
    """Return something said, in words; `people` are names by address."""
    who = people.get(verdict.person.casefold(), verdict.person)
    return Said(who, verdict.at, _words(verdict, people), verdict.why)


def _words(verdict: Verdict, people: Mapping[str, str]) -> str:
    to = people.get(verdict.to.casefold(), verdict.to)
    until = date_(verdict.until, spoken()) if verdict.until else ""
    words = (_BY_DAY if until else _SAID)[verdict.kind, verdict.verdict]
    return words.fill(to=to, until=until).say(spoken())
