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


def _found() -> Iterator[Rule]:
    for room in iter_modules(regia.__path__, "regia."):
        if room.ispkg and (spec := find_spec(f"{room.name}.rules")) and spec.submodule_search_locations:
            for module in iter_modules(spec.submodule_search_locations, f"{room.name}.rules."):
                yield import_module(module.name).RULE
