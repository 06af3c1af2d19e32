"""How work ended: the last status of each thing, where its words say that it went well or badly."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from regia.engine.session import parquet, quoted
from regia.journeys.activity import Activity
from regia.journeys.gathering import Gathered
from regia.journeys.sources import EventSource, Place
from regia.profile.names import words
from regia.resolve.records import identity

Ending = Literal["bad", "good"]
BAD: Ending = "bad"


def endings(
    gathered: Gathered, sources: Iterable[EventSource], states: Mapping[Place, Iterable[str]]
) -> dict[int, str]:
    """Return the last status of the things that have one, of those that tell how work ended."""
    found: dict[int, str] = {}
    for source in sources:
        for field in states.get(source.place, ()):
            place = gathered.places.index(source.place)
            told = _ending(_statuses(gathered, source, field))
            if not told:
                continue
            rows = gathered.connection.sql(
                f"SELECT t.thing, v.status FROM (SELECT {identity(source.holder)} AS record, "  # noqa: S608
                f"CAST({quoted(field)} AS VARCHAR) AS status FROM {parquet(source.path)}) v "
                f"JOIN things t ON t.place = {place} AND t.record = v.record WHERE v.status IS NOT NULL"
            ).fetchall()
            found |= {int(thing): str(status) for thing, status in rows if status in told}
    return found


def _statuses(gathered: Gathered, source: EventSource, field: str) -> list[str]:
    sql = f"SELECT DISTINCT CAST({quoted(field)} AS VARCHAR) FROM {parquet(source.path)} LIMIT 100"  # noqa: S608
    return [str(status) for (status,) in gathered.connection.sql(sql).fetchall() if status is not None]


def _ending(statuses: Iterable[str]) -> frozenset[str]:
    """Return the statuses that tell an ending, where both good and bad ones are told."""
    told = {status: ending(status) for status in statuses}
    both = {each for each in told.values() if each}
    return frozenset(status for status, each in told.items() if each) if len(both) == 2 else frozenset()


def tells_endings(values: Iterable[str]) -> bool:
    """Whether values are statuses that tell how work ended: some say well, and some badly."""
    return bool(_ending(values))


def bad_endings(found: Mapping[int, str]) -> dict[int, Ending]:
    """Return how each thing ended."""
    return {thing: told for thing, status in found.items() if (told := ending(status))}


@cache
def ending(status: str) -> Ending | None:
    """Return whether a status says that work ended well or badly; a bad word outweighs a good one."""
    told = words(status) or re.findall(r"\w+", status.lower())
    return next((kind for kind in ("bad", "good") if _begins(told, kind)), None)


def comes_back(activity: Activity) -> bool:
    """Whether an activity's own words say that work comes back: reopened, returned, corrected."""
    return _begins(words(activity.state or ""), "again")


def _begins(told: Iterable[str], listed: str) -> bool:
    return any(word.startswith(begin) for word in told for begin in _listed()[listed])


@cache
def _listed() -> Mapping[str, tuple[str, ...]]:
    text = files("regia.journeys").joinpath("words", "outcomes.toml").read_text(encoding="utf-8")
    return {name: tuple(begins) for name, begins in tomllib.loads(text).items()}
