"""Changing who belongs to a company; it never stays without an administrator."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from regia.web.people.audit import Event, keep
from regia.web.people.models import Company, Invitation, Membership
from regia.web.people.roles import Permission, Role


def change(request: HttpRequest, member: Membership, role: Role, department: str) -> bool:
    """Give a member another role and department; False where nobody would be left to administer."""
    with transaction.atomic():
        if role != Role.ADMINISTRATOR and _is_last_administrator(member):
            return False
        before, member.role, member.department = member.role, role.value, department
        member.save(update_fields=["role", "department"])
        if not member.may(Permission.MANAGE):
            _open_invitations(member).filter(made_by=member.person).delete()
        keep(
            request,
            Event.ROLE_CHANGED,
            company=member.company,
            detail=f"{member.person.email}: {before} → {role.value}",
        )
    return True


def remove(request: HttpRequest, member: Membership) -> bool:
    """Take a member out of the company, with the links by which they could come back.

    False where nobody would be left to administer.
    """
    with transaction.atomic():
        if _is_last_administrator(member):
            return False
        _open_invitations(member).filter(Q(made_by=member.person) | Q(email=member.person.email)).delete()
        keep(request, Event.REMOVED, company=member.company, detail=member.person.email)
        member.delete()
    return True


def _open_invitations(member: Membership) -> QuerySet[Invitation]:
    return Invitation.objects.filter(company=member.company, accepted_at=None)


def _is_last_administrator(member: Membership) -> bool:
    return member.role == Role.ADMINISTRATOR and _administrators(member.company) == 1


def _administrators(company: Company) -> int:
    """Count the administrators, whose rows stay as they are until the change is done."""
    rows = Membership.objects.select_for_update().filter(company=company, role=Role.ADMINISTRATOR.value)
    return len(rows.values_list("pk", flat=True))
