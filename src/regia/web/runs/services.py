"""Starting and stopping runs, at once and by a timetable."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from regia.errors import RegiaError, Text
from regia.web.people.models import Company, Person
from regia.web.runs.models import ACTIVE, SILENT_FOR, Run, Schedule, State
from regia.web.runs.tasks import check_up
from regia.web.runs.timetable import Timetable, next_moment
from regia.workspace import load
from regia.workspace.company import WorkingTime

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


def set_schedule(company: Company, person: Person, timetable: Timetable) -> Schedule:
    """Have check-ups made by a timetable, in place of the one there was; the first is the next that comes due."""
    now = timezone.now()
    given = {
        "every": timetable.every.value,
        "at": timetable.at,
        "weekday": timetable.weekday,
        "day": timetable.day,
        "next_at": next_moment(timetable, now, zone_of(company)),
        "set_by": person,
        "set_at": now,
    }
    return Schedule.objects.update_or_create(company=company, defaults=given)[0]


def cancel_schedule(company: Company) -> bool:
    """Take the timetable away; whether there was one. A run under way goes on."""
    deleted, _ = Schedule.objects.filter(company=company).delete()
    return bool(deleted)


def start_due(now: datetime | None = None) -> int:
    """Start the check-ups that have come due; return how many.

    However many were missed, one is made up. While a run of the company is under way the next waits for its end.
    """
    now = now or timezone.now()
    give_up_silent()
    due = Schedule.objects.filter(next_at__lte=now).exclude(company__runs__state__in=ACTIVE).select_related("company")
    return sum(_start_scheduled(schedule, now) for schedule in due)


def zone_of(company: Company) -> ZoneInfo:
    """Return the company's time zone; where regia.toml has mistakes, the usual one."""
    try:
        return ZoneInfo(load(company.path).working_time.timezone)
    except RegiaError:
        return ZoneInfo(WorkingTime().timezone)


def _start_scheduled(schedule: Schedule, now: datetime) -> bool:
    """Move the timetable on and start the run, both or neither: another worker may be at it, or a person."""
    upcoming = next_moment(schedule.timetable, now, zone_of(schedule.company))
    try:
        with transaction.atomic():
            mine = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at)
            if not mine.update(next_at=upcoming):
                return False
            check_up.enqueue(Run.objects.create(company=schedule.company, scheduled=True).pk)
    except IntegrityError:
        return False
    return True
