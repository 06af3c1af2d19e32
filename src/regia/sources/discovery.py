"""Finding what stands in a room: each module's member of one name."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def members(room: ModuleType, name: str) -> Iterator[Any]:
    """Yield the member `name` of each module in a package that has one, by the modules' names."""
    for module in sorted(pkgutil.iter_modules(room.__path__), key=lambda module: module.name):
        member = getattr(importlib.import_module(f"{room.__name__}.{module.name}"), name, None)
        if member is not None:
            yield member
