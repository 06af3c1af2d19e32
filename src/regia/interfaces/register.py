"""One register: what all evidence says of a pair of systems and a concept, told once, with what it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from regia.interfaces.clue import Clue, Mode, Origin, Schedule
from regia.interfaces.landscape import Landscape

Status = Literal["declared", "observed", "inferred", "contradicted"]
Contradiction = Literal["dead", "direction"]

TRUSTED = 0.9
"""Probability that what is only declared, and could not be checked, really runs."""
DEAD = 0.1
WRITTEN = "regia.toml"
"""The kind of evidence that a person's verdict cannot take away."""
UNKNOWN = "?"
"""Stands in a name for what passes, where it is not known."""
_LIKELY = 0.5
_BATCH_KINDS = ("crontab", "airflow")


@dataclass(frozen=True)
class Interface:
    """One line of the register, with all its evidence."""

    interface: str
    from_system: str
    to_system: str
    concept: str | None
    mode: Mode | None
    status: Status
    probability: float
    contradiction: Contradiction | None
    clues: tuple[Clue, ...]
    verdict: str | None = None
    name: str | None = None

    @property
    def origins(self) -> frozenset[Origin]:
        """What kinds of evidence it rests on."""
        return frozenset(clue.origin for clue in self.clues)

    def first(self, name: str) -> object:
        """Return what the best evidence says: the data before a trace, a trace before a declaration."""
        for origin in ("inferred", "observed", "declared"):
            for clue in self.clues:
                if clue.origin == origin and (told := getattr(clue, name)) is not None:
                    return told
        return None

    @property
    def last_seen_at(self) -> datetime | None:
        """When it was last seen at work."""
        return max((clue.last_seen_at for clue in self.clues if clue.last_seen_at), default=None)


@dataclass(frozen=True)
class Ruling:
    """What a person decided of an interface: whether it is one, and what people call it."""

    holds: bool
    name: str | None = None


@dataclass(frozen=True)
class Check:
    """Whether the data could tell of two systems and a family of concepts: pairs that were looked at."""

    looked_at: frozenset[tuple[str, str, str]]

    def covers(self, from_system: str, to_system: str, family: str | None) -> bool:
        """Whether an exchange of this would have shown in the data."""
        if family is None:
            return False
        return (from_system, to_system, family) in self.looked_at


def register(
    clues: Iterable[Clue],
    schedules: Sequence[Schedule],
    landscape: Landscape,
    check: Check,
    rulings: Mapping[str, Ruling] | None = None,
) -> tuple[Interface, ...]:
    """Return the interfaces that the clues tell of, by name; a clue without a concept joins those that have one.

    What a person confirmed stays where no other evidence is left of it.
    """
    grouped: dict[tuple[str, str, str], list[Clue]] = defaultdict(list)
    vague: list[Clue] = []
    for clue in _scheduled(clues, schedules):
        family = landscape.family(clue.concept)
        if family is None:
            vague.append(clue)
        else:
            grouped[clue.from_system, clue.to_system, family].append(clue)
    for clue in vague:
        _join(clue, grouped)
    for key, clue in _confirmed(rulings or {}, landscape):
        if key not in grouped:
            grouped[key].append(clue)
    lines = (_line(key, told, check, rulings or {}) for key, told in sorted(grouped.items()))
    return _against_the_data(tuple(lines))


def _join(clue: Clue, grouped: dict[tuple[str, str, str], list[Clue]]) -> None:
    ends = (clue.from_system, clue.to_system)
    known = [key for key in grouped if key[:2] == ends and key[2]]
    for key in known or [(*ends, "")]:
        grouped[key].append(clue)


def _scheduled(clues: Iterable[Clue], schedules: Sequence[Schedule]) -> Iterable[Clue]:
    """Yield the clues, and for each script that a job table starts, that it is started."""
    by_script = defaultdict(list)
    for schedule in schedules:
        by_script[schedule.script.lower()].append(schedule)
    named = set()
    listed = list(clues)
    for clue in listed:
        script = clue.reference.rpartition("/")[2].partition(":")[0].lower()
        for schedule in by_script.get(script, ()) if clue.kind not in _BATCH_KINDS else ():
            named.add(schedule.reference)
            yield Clue(
                kind="crontab", origin="declared", from_system=clue.from_system, to_system=clue.to_system,
                reference=schedule.reference, detail=f"{schedule.detail} {schedule.script}", concept=clue.concept,
                mode="batch",
            )  # fmt: skip
    yield from (clue for clue in listed if clue.kind not in _BATCH_KINDS or clue.reference not in named)


def ends_of(name: str) -> tuple[str, str, str] | None:
    """Return the two systems and the family of concepts that an interface is named by; None where it is no name."""
    systems, _, family = name.rpartition(":")
    left, _, right = systems.partition(">")
    return (left, right, family) if left and right and family else None


def _confirmed(rulings: Mapping[str, Ruling], landscape: Landscape) -> Iterable[tuple[tuple[str, str, str], Clue]]:
    """Yield what people confirmed, of systems that are still there."""
    for name, ruling in rulings.items():
        ends = ends_of(name)
        if ruling.holds and ends and {ends[0], ends[1]} <= landscape.names.keys():
            family = "" if ends[2] == UNKNOWN else ends[2]
            clue = Clue("verdict", "declared", ends[0], ends[1], "verdicts.jsonl", concept=family or None)
            yield (ends[0], ends[1], family), clue


def _line(key: tuple[str, str, str], clues: list[Clue], check: Check, rulings: Mapping[str, Ruling]) -> Interface:
    left, right, family = key
    name = f"{left}>{right}:{family or UNKNOWN}"
    ordered = tuple(dict.fromkeys(sorted(clues, key=lambda clue: (clue.origin, clue.kind, clue.reference))))
    origins = {clue.origin for clue in ordered}
    ruling = rulings.get(name)
    if ruling and not ruling.holds and any(clue.kind == WRITTEN for clue in ordered):
        ruling = None  # what the company wrote in regia.toml is taken out there
    verdict = ruling.holds if ruling else None
    dead = origins == {"declared"} and check.covers(left, right, family) and verdict is not True
    return Interface(
        interface=name,
        from_system=left,
        to_system=right,
        concept=_concept(ordered, family),
        mode=_mode(ordered),
        status="contradicted" if dead else _status(origins),
        probability=DEAD if dead else _probability(ordered, verdict),
        contradiction="dead" if dead else None,
        clues=ordered,
        verdict=None if verdict is None else "confirmed" if verdict else "rejected",
        name=ruling.name if ruling else None,
    )


def _status(origins: set[Origin]) -> Status:
    ordered: tuple[Origin, ...] = ("declared", "observed", "inferred")
    return next(origin for origin in ordered if origin in origins)


def _concept(clues: Sequence[Clue], family: str) -> str | None:
    told = [clue.concept for clue in clues if clue.concept]
    return max(dict.fromkeys(told), key=told.count) if told else family or None


def _mode(clues: Sequence[Clue]) -> Mode | None:
    """Return how data passes: as the data shows, else as it was seen, else as was said.

    A job that starts at fixed hours is no import, even where all but one of its loads were too small to be seen. That
    arrivals look like people's work does not make them so where a machine was seen, or is said, to carry them.
    """
    scheduled = any(clue.kind in _BATCH_KINDS for clue in clues)
    told = [(clue.origin, clue.mode) for origin in ("inferred", "observed", "declared") for clue in clues
            if clue.origin == origin and clue.mode]  # fmt: skip
    if not told:
        return None
    first = told[0][1]
    if first == "manual" and told[0][0] == "inferred":
        return next((mode for origin, mode in told if origin != "inferred"), first)
    return "batch" if scheduled and first == "import" else first


def _probability(clues: Sequence[Clue], verdict: bool | None) -> float:
    if verdict is not None:
        return 1.0 if verdict else 0.0
    missed = 1.0
    for origin, trust in (("declared", TRUSTED), ("observed", 0.99), ("inferred", 1.0)):
        chances = [clue.probability for clue in clues if clue.origin == origin]
        missed *= 1 - trust * max(chances, default=0.0)
    return 1 - missed


def _against_the_data(lines: tuple[Interface, ...]) -> tuple[Interface, ...]:
    """Mark what was declared one way where the data passes only the other way."""
    shown = {
        (line.from_system, line.to_system, line.interface.partition(":")[2])
        for line in lines
        if line.origins & {"inferred", "observed"} and line.probability >= _LIKELY
    }
    return tuple(
        _turned(line)
        if line.origins == {"declared"}
        and line.contradiction == "dead"
        and (line.to_system, line.from_system, line.interface.partition(":")[2]) in shown
        else line
        for line in lines
    )


def _turned(line: Interface) -> Interface:
    from dataclasses import replace

    return replace(line, contradiction="direction")
