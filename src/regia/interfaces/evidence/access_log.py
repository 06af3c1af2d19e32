"""Web access logs (common and combined format): which system called which, by the address asked and the agent's name.

Source: the Apache HTTP server's `mod_log_config`. What people's browsers asked names no system and says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from regia.interfaces.clue import Clue, File, Found, Kind
from regia.interfaces.landscape import Landscape

_LINE = re.compile(
    r"\S+ \S+ \S+ \[(?P<at>[^\]]+)\] \"(?P<verb>[A-Z]+) (?P<path>\S+)[^\"]*\" (?P<status>\d{3}) \S+"
    r"(?: \"[^\"]*\" \"(?P<agent>[^\"]*)\")?"
)
_LOOKED_AT = 50
_FEWEST = 0.5
_MONTH_DAYS = 30.44
_FAILED = 400


def _is_it(file: File) -> bool:
    head = [line for line in file.lines[:_LOOKED_AT] if line.strip()]
    return bool(head) and sum(bool(_LINE.match(line)) for line in head) >= _FEWEST * len(head)


Ends = tuple[str, str, str | None]


@dataclass
class _Calls:
    """The calls between two systems about one concept."""

    times: list[datetime] = field(default_factory=list)
    failed: int = 0
    line: int = 0
    path: str = ""


class _Tally:
    """The calls of a log, by the systems that data leaves and reaches; each name is looked up once."""

    def __init__(self, landscape: Landscape) -> None:
        self.calls: dict[Ends, _Calls] = defaultdict(_Calls)
        self._landscape = landscape
        self._named: dict[str, list[str]] = {}

    def add(self, match: re.Match[str], number: int) -> None:
        """Count one line where it names the systems at both ends."""
        path = match["path"].partition("?")[0]
        caller = self._systems(match["agent"] or "")
        called = self._systems(path) if caller else []
        if not called or called[0] == caller[0]:
            return
        left, right = (called[0], caller[0]) if match["verb"] in ("GET", "HEAD") else (caller[0], called[0])
        calls = self.calls[left, right, self._landscape.concept_in(path)]
        calls.failed += int(match["status"]) >= _FAILED
        calls.line, calls.path = number, path
        if at := _time(match["at"]):
            calls.times.append(at)

    def _systems(self, text: str) -> list[str]:
        if text not in self._named:
            self._named[text] = self._landscape.systems_in(text)
        return self._named[text]


def _read(file: File, landscape: Landscape) -> Found:
    tally = _Tally(landscape)
    unread = 0
    for number, line in enumerate(file.lines, 1):
        if match := _LINE.match(line):
            tally.add(match, number)
        else:
            unread += bool(line.strip())
    return Found(tuple(_clues(file, tally.calls)), trouble=f"{unread} lines" if unread else "")


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None


def _clues(file: File, calls: dict[Ends, _Calls]) -> Iterator[Clue]:
    for (left, right, concept), tally in calls.items():
        count, last = len(tally.times), max(tally.times, default=None)
        days = (last - min(tally.times)).total_seconds() / 86_400 if last else 0.0
        yield Clue(
            kind="access_log",
            origin="observed",
            from_system=left,
            to_system=right,
            reference=f"{file.name}:{tally.line}",
            detail=f"{tally.path} x {count}, {tally.failed} failed",
            concept=concept,
            mode="realtime",
            records_per_month=count / days * _MONTH_DAYS if days >= 1 else None,
            last_seen_at=last,
        )


KIND = Kind("access_log", _is_it, _read)
