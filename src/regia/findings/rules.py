"""All rules of the house: every module of every `rules` package of a stage has one `RULE`."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pkgutil import iter_modules

import regia
from regia.model.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of their codes.

    Raises:
        ValueError: two rules have the same code.
    """
    found = sorted(_found(), key=lambda rule: rule.code)
    for one, next_one in pairwise(found):
        if one.code == next_one.code:
            raise ValueError(f"two rules have the code {one.code}")
    return tuple(found)


@cache
def rules_of(room: str) -> tuple[Rule, ...]:
    """Return the rules of one room, as `assess`; none where it has no rules."""
    spec = find_spec(f"regia.{room}.rules")
    folders = spec.submodule_search_locations if spec else None
    return tuple(import_module(each.name).RULE for each in iter_modules(folders or (), f"regia.{room}.rules."))


def _found() -> Iterator[Rule]:
    for room in iter_modules(regia.__path__):
        if room.ispkg:
            yield from rules_of(room.name)
