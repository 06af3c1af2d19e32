"""People who do work in the order it comes, in working hours: a queue with several servers.

First come, first served. Who is free next takes the next piece, so start and end are known as soon as a
piece arrives. With constant capacity and exponential work this is the M/M/c queue, in working time.
"""

from dataclasses import dataclass
from heapq import heappop, heappush

from regia.demo.calendar import DAY, HOUR, MINUTE, Calendar, day_of, local
from regia.demo.draw import Draw


@dataclass(frozen=True)
class Slowdown:
    """What makes work wait from a moment on.

    cause: `staff` (people leave: load rises to `load`, and help comes when waits pass `relief_hours`),
    `batch` (work is only taken up on some weekdays), `step` (an extra check waits for somebody's answer).
    """

    cause: str
    onset: int
    load: float = 1.02
    relief_hours: float = 27.0
    weekdays: tuple[int, ...] = (1, 3)
    extra_hours: float = 18.0


@dataclass(frozen=True)
class Work:
    """One piece of work: when it came, when it was taken up, when done; `waited` in working seconds."""

    came: int
    start: int
    end: int
    waited: int


class Team:
    """Some people of one department who do one kind of work; what comes on Friday afternoon takes longer."""

    def __init__(
        self, name: str, department: str, *, members: int, load: float, pieces_year: float, calendar: Calendar,
        draw: Draw, slowdown: Slowdown | None = None, friday: float = 1.25,
    ) -> None:  # fmt: skip
        self.name, self.department, self.members = name, department, members
        self.calendar, self.slowdown = calendar, slowdown
        self._draw, self._friday_factor = draw, friday
        year_seconds = 225 * Calendar.work_day
        self.mean_seconds = min(load * members * year_seconds / max(pieces_year, 1.0), 30 * Calendar.work_day)
        self.load = load
        self._spent = 0.0
        self._slower: float | None = None
        self._free = [0] * members
        self.done: list[Work] = []

    def take(self, now: int, *, share: float = 1.0) -> Work:
        """Take on a piece of work of `share` times the usual size, and say when it starts and ends."""
        came = self.calendar.work(now)
        slow = self.slowdown if self.slowdown and now >= self.slowdown.onset else None
        start = self._taken_up(came, heappop(self._free), slow)
        needed = self._draw.wait(self.mean_seconds * share) * self._friday(now)
        if slow and slow.cause == "staff":
            needed *= self._overload(came, slow)
        else:
            self._spent += needed
        end = start + max(int(needed), MINUTE)
        heappush(self._free, end)
        held = self._held_back(start, slow)
        begun = self._moment(now, came, start + held)
        work = Work(now, begun, self.calendar.at_work(end + held), start + held - came)
        self.done.append(work)
        return work

    def _moment(self, now: int, came: int, start: int) -> int:
        return now if start == came and self.calendar.works(now) else self.calendar.at_work(start)

    def _taken_up(self, came: int, free: int, slow: Slowdown | None) -> int:
        start = max(came, free)
        if slow and slow.cause == "staff":
            # somebody lends a hand when work has waited too long: the backlog stays, and stays bounded
            return min(start, came + int(slow.relief_hours * HOUR * self._draw.uniform(0.85, 1.15)))
        return start

    def _overload(self, came: int, slow: Slowdown) -> float:
        # fewer people for the same work: judged by how busy they really were until then
        if self._slower is None:
            busy = self._spent / max(self.members * came, 1)
            self._slower = slow.load / min(max(busy, 0.05), slow.load)
        return self._slower

    def _held_back(self, start: int, slow: Slowdown | None) -> int:
        if slow and slow.cause == "batch":
            return self._until_batch(start, slow.weekdays)
        if slow and slow.cause == "step":
            return int(self._draw.around(slow.extra_hours, 0.5) * HOUR)
        return 0

    def _until_batch(self, start: int, weekdays: tuple[int, ...]) -> int:
        for days in range(8):
            later = days * Calendar.work_day
            if day_of(self.calendar.at_work(start + later)).weekday() in weekdays:
                return later
        return 0

    def _friday(self, now: int) -> float:
        late = day_of(now).weekday() == 4 and local(now) % DAY > 15 * HOUR
        return self._friday_factor if late else 1.0
