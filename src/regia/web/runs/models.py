"""Check-ups that were asked for on a page."""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils import timezone

from regia.errors import Text
from regia.web.people.models import Company, Person
from regia.web.runs.timetable import Every, Timetable

BEAT_SECONDS = 2
SILENT_FOR = timedelta(seconds=60)


class State(StrEnum):
    """Where a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    STOPPED = "stopped"
    FAILED = "failed"


STATES: dict[State, Text] = {
    State.WAITING: Text("in attesa", "waiting"),
    State.RUNNING: Text("in corso", "running"),
    State.DONE: Text("finito", "done"),
    State.PARTLY: Text("finito, non tutto è stato letto", "done, not all was read"),
    State.STOPPED: Text("fermato", "stopped"),
    State.FAILED: Text("non riuscito", "failed"),
}
ACTIVE = (State.WAITING, State.RUNNING)


class Run(models.Model):
    """One run: its step under way and how much of it is done, in both languages; how it ended.

    `beat_at` is when its worker last gave a sign of life.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="runs")
    scheduled = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=State.WAITING, choices=[(each.value, each.value) for each in State])
    stop_asked = models.BooleanField(default=False)
    step_it = models.CharField(max_length=300, blank=True)
    step_en = models.CharField(max_length=300, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    checkup = models.CharField(max_length=40, blank=True)
    told_it = models.TextField(blank=True)
    told_en = models.TextField(blank=True)

    class Meta:
        """The newest first; one active run a company."""

        ordering = ("-asked_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("company",), condition=models.Q(state__in=["waiting", "running"]), name="one_active_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.asked_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE

    @property
    def word(self) -> Text:
        """Its state in words."""
        return STATES[State(self.state)]

    @property
    def step(self) -> Text:
        """The step under way."""
        return Text(self.step_it, self.step_en)

    @property
    def told(self) -> Text:
        """What went wrong and what to do, where something did."""
        return Text(self.told_it, self.told_en)

    @property
    def unattended(self) -> bool:
        """Whether it waits although a worker would have taken it up by now."""
        return self.state == State.WAITING and timezone.now() - self.asked_at > timedelta(seconds=20)


class Schedule(models.Model):
    """When a company's check-ups are made; `next_at` is moved on as one is started."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="schedule")
    every = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Every])
    at = models.TimeField()
    weekday = models.PositiveSmallIntegerField(default=0)
    day = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(db_index=True)
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    set_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.company} {self.every} {self.at:%H:%M}"

    @property
    def timetable(self) -> Timetable:
        """How often and when."""
        return Timetable(Every(self.every), self.at, self.weekday, self.day)

    @property
    def words(self) -> Text:
        """The timetable in words."""
        return self.timetable.words
