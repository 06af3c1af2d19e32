"""A journey as one document, from its evidence tables: what is printed, drawn and exported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regia.errors import Text

Row = Mapping[str, object]


@dataclass(frozen=True)
class Step:
    """One activity of a journey."""

    activity: str
    names: Text
    department: str | None
    system: str
    events: int


@dataclass(frozen=True)
class Way:
    """One hand-off of a journey; waits in working hours."""

    from_activity: str
    to_activity: str
    cases: int
    reach_share: float | None
    wait_p50: float | None
    wait_p90: float | None
    wait_mean: float | None
    excess: float | None
    bottleneck: bool
    share_of_journey: float | None
    still_open: int
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class JourneyEntry:
    """A journey: its main way first to last, all its steps, and how work passes between them."""

    journey: str
    names: Text
    cases: int
    completed_share: float | None
    p50: float | None
    p90: float | None
    main: tuple[str, ...]
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]

    def step(self, activity: str) -> Step:
        """Return a step by its activity."""
        return next(each for each in self.steps if each.activity == activity)

    def way(self, one: str, other: str) -> Way | None:
        """Return the hand-off between two activities, if there is one."""
        return next((each for each in self.ways if (each.from_activity, each.to_activity) == (one, other)), None)


def document(
    *, journeys: Iterable[Row], handoffs: Sequence[Row], activities: Iterable[Row]
) -> tuple[JourneyEntry, ...]:
    """Return the journeys, the most travelled first."""
    known = {str(row["activity"]): _step(row) for row in activities}
    ordered = sorted(journeys, key=lambda row: (-int(str(row["cases"])), str(row["journey"])))
    return tuple(_entry(row, handoffs, known) for row in ordered)


def _entry(row: Row, handoffs: Sequence[Row], known: Mapping[str, Step]) -> JourneyEntry:
    ways = tuple(_way(each) for each in handoffs if each["journey"] == row["journey"])
    main = tuple(str(row["activities"]).split("|"))
    others = {end for each in ways for end in (each.from_activity, each.to_activity)} - set(main)
    return JourneyEntry(
        str(row["journey"]),
        Text(str(row["name_it"]), str(row["name_en"])),
        int(str(row["cases"])),
        _number(row["completed_share"]),
        _number(row["p50_hours"]),
        _number(row["p90_hours"]),
        main,
        tuple(known[each] for each in (*main, *sorted(others)) if each in known),
        ways,
    )


def _step(row: Row) -> Step:
    names = Text(str(row["name_it"]), str(row["name_en"]))
    department = str(row["department"]) if row["department"] else None
    return Step(str(row["activity"]), names, department, str(row["system"]), int(str(row["events"])))


def _way(row: Row) -> Way:
    return Way(
        str(row["from_activity"]),
        str(row["to_activity"]),
        int(str(row["cases"])),
        _number(row["reach_share"]),
        _number(row["wait_p50_hours"]),
        _number(row["wait_p90_hours"]),
        _number(row["wait_mean_hours"]),
        _number(row["excess_wait_hours"]),
        bottleneck=bool(row["bottleneck"]),
        share_of_journey=_number(row["share_of_journey"]),
        still_open=int(str(row["still_open"] or 0)),
        caveats=tuple(filter(None, str(row["caveats"] or "").split("|"))),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
