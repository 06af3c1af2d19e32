"""Names what happens in business words: the concept a record is a case of, and what its field or state says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from regia.errors import Text
from regia.journeys.activity import Activity
from regia.profile.names import words

_OF_TIME = frozenset({"dat", "data", "date", "dt", "at", "on", "il", "time", "ora", "timestamp", "c", "first", "ts"})


@dataclass(frozen=True)
class Moment:
    """What a word of a field's name says has happened."""

    code: str
    name: Text


def moment_of(field: str) -> Moment | None:
    """Return what the name of a field of times says has happened, or None where it says nothing known."""
    told = [word for word in words(field) if word not in _OF_TIME]
    found = [(len(begin), at, begin) for at, word in enumerate(told) for begin in _begins() if word.startswith(begin)]
    whole = [each for each in found if len(each[2]) >= 4 or each[2] in told]
    return _begins()[max(whole)[2]] if whole else None


def activity_name(activity: Activity, concepts: Mapping[str, Text]) -> Text:
    """Return an activity's name: «Ordine: conferma»; an unknown field says its own name, and a log has named it."""
    if activity.source.about is not None and activity.state is not None:
        return Text(activity.state, activity.state)
    concept = concepts.get(activity.source.holder.concept) or Text(*[activity.source.holder.dataset] * 2)
    if activity.state is not None:
        return Text(f"{_capital(concept.it)}: {activity.state}", f"{_capital(concept.en)}: {activity.state}")
    moment = moment_of(activity.time.name)
    it, en = (moment.name.it, moment.name.en) if moment else [activity.time.name] * 2
    return Text(f"{_capital(concept.it)}: {it}", f"{_capital(concept.en)}: {en}")


@cache
def _begins() -> Mapping[str, Moment]:
    text = files("regia.journeys").joinpath("words", "moments.toml").read_text(encoding="utf-8")
    return {
        begin: Moment(code, Text(told["it"], told["en"]))
        for code, told in tomllib.loads(text).items()
        for begin in told["begins"]
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
