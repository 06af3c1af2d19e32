"""Links that let a person in once: invitations from the members page, entry links from the terminal."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from regia.web.people.audit import Event, keep
from regia.web.people.models import Company, EntryLink, Invitation, Membership, Person
from regia.web.people.roles import Role

INVITATION_DAYS = 7
ENTRY_HOURS = 24


def invite(
    request: HttpRequest | None, company: Company | None, email: str, role: Role, department: str = ""
) -> tuple[Invitation, str]:
    """Make an invitation; return it with the token, which is told once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    made_by = request.user if request is not None and isinstance(request.user, Person) else None
    invitation = Invitation.objects.create(
        token_hash=hashed(token),
        email=email.strip().lower(),
        company=company,
        role=role.value,
        department=department,
        made_by=made_by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    if company is not None:
        keep(request, Event.INVITED, company=company, detail=f"{invitation.email} ({role.value})")
    return invitation, token


def entry_link(person: Person) -> str:
    """Return the token of a link that signs a person in once; those made before stop working."""
    token = secrets.token_urlsafe(32)
    EntryLink.objects.filter(person=person, used_at=None).delete()
    expires = timezone.now() + timedelta(hours=ENTRY_HOURS)
    EntryLink.objects.create(token_hash=hashed(token), person=person, expires_at=expires)
    return token


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token, if it can still be accepted."""
    found = Invitation.objects.filter(token_hash=hashed(token)).select_related("company").first()
    return found if found and found.is_open else None


def open_entry(token: str) -> EntryLink | None:
    """Return the entry link of a token, if it can still be used."""
    found = EntryLink.objects.filter(token_hash=hashed(token)).select_related("person").first()
    return found if found and found.is_open and found.person.is_active else None


def use(link: EntryLink) -> bool:
    """Use an entry link up; whether this was its one time."""
    unused = EntryLink.objects.filter(pk=link.pk, used_at=None)
    return unused.update(used_at=timezone.now()) == 1


@transaction.atomic
def accept(request: HttpRequest, invitation: Invitation, person: Person) -> bool:
    """Make a person a member as the invitation says; whether this was its one time."""
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if unused.update(accepted_at=timezone.now()) != 1:
        return False
    companies = [invitation.company] if invitation.company else list(Company.objects.all())
    if invitation.company is None:
        Person.objects.filter(pk=person.pk).update(runs_server=True)
    for company in companies:
        join(request, company, person, Role(invitation.role), invitation.department)
    return True


def join(request: HttpRequest | None, company: Company, person: Person, role: Role, department: str = "") -> None:
    """Make a person a member; who is one already keeps what they are."""
    _, new = Membership.objects.get_or_create(
        company=company, person=person, defaults={"role": role.value, "department": department}
    )
    if new:
        keep(request, Event.JOINED, company=company, person=person, detail=role.value)


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
