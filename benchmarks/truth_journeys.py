"""What was found of how work flows in a made-up company, beside what is true of it.

An activity that no field dates cannot be seen: what comes before it is then taken to hand over to what comes after.
"""

from collections import Counter, defaultdict
from itertools import chain
from typing import Protocol

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]
LEAST_CASES = 20
ALIKE = 0.5
"""Share of days and counts that a state of a history and a true activity have in common to be one."""


class Company(Protocol):
    """A checked-up company."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""


def event_fields(company: Company) -> tuple[Facts, Facts]:
    """The fields that date events, of those activities that have one."""
    dating = {_field(row) for row in company.true("activities") if row["field"]}
    found = {
        _field(row)
        for row in company.found("activities")
        if row["role"] == "step" and row["events"] and (row["state"] is None or _field(row) in dating)
    }
    true = {_field(row) for row in company.true("activities") if row["field"]}
    dated = {_field(row) for row in company.found("fields") if row["time_role"]}
    twice = {_field(row) for row in company.found("activities")} - found
    return found, (true & dated) - twice


def handoffs(company: Company) -> tuple[Facts, Facts]:
    """The ways between activities that can be seen, of twenty cases or more."""
    names = _names(company)
    found = {
        (names[one], names[other])
        for row in company.found("handoffs")
        if (one := str(row["from_activity"])) in names and (other := str(row["to_activity"])) in names
    }
    seen = set(names.values())
    true = {(one, other) for one, other in _contracted(company, seen) if one != other}
    return {pair for pair in found if pair[0] != pair[1]}, true


def bottlenecks(company: Company) -> tuple[Facts, Facts]:
    """Where work was made to wait; where what comes first is dated by no field, on the way that is seen instead."""
    names = _names(company)
    seen = set(names.values())
    true = {(row["from_activity"], row["to_activity"]) for row in company.true("bottlenecks")}
    around = {
        (one, other): planted
        for planted in true
        for one, other in _contracted(company, seen)
        if planted[0] not in seen and other == planted[1]
    }
    pairs = (
        (
            names.get(str(row["from_activity"]), row["from_activity"]),
            names.get(str(row["to_activity"]), row["to_activity"]),
        )
        for row in company.found("handoffs")
        if row["bottleneck"]
    )
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
    names = _names(company)
    true = {(row["from_activity"], row["to_activity"]): row["wait_p50_hours"] for row in company.true("handoffs")}
    measured = {
        (names[str(row["from_activity"])], names[str(row["to_activity"])]): row["wait_p50_hours"]
        for row in company.found("handoffs")
        if row["from_activity"] in names and row["to_activity"] in names and "date_only" not in str(row["caveats"])
    }
    compared = {pair for pair in measured if pair in true}
    near = {pair for pair in compared if _near(measured[pair], true[pair])}
    return {(*pair, "near") if pair in near else (*pair, "far") for pair in compared}, {
        (*pair, "near") for pair in compared
    }


def traps(company: Company) -> tuple[Facts, Facts]:
    """The traps in the fields that date events."""
    told = {row["trap"] for row in company.found("time_traps")} | {"bulk_import", "truncated_history", "future_dates"}
    fields = {_field(row) for row in company.found("activities")}
    # what clock a system writes is in the truth's times, not among its traps
    found = {(row["trap"], *_field(row)) for row in company.found("time_traps") if row["trap"] != "utc_clock"}
    true = {(row["trap"], *_field(row)) for row in company.true("traps")}
    kept = {each for each in true if each[0] in told and (each[1:] in fields or each[0] == "overwritten_status")}
    return found, kept


def _names(company: Company) -> dict[str, str]:
    """Return the true name of each activity found: of those of its field, the one whose times are most its own."""
    true = defaultdict(list)
    for row in company.true("activities"):
        if row["field"]:
            true[_field(row)].append(str(row["activity"]))
    found = {str(row["activity"]): true[_field(row)] for row in company.found("activities") if true[_field(row)]}
    plain = {str(row["activity"]) for row in company.found("activities") if row["state"] is None}
    mine, its = (
        _days(company.found("events"), set(found)),
        _days(company.true("events"), set(chain.from_iterable(true.values()))),
    )
    names = {}
    for code, names_of in found.items():
        best = max(names_of, key=lambda name: _alike(mine[code], its[name]))
        if code in plain or _alike(mine[code], its[best]) >= ALIKE:
            names[code] = best
    return names


def _days(events: Rows, activities: set[str]) -> dict[str, Counter[str]]:
    """Return on how many things each activity happened on each day."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in events:
        if row["activity"] in activities:
            found[str(row["activity"])][str(row["happened_at"])[:10]] += 1
    return found


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max((one | other).total(), 1)


def _contracted(company: Company, seen: set[str]) -> Facts:
    ways: dict[str, set[str]] = defaultdict(set)
    for row in company.true("handoffs"):
        if isinstance(row["cases"], int) and row["cases"] >= LEAST_CASES:
            ways[str(row["from_activity"])].add(str(row["to_activity"]))
    return {(one, other) for one in ways if one in seen for other in _reached(ways, one, seen)}


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
    "month's ends": month_ends,
    "batches waited for": batches,
    "time traps": traps,
}
