"""Sign-ins and sign-outs, as Django tells them, into the audit log."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from regia.web.people.audit import Event, keep
from regia.web.people.models import Person


def listen() -> None:
    """Start listening."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit-out")
    user_login_failed.connect(_refused, dispatch_uid="audit-refused")


def _signed_in(request: HttpRequest, user: object, **_: object) -> None:
    if isinstance(user, Person):
        keep(request, Event.SIGNED_IN, person=user)


def _signed_out(request: HttpRequest, user: object, **_: object) -> None:
    if isinstance(user, Person):
        keep(request, Event.SIGNED_OUT, person=user)


def _refused(credentials: dict[str, object], request: HttpRequest | None = None, **_: object) -> None:
    keep(request, Event.SIGN_IN_FAILED, email=str(credentials.get("email") or credentials.get("username") or "")[:254])
