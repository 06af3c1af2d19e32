"""Asking people and taking what they answer."""

import secrets
from collections.abc import Mapping

from regia.assess.questionnaire import LEVELS, Area, areas
from regia.errors.judgement import RoundEmpty
from regia.judgement.answers import SIDES, AnswerLog, Side
from regia.web.people.links import hashed
from regia.web.people.models import Company, Person
from regia.web.people.roles import Role
from regia.web.radar.models import AnswerLink

MOST_LINKS = 50


def make_links(company: Company, side: Side, count: int, by: Person) -> list[str]:
    """Make links for so many people of a side; return their tokens, which are told once and kept nowhere."""
    tokens = [secrets.token_urlsafe(24) for _ in range(count)]
    number = open_round(company)
    AnswerLink.objects.bulk_create(
        AnswerLink(token_hash=hashed(token), company=company, side=side, round=number, made_by=by) for token in tokens
    )
    return tokens


def open_round(company: Company) -> int:
    """Return the number of the round that takes answers now."""
    rounds = AnswerLog(company.path).rounds()
    if not rounds:
        return 1
    return rounds[-1].number + (rounds[-1].closed_on is not None)


def link_of(token: str) -> AnswerLink | None:
    """Return the link of a token while its round is open."""
    found = AnswerLink.objects.filter(token_hash=hashed(token)).select_related("company").first()
    return found if found and found.round == open_round(found.company) else None


def side_of(role: str) -> Side:
    """Return the side on which a member answers."""
    return "it" if role == Role.IT.value else "business"


def as_side(given: str) -> Side | None:
    """Return a side by its name."""
    return next((side for side in SIDES if side == given), None)


def take(company: Company, side: Side, person: str, area: Area, posted: Mapping[str, str]) -> None:
    """Keep what a person answers to the items of an area; an item without a level is "cannot say"."""
    known = {str(level): level for level in LEVELS}
    levels = {item.item: known.get(posted.get(item.item, "")) for item in area.items}
    AnswerLog(company.path).record(side, person, levels)


def next_area(company: Company, person: str) -> Area | None:
    """Return the first area that a person has not answered; None when all is done."""
    given = AnswerLog(company.path).given(person)
    return next((area for area in areas() if any(item.item not in given for item in area.items)), None)


def close_round(company: Company) -> bool:
    """Close the open round; False where nobody has answered."""
    try:
        AnswerLog(company.path).close()
    except RoundEmpty:
        return False
    return True
