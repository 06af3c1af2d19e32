"""What a time tells: an event, a plan, a validity, or only when the record was written.

The name decides where it speaks; where it does not, the values do: times ahead of the reading are plans, times of
day to the second in every record with no other sense are technical only by name, the rest are events.
"""

from typing import Literal

from regia.profile.facts import DatasetFacts, FieldFacts, ValueFacts
from regia.profile.names import says, word_list, words
from regia.profile.scan_sql import kind_of

TimeRole = Literal["event", "planned", "validity", "technical"]

DATED = frozenset({"date_text", "date_number", "unix_time"})
"""Semantic types of times that their type does not tell."""

_AHEAD = 0.02
"""Share of records in the future from which an unnamed time is a plan: less are typing errors."""

_LONGEST_DAY = 10
"""Characters of a day in text; what is longer has a time of day."""

_OPEN_ENDS = ("9999-12-31", "2999-12-31", "2099-12-31", "99991231", "29991231", "20991231")


def is_time(field: FieldFacts, values: ValueFacts) -> bool:
    """Whether a field holds times, as its type or its values tell."""
    if kind_of(field.engine_type) == "time":
        return True
    return values.semantic_type in DATED


def time_role(field: FieldFacts, values: ValueFacts) -> TimeRole | None:
    """Return the role of a time field, or None where the field holds no time, or a person's (birth)."""
    told = set(words(field.name)) | {"".join(words(field.name))}
    if not is_time(field, values) or not told.isdisjoint(word_list("times")["of_a_person"]):
        return None
    return _by_open_end(values) or _by_name(told, field, values) or _by_values(field, values)


def _by_open_end(values: ValueFacts) -> TimeRole | None:
    return "validity" if any(value[:10] in _OPEN_ENDS for value, _ in values.top) else None


def _by_name(told: set[str], field: FieldFacts, values: ValueFacts) -> TimeRole | None:
    lists = word_list("times")
    if _VALID & told:
        return "validity"
    if told & lists["technical"] and told & lists["fact"]:
        return "event"
    if told & lists["planned"] and (told & lists["actual"] or (told & lists["asked"] and _has_hours(field, values))):
        return "event"
    if told & lists["span"]:
        return "event" if _has_hours(field, values) else "planned"
    roles: tuple[TimeRole, ...] = ("planned", "technical", "validity")
    return next((role for role in roles if told & lists[role]), None)


def _by_values(field: FieldFacts, values: ValueFacts) -> TimeRole:
    ahead = field.in_future if kind_of(field.engine_type) == "time" else values.dates_in_future
    return "planned" if field.held and ahead >= _AHEAD * min(field.held, values.sampled or field.held) else "event"


def role_in(kind: str | None, field: FieldFacts, values: ValueFacts, facts: DatasetFacts) -> TimeRole | None:
    """Return the role of a time in a dataset of a kind: what is made when something happens is dated by its making.

    So is what has nothing else to be dated by: the day of making, or the only technical time there is.
    """
    role = time_role(field, values)
    if role != "technical" or kind not in _HAPPENING:
        return role
    return "event" if (_is_made(field) and _has_hours(field, values)) or _dates_it_alone(field, facts) else role


def _is_made(field: FieldFacts) -> bool:
    return says(field.name, "times", "creation")


def _dates_it_alone(field: FieldFacts, facts: DatasetFacts) -> bool:
    """Whether no other time tells when it happened, and of the technical ones this is the one that tells best."""
    roles = [(each, time_role(each, values)) for each, values in zip(facts.fields, facts.values, strict=True)]
    technical = [each for each, role in roles if role == "technical"]
    best = next((each for each in technical if _is_made(each)), technical[0] if len(technical) == 1 else None)
    return best is field and all(role != "event" for _, role in roles)


_VALID = frozenset({"validita", "validity", "valid", "decorrenza"})
_HAPPENING = frozenset({"transaction", "status_history", "log"})


def _has_hours(field: FieldFacts, values: ValueFacts) -> bool:
    if values.semantic_type == "unix_time":
        return True
    if values.semantic_type == "date_text":
        return (field.length_minimum or 0) > _LONGEST_DAY
    return field.midnights is not None and field.engine_type != "DATE" and field.midnights < 0.5 * field.held
