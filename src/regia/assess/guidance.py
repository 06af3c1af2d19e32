"""Which form of guidance fits, from which answers, and which answers would change that; rules in `guidance.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from regia.assess.questionnaire import pair
from regia.errors import Text

State = Literal["weak", "sound"]

#: Below this mean a dimension is weak: level 3 is where things begin to be shared.
WEAK_BELOW = 3.0


@dataclass(frozen=True)
class Dimension:
    """What the choice of guidance depends on: the items it is the mean of, and what its two states mean."""

    dimension: str
    name: Text
    items: tuple[str, ...]
    states: Mapping[State, Text]


@dataclass(frozen=True)
class Option:
    """One form of guidance."""

    option: str
    name: Text
    fits: Text
    first_90_days: tuple[Text, ...]
    exit: Text


@dataclass(frozen=True)
class GuidanceRule:
    """What is advised where the dimensions named are in these states."""

    when: Mapping[str, State]
    advise: str
    because: Text

    def holds(self, states: Mapping[str, State]) -> bool:
        """Whether the rule applies."""
        return all(states[dimension] == state for dimension, state in self.when.items())


@dataclass(frozen=True)
class Change:
    """One dimension which, in its other state, would give other advice."""

    dimension: Dimension
    state: State
    option: Option


@dataclass(frozen=True)
class Advice:
    """The form of guidance that fits, why, and what would change it."""

    option: Option
    because: Text
    states: Mapping[str, State]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Guide:
    """The rules as written."""

    dimensions: tuple[Dimension, ...]
    options: tuple[Option, ...]
    rules: tuple[GuidanceRule, ...]

    def option(self, name: str) -> Option:
        """Return an option by name."""
        return next(each for each in self.options if each.option == name)


@cache
def guide() -> Guide:
    """Return the shipped rules."""
    table = tomllib.loads((files("regia.assess") / "guidance.toml").read_text("utf-8"))
    return Guide(
        tuple(_dimension(name, each) for name, each in table["dimensions"].items()),
        tuple(_option(name, each) for name, each in table["options"].items()),
        tuple(GuidanceRule(rule["when"], rule["advise"], pair(rule["because"])) for rule in table["rules"]),
    )


def _dimension(name: str, table: Mapping[str, Sequence[str]]) -> Dimension:
    means: dict[State, Text] = {"weak": pair(table["weak"]), "sound": pair(table["sound"])}
    return Dimension(name, pair(table["name"]), tuple(table["items"]), means)


def _option(name: str, table: Mapping[str, Any]) -> Option:
    steps = tuple(pair(step) for step in table["first_90_days"])
    return Option(name, pair(table["name"]), pair(table["fits"]), steps, pair(table["exit"]))


def states(scores: Mapping[str, float]) -> dict[str, State]:
    """Return the state of each dimension all of whose items have a score; the others are left out."""
    means = {
        each.dimension: sum(scores[item] for item in each.items) / len(each.items)
        for each in guide().dimensions
        if all(item in scores for item in each.items)
    }
    return {name: "weak" if mean < WEAK_BELOW else "sound" for name, mean in means.items()}


def advise(known: Mapping[str, State]) -> Advice | None:
    """Return the advice; None while the state of a dimension is not known."""
    if any(each.dimension not in known for each in guide().dimensions):
        return None
    rule = _rule(known)
    return Advice(guide().option(rule.advise), rule.because, dict(known), _changes(known, rule.advise))


def _rule(known: Mapping[str, State]) -> GuidanceRule:
    return next(rule for rule in guide().rules if rule.holds(known))


def _changes(known: Mapping[str, State], advised: str) -> tuple[Change, ...]:
    found = []
    for dimension in guide().dimensions:
        other: State = "sound" if known[dimension.dimension] == "weak" else "weak"
        instead = _rule({**known, dimension.dimension: other}).advise
        if instead != advised:
            found.append(Change(dimension, other, guide().option(instead)))
    return tuple(found)
