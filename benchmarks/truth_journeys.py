"""What was found of how work flows in a made-up company, beside what is true of it.

An activity that no field dates cannot be seen: what comes before it is then taken to hand over to what comes after.
"""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from regia.journeys.sources import EARLIEST
from regia.journeys.working_clock import WorkingClock
from regia.workspace.calendar import WorkingCalendar
from regia.workspace.reading import load

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]
LEAST_CASES = 20
_MINUTE = 1 / 60
ALIKE = 0.5
"""Share of days and counts that a state of a history and a true activity have in common to be one."""


class Company(Protocol):
    """A checked-up company."""

    @property
    def folder(self) -> Path:
        """Where it lies."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def event_fields(company: Company) -> tuple[Facts, Facts]:
    """The fields that date events, of those activities that have one; a stamp of the last change dates none."""
    dating = {_field(row) for row in company.true("activities") if row["field"]}
    found = {
        _field(row)
        for row in company.found("activities")
        if row["role"] == "step" and row["events"] and (row["state"] is None or _field(row) in dating)
    }
    dated = {_field(row) for row in company.found("fields") if row["time_role"]}
    stamps = {_field(row) for row in company.true("fields") if row["time_role"] == "technical"}
    twice = {_field(row) for row in company.found("activities")} - found
    return found, ((dating & dated) - twice - stamps) | (dating & found)


def handoffs(company: Company) -> tuple[Facts, Facts]:
    """The ways between activities that can be seen, of twenty cases or more."""
    named = _Named(company)
    return {pair for pair in named.found if pair[0] != pair[1]}, {pair for pair in named.true if pair[0] != pair[1]}


def bottlenecks(company: Company) -> tuple[Facts, Facts]:
    """Where work was made to wait; where what comes first is dated by no field, on the way that is seen instead."""
    named = _Named(company)
    true = {(row["from_activity"], row["to_activity"]) for row in company.true("bottlenecks")}
    around = {way: planted for planted in true for way in _around(named, planted)}
    pairs = (named.pair(row) for row in company.found("handoffs") if row["bottleneck"])
    return {around.get(pair, pair) for pair in pairs}, true


def month_ends(company: Company) -> tuple[Facts, Facts]:
    """Hand-offs told to wait longer at the end of the month: the made-up companies have none."""
    rows = (row for row in company.found("flow_troubles") if row["trouble"] == "month_end" and row["stands"])
    return {(row["activity"], row["to_activity"]) for row in rows}, set()


def batches(company: Company) -> tuple[Facts, Facts]:
    """The systems between which work is told to wait for a batch; that none waits for one is no mistake."""
    ends = {row["interface"]: (row["from_system"], row["to_system"]) for row in company.found("interfaces")}
    found = {ends[row["interface"]] for row in company.found("batch_waits")}
    running = {(row["from_system"], row["to_system"]) for row in company.true("interfaces") if row["mode"] == "batch"}
    return found, running & found


def waits(company: Company) -> tuple[Facts, Facts]:
    """The hand-offs known to the time of day whose median wait is within 5 % of the true one, or 15 minutes."""
    named = _Named(company)
    true = _true_waits(company, named)
    measured = {
        named.pair(row): row["wait_p50_hours"]
        for row in company.found("handoffs")
        if "date_only" not in str(row["caveats"])
    }
    compared = {pair for pair in measured if pair in true}
    near = {pair for pair in compared if _near(measured[pair], true[pair])}
    return {(*pair, "near") if pair in near else (*pair, "far") for pair in compared}, {
        (*pair, "near") for pair in compared
    }


def departments(company: Company) -> tuple[Facts, Facts]:
    """Which department does each activity: the one that most of its true events were done by."""
    named = _Named(company)
    done: dict[str, Counter[str]] = defaultdict(Counter)
    for row in company.true("events"):
        done[named.alias.get(str(row["activity"]), str(row["activity"]))][str(row["department"])] += 1
    steps = [
        row for row in company.found("activities") if row["role"] == "step" and str(row["activity"]) in named.names
    ]
    found = {(named.names[str(row["activity"])], row["department"]) for row in steps}
    return found, {(name, done[name].most_common(1)[0][0]) for name, _ in found}


def traps(company: Company) -> tuple[Facts, Facts]:
    """The traps in the fields that date events."""
    told = {row["trap"] for row in company.found("time_traps")} | {"bulk_import", "truncated_history", "future_dates"}
    fields = {_field(row) for row in company.found("activities")}
    # what clock a system writes is in the truth's times, not among its traps
    found = {(row["trap"], *_field(row)) for row in company.found("time_traps") if row["trap"] != "utc_clock"}
    true = {(row["trap"], *_field(row)) for row in company.true("traps")}
    kept = {each for each in true if each[0] in told and (each[1:] in fields or each[0] == "overwritten_status")}
    return found, kept


class _Named:
    """Found activities by their true names; true ones that one field dates are one, under the first of their names.

    `found` and `true` are the ways between them: what only one side has is stepped over.
    """

    def __init__(self, company: Company) -> None:
        self.names, self.alias = _names(company)
        self._codes = {str(row["activity"]) for row in company.found("activities")}
        found: dict[str, set[str]] = defaultdict(set)
        for row in company.found("handoffs"):
            one, other = self.pair(row)
            found[one].add(other)
        true: dict[str, set[str]] = defaultdict(set)
        for row in company.true("handoffs"):
            if isinstance(row["cases"], int) and row["cases"] >= LEAST_CASES:
                true[self.known(row["from_activity"])].add(self.known(row["to_activity"]))
        self.seen = set(self.names.values())
        self.found, self.true = (_contracted(ways, self.seen) for ways in (found, true))
        self.true_ways = true

    def known(self, activity: object) -> str:
        """Return the name under which a true activity is compared."""
        return self.alias.get(str(activity), str(activity))

    def pair(self, row: dict[str, object]) -> tuple[str, str]:
        """Return the true names of a hand-off's ends, or their codes."""
        one, other = (str(row[end]) for end in ("from_activity", "to_activity"))
        return self.names.get(one, one), self.names.get(other, other)


def _names(company: Company) -> tuple[dict[str, str], dict[str, str]]:
    """Return the true name of each activity found, and what true activities that share a field are called together."""
    true = defaultdict(list)
    for row in company.true("activities"):
        if row["field"]:
            true[_field(row)].append(str(row["activity"]))
    plain = {_field(row) for row in company.found("activities") if row["state"] is None}
    alias: dict[str, str] = {}
    for field in sorted(plain & true.keys(), key=str):
        for name in true[field]:
            alias.setdefault(name, min(true[field]))
    found = {str(row["activity"]): true[_field(row)] for row in company.found("activities") if true[_field(row)]}
    states = {str(row["activity"]) for row in company.found("activities") if row["state"] is not None}
    mine, its = (
        _days(company.found("events"), set(found)),
        _days(company.true("events"), set(chain.from_iterable(true.values()))),
    )
    names = {}
    for code, names_of in found.items():
        best = max(names_of, key=lambda name: _alike(mine[code], its[name]))
        if code not in states or _alike(mine[code], its[best]) >= ALIKE:
            names[code] = alias.get(best, best)
    return names, alias


def _days(events: Rows, activities: set[str]) -> dict[str, Counter[str]]:
    """Return on how many things each activity happened on each day."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in events:
        if row["activity"] in activities:
            found[str(row["activity"])][str(row["happened_at"])[:10]] += 1
    return found


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max((one | other).total(), 1)


def _contracted(ways: dict[str, set[str]], seen: set[str]) -> Facts:
    return {(one, other) for one in ways if one in seen for other in _reached(ways, one, seen)}


def _around(named: _Named, planted: tuple[object, object]) -> Facts:
    """Return the ways on which a planted bottleneck is seen."""
    one, other = (named.known(end) for end in planted)
    if one in named.seen:
        return {(one, other)}
    before = {first for first, seconds in named.true_ways.items() if one in seconds}
    return {(first, last) for first, last in named.true if last == other and (first in before or first != one)}


def _true_waits(company: Company, named: _Named) -> dict[tuple[str, str], float]:
    """Return the median working hours of each passage, under the names that are compared."""
    return {pair: float(np.median(waits)) for pair, (_, waits) in _true_passages(company, named).items()}


def _true_excess(company: Company, named: _Named, planted: dict[str, object]) -> float:
    """Return by how many working hours the mean wait of what came after the onset is longer than before it."""
    onset = planted["onset"]
    assert isinstance(onset, datetime)
    zone = ZoneInfo(load(company.folder).working_time.timezone)
    ends = named.known(planted["from_activity"]), named.known(planted["to_activity"])
    start, waits = _true_passages(company, named)[ends]
    after = start >= _clock_of(onset, zone)
    return float(waits[after].mean() - waits[~after].mean())


def _true_passages(
    company: Company, named: _Named
) -> dict[tuple[str, str], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return when each passage began (seconds of the company's clock), and its working hours."""
    settings = load(company.folder).working_time
    zone = ZoneInfo(settings.timezone)
    rows = company.true("events")
    known = {row["event"]: row for row in rows}
    sides: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if (cause := known.get(row["cause"])) is not None:
            pair = named.known(cause["activity"]), named.known(row["activity"])
            sides[pair].append((_shown(cause, zone), _shown(row, zone)))
    clock = WorkingClock(WorkingCalendar(settings), EARLIEST, date(2040, 1, 1))
    found = {}
    for pair, moments in sides.items():
        start, end = np.array(moments).T
        found[pair] = start, np.maximum(clock.between(start, end), 0)
    return found


def _shown(row: dict[str, object], zone: ZoneInfo) -> float:
    moment = row["happened_at"]
    assert isinstance(moment, datetime)
    return _clock_of(moment, zone)


def _clock_of(moment: datetime, zone: ZoneInfo) -> float:
    return moment.astimezone(zone).replace(tzinfo=UTC).timestamp()


def _reached(ways: dict[str, set[str]], one: str, seen: set[str]) -> set[str]:
    found, look, known = set(), list(ways[one]), set()
    while look:
        other = look.pop()
        if other in seen:
            found.add(other)
        elif other not in known:
            known.add(other)
            look.extend(ways.get(other, ()))
    return found


def _near(one: object, other: object) -> bool:
    first, second = float(str(one)), float(str(other))
    return abs(first - second) <= max(0.05 * second, 0.25)


def _field(row: dict[str, object]) -> tuple[object, ...]:
    return row["system"], row["dataset"], row["field"]


SUBJECTS = {
    "event fields": event_fields,
    "hand-offs": handoffs,
    "bottlenecks": bottlenecks,
    "waits": waits,
    "departments": departments,
    "month's ends": month_ends,
    "batches waited for": batches,
    "time traps": traps,
}


def links(company: Company) -> dict[str, object]:
    """The records of two datasets that are tied: of those that truly follow one another, and of those that do not.

    Precision is that of the ties between records of work, beside the mean probability that they were told with, recall
    that of the passages whose two records share a thing that work is done on.
    """
    known = {_record(row): int(str(row["event"])) for row in company.true("events") if row["record"] is not None}
    places = {(row["system"], row["dataset"]) for row in company.true("events")}
    part = _parts(company.true("events"))
    worked_on = {
        str(row["object"]).rpartition(".")[0] for row in company.found("event_objects") if row["qualifier"] == "own"
    }
    touched: dict[object, set[object]] = defaultdict(set)
    own: dict[object, object] = {row["event"]: _record(row) for row in company.found("events")}
    objects = {".".join(map(str, record)): record for record in known}
    right = told = 0
    probability = 0.0
    for row in company.found("event_objects"):
        record, other = own[row["event"]], objects.get(str(row["object"]))
        if str(row["object"]).rpartition(".")[0] in worked_on:
            touched[record].add(row["object"])
        if other is None or record not in known:
            continue
        if record[:2] != other[:2] and other[:2] in places:  # type: ignore[index]
            told += 1
            right += part[known[record]] == part[known[other]]
            probability += float(str(row["probability"]))
    causes = {row["event"]: row for row in company.true("events")}
    passed = [
        (_record(causes[row["cause"]]), _record(row))
        for row in company.true("events")
        if row["cause"] is not None and row["record"] is not None and causes[row["cause"]]["record"] is not None
    ]
    apart = [pair for pair in passed if pair[0][:2] != pair[1][:2] and all(each in touched for each in pair)]
    tied = sum(not touched[one].isdisjoint(touched[other]) for one, other in apart)
    return {
        "ties": told, "precision": right / told if told else None, "probability": probability / told if told else None,
        "passages": len(apart), "recall": tied / len(apart) if apart else None,
    }  # fmt: skip


def median_ranges(company: Company) -> dict[str, object]:
    """How many of the true median waits lie between the ends told (95 %), of hand-offs known to the time of day."""
    named = _Named(company)
    true = _true_waits(company, named)
    held = [
        float(str(low)) - _MINUTE <= true[named.pair(row)] <= float(str(high)) + _MINUTE
        for row in company.found("handoffs")
        if "date_only" not in str(row["caveats"]) and named.pair(row) in true
        for low, high in [(row["wait_p50_low_hours"], row["wait_p50_high_hours"])]
        if low is not None and high is not None
    ]
    return {"medians": len(held), "held": sum(held)}


def bottleneck(company: Company) -> dict[str, object]:
    """Where the planted bottleneck stands among all that may have got worse, when it was told to begin, by how much.

    The area under the curve is the share of the other hand-offs that are less likely to have got worse. The true excess
    is that of the mean wait of what began after the onset.
    """
    planted = company.true("bottlenecks")
    if not planted:
        return {"told": sum(bool(row["bottleneck"]) for row in company.found("handoffs"))}
    named = _Named(company)
    ways = _around(named, (planted[0]["from_activity"], planted[0]["to_activity"]))
    rows = sorted(company.found("handoffs"), key=lambda row: (_chance(row), -float(str(row["excess_wait_hours"] or 0))))
    at = next((number for number, row in enumerate(rows) if named.pair(row) in ways), None)
    if at is None:
        return {"rank": None, "handoffs": len(rows), "auc": 0.0}
    onset, since = planted[0]["onset"], rows[at]["worse_since"]
    assert isinstance(onset, datetime)
    return {
        "rank": at + 1, "handoffs": len(rows), "auc": 1 - at / max(len(rows) - 1, 1),
        "onset_days": (since - onset.date()).days if isinstance(since, date) else None,
        "excess_hours": rows[at]["excess_wait_hours"], "excess_low": rows[at]["excess_wait_low_hours"],
        "excess_high": rows[at]["excess_wait_high_hours"],
        "true_excess_hours": _true_excess(company, named, planted[0]),
        "told": bool(rows[at]["bottleneck"]),
    }  # fmt: skip


def _chance(row: dict[str, object]) -> float:
    return 1.0 if row["worse_p_value"] is None else float(str(row["worse_p_value"]))


def _record(row: dict[str, object]) -> tuple[object, ...]:
    return row["system"], row["dataset"], row["record"]


def _parts(events: Rows) -> dict[int, int]:
    """Return, for each true event, one that stands for all the work that it is part of, however far around."""
    top: dict[int, int] = {}

    def find(event: int) -> int:
        while top.setdefault(event, event) != event:
            top[event] = top[top[event]]
            event = top[event]
        return event

    for row in events:
        if row["cause"] is not None:
            top[find(int(str(row["event"])))] = find(int(str(row["cause"])))
    return {int(str(row["event"])): find(int(str(row["event"]))) for row in events}


FIGURES = {"links": links, "median ranges": median_ranges, "bottleneck": bottleneck}
