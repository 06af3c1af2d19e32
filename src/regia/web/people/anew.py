"""A person who comes in by a link begins anew: whoever had a way in under this name before has it no more.

Anybody who may invite can have made an account under somebody's address, with a password of their own. The link proves
who is meant; the password, the second factor and the sessions of before prove nothing.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from regia.web.people.models import Invitation, Membership, Person
from regia.web.people.roles import Role


def forget_ways_in(person: Person) -> bool:
    """Take away password, second factors, outside accounts and sessions; whether there was a password.

    Made-up people have none of them, and may be looked through by several people at once.
    """
    had_password = person.has_usable_password()
    if person.made_up and not had_password:
        return False
    forget_password(person)
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    return had_password


def forget_password(person: Person, request: HttpRequest | None = None) -> None:
    """Take away the password, and with it every session but the one of this request."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    if request is not None:
        update_session_auth_hash(request, person)


def is_vouched_for(person: Person, invitation: Invitation) -> bool:
    """Whether who invites administers a company that the person is in already: then they know one another."""
    administered = Membership.objects.filter(person=invitation.made_by, role=Role.ADMINISTRATOR.value)
    return (
        invitation.made_by is not None
        and person.memberships.filter(company__in=administered.values("company")).exists()
    )
