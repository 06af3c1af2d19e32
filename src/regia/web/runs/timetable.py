"""When a check-up is to be made: every night, week or month, at an hour of the company's own clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from regia.errors import Text

_LONGEST_DAYS = 63


class Every(StrEnum):
    """How often."""

    NIGHTLY = "nightly"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


EVERY: dict[Every, Text] = {
    Every.NIGHTLY: Text("ogni giorno", "every day"),
    Every.WEEKLY: Text("ogni settimana", "every week"),
    Every.MONTHLY: Text("ogni mese", "every month"),
}
WEEKDAYS = (
    Text("lunedì", "Monday"),
    Text("martedì", "Tuesday"),
    Text("mercoledì", "Wednesday"),
    Text("giovedì", "Thursday"),
    Text("venerdì", "Friday"),
    Text("sabato", "Saturday"),
    Text("domenica", "Sunday"),
)


@dataclass(frozen=True)
class Timetable:
    """How often and at what hour; on which weekday (0 is Monday), or day of the month (the last, where it is short)."""

    every: Every
    at: time
    weekday: int = 0
    day: int = 1

    def includes(self, day: date) -> bool:
        """Whether a check-up is due on a day."""
        if self.every == Every.WEEKLY:
            return day.weekday() == self.weekday
        if self.every == Every.MONTHLY:
            return day.day == min(self.day, monthrange(day.year, day.month)[1])
        return True

    @property
    def words(self) -> Text:
        """The timetable in words."""
        if self.every == Every.WEEKLY:
            return Text("ogni {day} alle {at}", "every {day} at {at}").fill(day=WEEKDAYS[self.weekday], at=self._hour)
        if self.every == Every.MONTHLY:
            return Text("il giorno {day} di ogni mese alle {at}", "on day {day} of every month at {at}").fill(
                day=self.day, at=self._hour
            )
        return Text("ogni giorno alle {at}", "every day at {at}").fill(at=self._hour)

    @property
    def _hour(self) -> str:
        return f"{self.at:%H:%M}"


def next_moment(timetable: Timetable, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment of a timetable after another one, in UTC.

    An hour that the clock skips in spring is taken when it would have been; one that comes twice, the first time.
    """
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=n) for n in range(_LONGEST_DAYS))
    moments = (datetime.combine(day, timetable.at, zone).astimezone(UTC) for day in days if timetable.includes(day))
    return next(moment for moment in moments if moment > after)
