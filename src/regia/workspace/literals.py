"""Values as they are written in regia.toml."""

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

Value = str | bool | int | float | Decimal | date | time | Sequence["Value"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
# What TOML wants escaped, and what an editor would show as a line end or turn around on the screen.
_UNSAFE = re.compile(r'[\x00-\x1f"\\\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]')


def literal(value: Value) -> str:
    """Return a value as it is written in regia.toml; times of day to the minute, as `"09:00"`."""
    if isinstance(value, str):
        return '"' + _UNSAFE.sub(_escape, value) + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    if isinstance(value, int | float | date):
        return str(value)
    return f"[{', '.join(literal(part) for part in value)}]"


def key(name: str) -> str:
    """Return a key as it is written, in quotes where it has other than letters, digits, - and _."""
    return name if _BARE.fullmatch(name) else literal(name)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"
