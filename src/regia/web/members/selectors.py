"""What the pages of members and of the audit log show."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils import timezone

from regia.errors import Text
from regia.web.people.audit import EVENTS, Event
from regia.web.people.models import AuditEntry, Invitation, Membership
from regia.web.visit import Visit

ENTRIES = 50


@dataclass(frozen=True)
class MembersPage:
    """The members, each with the name of their department, and the invitations that can still be accepted."""

    members: list[tuple[Membership, str]]
    invitations: list[Invitation]


@dataclass(frozen=True)
class AuditPage:
    """One page of the log, each entry with its words."""

    page: Page[AuditEntry]
    entries: list[tuple[AuditEntry, Text]]


def members_page(visit: Visit) -> MembersPage:
    """Return who belongs to the company, and who is invited."""
    members = visit.company.memberships.select_related("person")
    told = [(each, visit.departments.get(each.department, each.department)) for each in members]
    invitations = visit.company.invitations.filter(accepted_at=None, expires_at__gt=timezone.now())
    return MembersPage(told, list(invitations))


def audit_page(visit: Visit, number: str | None) -> AuditPage:
    """Return what was done in this company: its own entries, and the sign-ins of its members."""
    own = AuditEntry.objects.filter(company=visit.company)
    people = visit.company.memberships.values("person")
    sign_ins = AuditEntry.objects.filter(company=None, person__in=people)
    emails = visit.company.memberships.values("person__email")
    refused = AuditEntry.objects.filter(company=None, person=None, email__in=emails)
    entries = (own | sign_ins | refused).select_related("person")
    page = Paginator(entries, ENTRIES).get_page(number)
    return AuditPage(page, [(each, EVENTS[Event(each.kind)]) for each in page])
