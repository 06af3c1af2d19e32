"""Jobs that carry records from system to system: at once, at night, weekly, by hand, or once for all."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from regia.demo.agenda import Agenda
from regia.demo.calendar import DAY, HOUR, Calendar, day_of, moment
from regia.demo.draw import Draw
from regia.demo.mistakes import FLAWLESS, Care
from regia.demo.record import Dataset, Record, copied
from regia.demo.team import Team

Mode = Literal["realtime", "nightly", "weekly", "manual", "import"]
Declared = Literal["declared", "undeclared", "dead"]

# no attribute at all, where an empty choice would mean all of them
_NOTHING = ("",)

# how evidence tables call the modes
TABLE_MODE: dict[Mode, str] = {
    "realtime": "realtime", "nightly": "batch", "weekly": "batch", "manual": "manual", "import": "import",
}  # fmt: skip


@dataclass(frozen=True)
class CopyPlan:
    """One job: what it carries, when, and how badly.

    `attributes` empty means all that both know. `updates` is whether later changes travel too. `lost` is the
    share of records that never arrive. `since` is when it began, in years from the start of history.
    """

    name: str
    concept: str
    source: tuple[str, str]
    target: tuple[str, str]
    mode: Mode
    declared: Declared = "declared"
    hour: int = 2
    weekday: int = 0
    attributes: tuple[str, ...] = ()
    updates: bool = True
    lost: float = 0.0
    typo: float = 0.0
    since: float = 0.0


def declared_or_not(draw: Draw, mode: Mode, often: float) -> Declared:
    """Return whether somebody wrote a job down; what is done by hand, or once, never is."""
    written = draw.chance(often)
    return "declared" if written and mode in ("realtime", "nightly", "weekly") else "undeclared"


class CopyJob:
    """A job at work. `chosen` says which records pass; `details` adds what the target wants besides."""

    def __init__(
        self, plan: CopyPlan, source: Dataset, target: Dataset, *, agenda: Agenda, calendar: Calendar, draw: Draw,
        clerks: Team, chosen: Callable[[Record], bool] | None = None,
        details: Callable[[Record, int], dict[str, Any]] | None = None,
        existing: Callable[[Record], Record | None] | None = None,
        arrived: Callable[[Record, Record, int], None] | None = None,
    ) -> None:  # fmt: skip
        self.plan, self.source, self.target = plan, source, target
        self._agenda, self._calendar, self._draw, self._clerks = agenda, calendar, draw, clerks
        self._chosen, self._details, self._existing, self._arrived = chosen, details, existing, arrived
        self._pending: dict[int, tuple[Record, int]] = {}
        self.links: dict[int, Record] = {}
        self._sent: dict[int, dict[str, Any]] = {}
        self._lost: set[int] = set()
        self._handed: set[int] = set()
        self.lags: list[int] = []
        self.carried = self.failed = 0
        self.recent: deque[int] = deque(maxlen=30)
        self._care = Care(typo=plan.typo) if plan.typo else FLAWLESS
        self._begin()

    def _begin(self) -> None:
        begins = self._calendar.begins + int(self.plan.since * 365.25 * DAY)
        self._since = begins
        if self.plan.mode == "import":
            self._agenda.at(self._next_night(begins), self._import)
            return
        self.source.watchers.append(self._noticed)
        if self.plan.mode in ("nightly", "weekly"):
            self._agenda.at(self._next_night(begins), self._first_load)
        else:
            self._agenda.at(begins + DAY, self._first_pile)

    def _first_pile(self) -> None:
        # what was there before the job: by hand it takes weeks, at once it takes minutes
        now = self._agenda.now
        for place, record in enumerate([record for record in self.source.records if record.created < self._since]):
            if self.plan.mode == "manual":
                self._hand_on(record, now)
            else:
                self._carry(record, now, now + place // 10)

    def _first_load(self) -> None:
        for record in self.source.records:
            self._pending.setdefault(record.number, (record, record.created))
        self._night()

    def _noticed(self, record: Record, at: int, new: bool) -> None:
        if at < self._since or record.number in self._lost or (not new and not self.plan.updates):
            return
        if self.plan.mode == "realtime":
            self._agenda.at(at + 1 + int(self._draw.wait(4)), lambda: self._carry(record, at, self._agenda.now))
        elif self.plan.mode == "manual":
            self._hand_on(record, at)
        else:
            self._pending.setdefault(record.number, (record, at))

    def _hand_on(self, record: Record, at: int) -> None:
        if self._chosen and not self._chosen(record):
            return
        if record.number in self._handed or (record.number in self._sent and self._changed(record) == _NOTHING):
            return
        self._handed.add(record.number)
        work = self._clerks.take(self._calendar.after_work(at, self._draw.around(2.0, 0.8) * HOUR))
        self._agenda.at(work.end, lambda: self._carry(record, at, work.end))

    def again(self, record: Record, at: int) -> None:
        """Notice a record that has only now become one to carry (a lead won, a first order)."""
        if record.number not in self.links:
            self._noticed(record, at, True)

    def _next_night(self, at: int) -> int:
        day = day_of(at) + timedelta(days=1)
        if self.plan.mode == "weekly":
            day += timedelta(days=(self.plan.weekday - day.weekday()) % 7)
        return moment(day, self.plan.hour * HOUR + 300)

    def _night(self) -> None:
        now = self._agenda.now
        self._agenda.at(self._next_night(now), self._night)
        waiting, self._pending = self._pending, {}
        for place, (record, at) in enumerate(waiting.values()):
            self._carry(record, at, now + place // 40)

    def _import(self) -> None:
        now = self._agenda.now
        for record in list(self.source.records):
            self._carry(record, record.created, now)

    def _carry(self, record: Record, noticed: int, now: int) -> None:
        self._handed.discard(record.number)
        if self._chosen and not self._chosen(record):
            return
        linked = self.links.get(record.number)
        if linked is None and self.plan.lost and self._draw.chance(self.plan.lost):
            self._lost.add(record.number)
            self.failed += 1
            return
        entry = copied(record, self.target, self._changed(record), self._draw, self._care)
        if not entry.values:
            return
        self._sent.setdefault(record.number, {}).update({name: record.values[name] for name in entry.values})
        self.failed += any(value != record.values[name] for name, value in entry.values.items())
        self.carried += 1
        self.recent.append(now)
        linked = linked or (self._existing(record) if self._existing else None)
        if linked is None:
            self._add(record, entry, noticed, now)
            return
        known = record.number in self.links
        self.links[record.number] = linked
        if known or self.plan.updates:
            self.target.correct(linked, entry, now)

    def _changed(self, record: Record) -> tuple[str, ...]:
        # only what differs from what was sent before travels
        sent = self._sent.get(record.number, {})
        wanted = self.plan.attributes or tuple(self.target.learnable)
        return (
            tuple(
                name
                for name in wanted
                if name in record.values and (name not in sent or sent[name] != record.values[name])
            )
            or _NOTHING
        )

    def _add(self, record: Record, entry: Any, noticed: int, now: int) -> None:
        if self._details:
            entry.values.update(self._details(record, now))
        key = entry.values.pop("key", None)
        added = self.target.enter(entry, now, thing=record.thing, origin=record, key=key)
        self.links[record.number] = added
        self.lags.append(now - noticed)
        if self._arrived:
            self._arrived(record, added, now)

    def now(self, record: Record, at: int) -> None:
        """Carry a record at once, because somebody needs it on the other side."""
        if record.number not in self.links:
            self._pending.pop(record.number, None)
            self._chosen, chosen = None, self._chosen
            self._carry(record, record.changed, at)
            self._chosen = chosen
