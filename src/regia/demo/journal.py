"""What was done, when, by which department, because of what: the events of all journeys, and their waits."""

from array import array
from collections import defaultdict
from dataclasses import dataclass

from regia.demo import forms
from regia.demo.calendar import HOUR, Calendar
from regia.demo.record import Record
from regia.demo.truth import Truth

_KEPT = 200_000
# of two kinds of object, the more general first: the one that two steps have in common
_GENERAL = (
    "lead",
    "quote",
    "order",
    "wave",
    "production",
    "purchase",
    "shipment",
    "invoice",
    "payment",
    "ticket",
    "return",
)


@dataclass(frozen=True)
class Activity:
    """One kind of step; its name in both languages, the object it works on and the department that does it."""

    activity: str
    name_it: str
    name_en: str
    object_type: str
    department: str


@dataclass(frozen=True)
class Event:
    """One step done; `id` is what later steps give as their cause, `work` its time in working seconds."""

    id: int
    activity: str
    at: int
    system: str | None
    department: str
    object: str
    work: int


@dataclass
class Passage:
    """All the times work passed from one activity to another: waits in working hours, when they began."""

    waits: "array[float]"
    began: "array[float]"
    cases: int = 0


class Journal:
    """Takes down events as they happen."""

    def __init__(self, truth: Truth, calendar: Calendar, activities: tuple[Activity, ...]) -> None:
        self._truth, self._calendar = truth, calendar
        self._activities = {activity.activity: activity for activity in activities}
        self._shown: dict[tuple[str, str | None, str | None, str | None], str | None] = {}
        self._places: dict[tuple[str, str, str | None], tuple[str, str, str | None, str | None]] = {}
        self._last = 0
        self.passages: dict[tuple[str, str, str, str, str, str, str], Passage] = defaultdict(
            lambda: Passage(array("d"), array("d"))
        )
        self.counts: dict[str, int] = defaultdict(int)

    def event(
        self, activity: str, at: int, object_id: str, *, record: Record | None = None, shown: str | None = None,
        cause: Event | None = None, department: str | None = None,
    ) -> Event:  # fmt: skip
        """Note a step: `shown` is the value of `record` that tells its time, where a system tells it at all."""
        kind = self._activities[activity]
        doer = department or kind.department
        system, dataset, field, precision = self._place(record, shown)
        self._last += 1
        self._shown.setdefault((activity, system, dataset, field), precision)
        self._truth.add(
            "events", self._last, activity, at, precision, system, dataset, field,
            record.identity if record else None, doer, kind.object_type, object_id, cause.id if cause else None,
        )  # fmt: skip
        self.counts[activity] += 1
        event = Event(self._last, activity, at, system, doer, object_id, self._calendar.work(at))
        if cause:
            shared = min(self._activities[cause.activity].object_type, kind.object_type, key=_GENERAL.index)
            self._passed(cause, event, shared)
        return event

    def _place(self, record: Record | None, shown: str | None) -> tuple[str | None, str | None, str | None, str | None]:
        if record is None:
            return None, None, None, None
        dataset = record.dataset
        place = (dataset.system, dataset.name, shown)
        if place not in self._places:
            field = next((item for item in dataset.spec.fields if item.value == shown), None)
            precision = None if field is None else "day" if field.write in forms.DAYS else "second"
            self._places[place] = (dataset.system, dataset.name, field.name if field else None, precision)
        return self._places[place]

    def _passed(self, cause: Event, event: Event, object_type: str) -> None:
        edge = (
            object_type, cause.activity, event.activity, cause.system or "", event.system or "", cause.department,
            event.department,
        )  # fmt: skip
        passage = self.passages[edge]
        passage.cases += 1
        if len(passage.waits) < _KEPT:
            passage.waits.append((event.work - cause.work) / HOUR)
            passage.began.append(cause.at)

    def close(self) -> None:
        """Write what was learned of activities and hand-offs."""
        for (activity, system, dataset, field), precision in self._shown.items():
            kind = self._activities[activity]
            self._truth.add(
                "activities", activity, kind.name_it, kind.name_en, kind.object_type, kind.department, system, dataset,
                field, precision,
            )  # fmt: skip
        for edge, passage in sorted(self.passages.items()):
            object_type, before, after, from_system, to_system, from_department, to_department = edge
            waits = sorted(passage.waits)
            self._truth.add(
                "handoffs", object_type, before, after, from_system or None, to_system or None, from_department,
                to_department, passage.cases, quantile(waits, 0.5), quantile(waits, 0.9), sum(waits) / len(waits),
            )  # fmt: skip


def quantile(ordered: list[float], share: float) -> float | None:
    """Return a quantile of ordered values (the nearest one), or None of none."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else None
