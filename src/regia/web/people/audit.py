"""The audit log: who signed in, who asked for what in clear, who let whom in."""

from enum import StrEnum

from django.http import HttpRequest

from regia.errors import Text
from regia.web.people.models import AuditEntry, Company, Person


class Event(StrEnum):
    """What the audit log keeps."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    UNMASKED = "unmasked"
    SEEN_IN_CLEAR = "seen_in_clear"
    MASKED_AGAIN = "masked_again"
    INVITED = "invited"
    JOINED = "joined"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    EXPORTED = "exported"
    FINDING_SAID = "finding_said"
    RUN_STARTED = "run_started"
    RUN_STOPPED = "run_stopped"
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    COMPANY_MADE = "company_made"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    DIRECTED = "directed"
    ACTIVITY_SAID = "activity_said"


EVENTS: dict[Event, Text] = {
    Event.SIGNED_IN: Text("è entrato", "signed in"),
    Event.SIGNED_OUT: Text("è uscito", "signed out"),
    Event.SIGN_IN_FAILED: Text("accesso respinto", "sign-in refused"),
    Event.UNMASKED: Text("ha chiesto i dati in chiaro", "asked for data in clear"),
    Event.SEEN_IN_CLEAR: Text("ha visto dati in chiaro", "saw data in clear"),
    Event.MASKED_AGAIN: Text("ha di nuovo mascherato i dati", "masked the data again"),
    Event.INVITED: Text("ha invitato", "invited"),
    Event.JOINED: Text("si è unito", "joined"),
    Event.ROLE_CHANGED: Text("ha cambiato un ruolo", "changed a role"),
    Event.REMOVED: Text("ha tolto una persona", "removed a person"),
    Event.EXPORTED: Text("ha scaricato righe", "downloaded rows"),
    Event.FINDING_SAID: Text("ha detto che cosa si fa di un rilievo", "said what becomes of a finding"),
    Event.RUN_STARTED: Text("ha avviato un check-up", "started a check-up"),
    Event.RUN_STOPPED: Text("ha fermato un check-up", "stopped a check-up"),
    Event.SCHEDULED: Text("ha programmato i check-up", "scheduled the check-ups"),
    Event.UNSCHEDULED: Text("ha tolto il programma dei check-up", "took the schedule of check-ups away"),
    Event.COMPANY_MADE: Text("ha creato l'azienda", "made the company"),
    Event.CONNECTED: Text("ha collegato un sistema", "connected a system"),
    Event.DIRECTED: Text("ha scritto la direzione", "wrote the direction"),
    Event.DISCONNECTED: Text("ha tolto una connessione", "removed a connection"),
    Event.ACTIVITY_SAID: Text("ha giudicato un'attività", "judged an activity"),
}


def keep(
    request: HttpRequest | None,
    event: Event,
    *,
    company: Company | None = None,
    person: Person | None = None,
    email: str = "",
    detail: str = "",
) -> None:
    """Write one entry; without a person it is the one who asks, where known."""
    who = person or _asking(request)
    AuditEntry.objects.create(
        company=company,
        person=who,
        email=email or (who.email if who else ""),
        kind=event.value,
        detail=detail[:500].replace("\x00", ""),  # which PostgreSQL takes for a mistake
        address=_address(request),
    )


def _asking(request: HttpRequest | None) -> Person | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def _address(request: HttpRequest | None) -> str:
    if request is None or not request.META.get("REMOTE_ADDR"):
        return ""
    from allauth.account.adapter import get_adapter

    return str(get_adapter(request).get_client_ip(request))
