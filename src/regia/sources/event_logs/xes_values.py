"""What XES attributes hold: the text of each, and of what kinds they are."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NESTED = "list"
"""The kind of what has attributes of its own; its text is JSON."""
_LISTS = ("list", "container")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PLAIN = {"boolean": re.compile("true|false"), "int": _NUMBER, "float": _NUMBER}
"""What stands in JSON as it is written."""


def texts(attributes: "Iterable[Element | None]") -> list[str | None]:
    """Return the text of each attribute, None where there is none."""
    return [
        None
        if each is None
        else value
        if not len(each) and (value := each.get("value")) is not None
        else _of_parts(each)
        for each in attributes
    ]


def kinds(attributes: "Iterable[Element]") -> Counter[str]:
    """Count attributes by their kinds, as XES calls them."""
    found: Counter[str] = Counter()
    for tag, count in Counter([NESTED if len(each) else each.tag for each in attributes]).items():
        found[_local(tag)] += count
    return found


def _of_parts(element: "Element") -> str | None:
    return _json(element) if len(element) or _local(element.tag) in _LISTS else None


def _json(element: "Element") -> str:
    """Return an attribute's value as JSON: of one with attributes of its own, or a list, an object with them."""
    kind, value = _local(element.tag), element.get("value")
    inner = [(str(each.get("key")), _json(each)) for part in element for each in _inside(part)]
    if inner or kind in _LISTS:
        own = [] if value is None else [("value", _scalar(kind, value))]
        return "{" + ", ".join(f"{json.dumps(key)}: {each}" for key, each in (*own, *inner)) + "}"
    return "null" if value is None else _scalar(kind, value)


def _inside(element: "Element") -> "Iterator[Element]":
    """Yield an attribute's attribute; those of a list stand in `values`."""
    yield from element if _local(element.tag) == "values" else (element,)


def _scalar(kind: str, value: str) -> str:
    return value if kind in _PLAIN and _PLAIN[kind].fullmatch(value) else json.dumps(value)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
