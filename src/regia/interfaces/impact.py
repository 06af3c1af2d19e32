"""What is touched when a system, a dataset or a field is touched: along interfaces, column to column where known."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from regia.interfaces.clue import ANY

Row = Mapping[str, object]
Field = tuple[str, str, str]
LIKELY = 0.5
_UNKNOWN = "?"
"""Stands in an interface's name for what passes, where it is not known."""


@dataclass(frozen=True)
class Hop:
    """One interface on the way; `fields` is where the touched fields arrive, empty where columns are not known."""

    interface: str
    from_system: str
    to_system: str
    concept: str | None
    steps: int
    fields: tuple[Field, ...] = ()


class _Here(NamedTuple):
    """A place that is touched; `family` is what of a whole system is, where only the concept is known."""

    system: str
    dataset: str = ANY
    field: str = ANY
    family: str | None = None


@dataclass(frozen=True)
class Impact:
    """All that a change touches."""

    hops: tuple[Hop, ...]
    fields: tuple[Field, ...]
    departments: tuple[str, ...]

    @property
    def systems(self) -> tuple[str, ...]:
        """The other systems touched, nearest first."""
        return tuple(dict.fromkeys(hop.to_system for hop in sorted(self.hops, key=lambda each: each.steps)))


class Network:
    """The interfaces and the lineage, ready to be asked many times."""

    def __init__(
        self, interfaces: Iterable[Row], lineage: Iterable[Row], departments: Mapping[str, str | None]
    ) -> None:
        self._interfaces = [row for row in interfaces if float(str(row["probability"])) >= LIKELY]
        alive = {str(row["interface"]) for row in self._interfaces}
        self._lineage = [row for row in lineage if row["interface"] is None or row["interface"] in alive]
        self._departments = departments

    def impact(self, system: str, dataset: str | None = None, field: str | None = None) -> Impact:
        """Return what is touched from a system on, or from one of its datasets or fields.

        From a field, data goes on where its column goes; where an interface's columns are not known, with the
        concept that the dataset holds.
        """
        hops: dict[str, Hop] = {}
        fields: dict[Field, None] = {}
        seen: set[_Here] = set()
        waiting: deque[tuple[_Here, int]] = deque([(_Here(system, dataset or ANY, field or ANY), 0)])
        while waiting:
            here, steps = waiting.popleft()
            for following in self._onward(here, steps, hops, fields):
                if following[0] not in seen:
                    seen.add(following[0])
                    waiting.append(following)
        hops = {name: hop for name, hop in hops.items() if hop.to_system != system}
        touched = {hop.to_system for hop in hops.values()} | {system}
        departments = sorted({name for each in touched if (name := self._departments.get(each))})
        return Impact(tuple(hops.values()), tuple(fields), tuple(departments))

    def _onward(
        self, here: _Here, steps: int, hops: dict[str, Hop], fields: dict[Field, None]
    ) -> Iterable[tuple[_Here, int]]:
        carried: dict[str, list[Field]] = defaultdict(list)
        for row in self._steps_from(here):
            to = (str(row["to_system"]), str(row["to_dataset"]), str(row["to_field"]))
            fields.setdefault(to)
            if row["interface"]:
                carried[str(row["interface"])].append(to)
            yield _Here(*to), steps + (to[0] != here.system)
        for row in self._from.get(here.system, ()):
            name = str(row["interface"])
            if not self._touches(row, here):
                continue
            if here.field != ANY and not carried[name] and name in self._columns_known:
                continue
            if name not in hops:
                concept = str(row["concept"]) if row["concept"] else None
                hops[name] = Hop(name, here.system, str(row["to_system"]), concept, steps + 1, tuple(carried[name]))
            if not carried[name]:
                yield _arrival(row), steps + 1

    def _touches(self, row: Row, here: _Here) -> bool:
        """Whether an interface takes data from a place: its dataset, else, where none is known, what that holds."""
        if here.dataset != ANY and row["from_dataset"] is not None:
            return row["from_dataset"] == here.dataset
        family = _family(str(row["interface"]))
        if here.dataset == ANY:
            return here.family is None or family in (here.family, _UNKNOWN)
        held = self._held.get((here.system, here.dataset))
        return held is None or family in held or family == _UNKNOWN

    def _steps_from(self, here: _Here) -> Iterable[Row]:
        if here.dataset == ANY:
            rows = (row for each in self._steps.get(here.system, {}).values() for row in each)
            return (row for row in rows if here.family is None or self._is_of(row, here.family))
        found = self._steps.get(here.system, {}).get(here.dataset, ())
        return (row for row in found if here.field == ANY or row["from_field"] in (here.field, ANY))

    def _is_of(self, row: Row, family: str) -> bool:
        """Whether a step starts where such things are held."""
        if row["interface"]:
            return _family(str(row["interface"])) == family
        return family in self._held.get((str(row["from_system"]), str(row["from_dataset"])), ())

    @cached_property
    def _held(self) -> Mapping[tuple[str, str], set[str]]:
        """What datasets hold, as far as interfaces tell."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self._interfaces:
            for side in ("from", "to"):
                if row[f"{side}_dataset"] and (family := _family(str(row["interface"]))) != _UNKNOWN:
                    found[str(row[f"{side}_system"]), str(row[f"{side}_dataset"])].add(family)
        return dict(found)

    @cached_property
    def _from(self) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._interfaces:
            found[str(row["from_system"])].append(row)
        return found

    @cached_property
    def _steps(self) -> Mapping[str, Mapping[str, list[Row]]]:
        found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self._lineage:
            found[str(row["from_system"])][str(row["from_dataset"])].append(row)
        return found

    @cached_property
    def _columns_known(self) -> frozenset[str]:
        return frozenset(str(row["interface"]) for row in self._lineage if row["interface"])


def _family(interface: str) -> str:
    return interface.rpartition(":")[2]


def _arrival(row: Row) -> _Here:
    """Return where an interface arrives: a dataset, else all that the system holds of the kind."""
    system = str(row["to_system"])
    if row["to_dataset"]:
        return _Here(system, str(row["to_dataset"]))
    family = _family(str(row["interface"]))
    return _Here(system, family=None if family == _UNKNOWN else family)
