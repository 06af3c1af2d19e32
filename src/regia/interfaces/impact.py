"""What is touched when a system, a dataset or a field is touched: along interfaces, column to column where known."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from regia.interfaces.clue import ANY

Row = Mapping[str, object]
Field = tuple[str, str, str]
LIKELY = 0.5


@dataclass(frozen=True)
class Hop:
    """One interface on the way; `fields` is where the touched fields arrive, empty where columns are not known."""

    interface: str
    from_system: str
    to_system: str
    concept: str | None
    steps: int
    fields: tuple[Field, ...] = ()


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
        self._lineage = list(lineage)
        self._departments = departments

    def impact(self, system: str, dataset: str | None = None, field: str | None = None) -> Impact:
        """Return what is touched from a system on, or from one of its datasets or fields.

        From a field, data goes on where its column goes; where an interface's columns are not known, with the
        concept that the dataset holds.
        """
        hops: dict[str, Hop] = {}
        fields: dict[Field, None] = {}
        seen: set[tuple[str, str, str]] = set()
        waiting: deque[tuple[str, str, str, int]] = deque([(system, dataset or ANY, field or ANY, 0)])
        while waiting:
            here = waiting.popleft()
            for following in self._onward(here, hops, fields):
                if following[:3] not in seen:
                    seen.add(following[:3])
                    waiting.append(following)
        hops = {name: hop for name, hop in hops.items() if hop.to_system != system}
        touched = {hop.to_system for hop in hops.values()} | {system}
        departments = sorted({name for each in touched if (name := self._departments.get(each))})
        return Impact(tuple(hops.values()), tuple(fields), tuple(departments))

    def _onward(
        self, here: tuple[str, str, str, int], hops: dict[str, Hop], fields: dict[Field, None]
    ) -> Iterable[tuple[str, str, str, int]]:
        system, dataset, field, steps = here
        carried: dict[str, list[Field]] = defaultdict(list)
        for row in self._steps_from(system, dataset, field):
            to = (str(row["to_system"]), str(row["to_dataset"]), str(row["to_field"]))
            fields.setdefault(to)
            if row["interface"]:
                carried[str(row["interface"])].append(to)
            yield *to, steps + (to[0] != system)
        for row in self._from.get(system, ()):
            name = str(row["interface"])
            if not self._touches(row, dataset) or (field != ANY and not carried[name] and name in self._columns_known):
                continue
            known = hops.get(name)
            if known is None:
                hops[name] = Hop(
                    name, system, str(row["to_system"]), str(row["concept"]) if row["concept"] else None, steps + 1,
                    tuple(carried[name]),
                )  # fmt: skip
            if not carried[name]:
                yield str(row["to_system"]), str(row["to_dataset"] or ANY), ANY, steps + 1

    def _touches(self, row: Row, dataset: str) -> bool:
        return dataset == ANY or row["from_dataset"] in (None, dataset)

    def _steps_from(self, system: str, dataset: str, field: str) -> Iterable[Row]:
        if dataset == ANY:
            return (row for each in self._steps.get(system, {}).values() for row in each)
        rows = self._steps.get(system, {}).get(dataset, ())
        return (row for row in rows if field == ANY or row["from_field"] in (field, ANY))

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
