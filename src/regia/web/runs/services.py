"""Starting and stopping runs."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from regia.errors import Text
from regia.web.people.models import Company, Person
from regia.web.runs.models import ACTIVE, SILENT_FOR, Run, State
from regia.web.runs.tasks import check_up

BROKE_OFF = Text(
    "Il processo che lo eseguiva non dà più segni di vita. Rilancia: il check-up riprende da dove era.",
    "The process that ran it gives no more sign of life. Start again: the check-up resumes where it was.",
)


def start(company: Company, person: Person) -> tuple[Run, bool]:
    """Ask for a check-up; return the run, and whether it is a new one or the one already under way."""
    give_up_silent()
    try:
        with transaction.atomic():
            run = Run.objects.create(company=company, asked_by=person)
    except IntegrityError:
        return Run.objects.get(company=company, state__in=ACTIVE), False
    check_up.enqueue(run.pk)
    return run, True


def stop(run: Run) -> None:
    """Ask a run to stop; one that only waits stops at once."""
    now = timezone.now()
    waiting = Run.objects.filter(pk=run.pk, state=State.WAITING)
    if not waiting.update(state=State.STOPPED, ended_at=now, stop_asked=True):
        Run.objects.filter(pk=run.pk, state=State.RUNNING).update(stop_asked=True)
    run.refresh_from_db()


def give_up_silent() -> None:
    """End the runs whose worker is gone."""
    latest = timezone.now() - SILENT_FOR
    silent = Run.objects.filter(Q(beat_at__lt=latest) | Q(beat_at=None), state=State.RUNNING)
    silent.update(state=State.FAILED, ended_at=timezone.now(), told_it=BROKE_OFF.it, told_en=BROKE_OFF.en)
