"""When a dataset was first and last written, as its own times tell."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from regia.profile.facts import DatasetFacts, FieldFacts, ValueFacts
from regia.profile.names import says
from regia.profile.time_roles import time_role

ZONED = "TIMESTAMP WITH TIME ZONE"


@dataclass(frozen=True)
class Changes:
    """First and last write, in UTC, and the field that tells the last; None where no time tells it."""

    first: datetime | None = None
    last: datetime | None = None
    field: str | None = None


@dataclass(frozen=True)
class Written:
    """A field that tells when records were written, with its first and last believable time."""

    field: FieldFacts
    values: ValueFacts
    first: datetime
    last: datetime


def changes(facts: DatasetFacts, *, timezone: str) -> Changes:
    """Return when the dataset's records were written; a time without zone is in the company's, `timezone`."""
    told = writing_fields(facts)
    if not told:
        return Changes()
    zone = ZoneInfo(timezone)
    last, name = max((_utc(each.last, each.field, zone), each.field.name) for each in told)
    return Changes(first=min(_utc(each.first, each.field, zone) for each in told), last=last, field=name)


def writing_fields(facts: DatasetFacts) -> list[Written]:
    """Return the times that tell when records were written: technical ones, else those of events.

    Those that are set when a record is made come first.
    """
    pairs = list(zip(facts.fields, facts.values, strict=True))
    by_role = {
        role: [each for pair in pairs if time_role(*pair) == role and (each := _written(*pair))]
        for role in ("technical", "event")
    }
    chosen = by_role["technical"] or by_role["event"]
    return sorted(chosen, key=_of_creation_first)


def making_field(facts: DatasetFacts) -> Written | None:
    """Return the time that tells best when each record was made: of its creation, else of the first event."""
    pairs = list(zip(facts.fields, facts.values, strict=True))
    roles = {field.name: time_role(field, values) for field, values in pairs}
    told = [each for pair in pairs if roles[pair[0].name] in ("event", "technical") and (each := _written(*pair))]
    return min(told, key=lambda each: (_of_creation_first(each), roles[each.field.name] != "event"), default=None)


def _of_creation_first(each: Written) -> bool:
    return not says(each.field.name, "times", "creation")


def _written(field: FieldFacts, values: ValueFacts) -> Written | None:
    if field.first and field.last:
        return Written(field, values, field.first, field.last)
    if values.first_day and values.last_day:
        first, last = (datetime.combine(day, time()) for day in (values.first_day, values.last_day))
        return Written(field, values, first, last)
    return None


def _utc(moment: datetime, field: FieldFacts, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=UTC if field.engine_type == ZONED else zone).astimezone(UTC)
