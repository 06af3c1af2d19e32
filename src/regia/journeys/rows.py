"""The rows of the tables that journeys write."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from regia.engine.session import literal
from regia.errors import Text
from regia.journeys.activity import Activity, LeftOut
from regia.journeys.case_ways import CaseWays
from regia.journeys.companions import Companions
from regia.journeys.confidence import likelihood
from regia.journeys.crossing import Crossed
from regia.journeys.departments import Departments
from regia.journeys.discoveries import discoveries
from regia.journeys.gathering import Gathered
from regia.journeys.handoffs import OPEN_SHARE, Handoff, OpenWork
from regia.journeys.mapping import Said
from regia.journeys.naming import activity_name
from regia.journeys.paths import Journey
from regia.journeys.sources import EventSource, Place
from regia.journeys.troubles import Trouble, standing
from regia.journeys.unchanged import Unchanged

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, object]

FALSE_DISCOVERIES = 0.05
INVERTED_SHARE = 0.02
_TIED_SHARE = 0.1
_FEW = 100
_SURE_LINKS = 0.98
"""Share of passages that are expected to be true from which the others are not worth telling."""

LOST_TIMES, LOST_LEAST = 4.0, 80.0
"""Open work that waits so many times the wait that nine in ten do not exceed, and two weeks more, is perhaps lost."""


@dataclass(frozen=True)
class Told:
    """All that the rows are made from: names of concepts, departments, and why some activities are no steps.

    `crossed` and `together` are what ties records where nothing declares it: by numbers, or by customer and time.
    `unchanged` are the stamps of a last change that tell of none.
    """

    gathered: Gathered
    sources: Sequence[EventSource]
    types: Mapping[Place, str]
    concepts: Mapping[str, Text]
    departments: Departments
    left_out: Mapping[int, LeftOut]
    zone: str
    said: Said
    crossed: Sequence[Crossed] = ()
    together: Sequence[Companions] = ()
    unchanged: Sequence[Unchanged] = ()

    def name(self, activity: Activity) -> Text:
        """Return what an activity is called, by people or else by its own words."""
        return self.said.names.get(activity.code) or activity_name(activity, self.concepts)

    def activity(self, number: int) -> Activity:
        """Return an activity by its number."""
        return self.gathered.activities[number]

    def object_type(self, activity: Activity) -> str:
        """Return the type of the things that an activity happens to."""
        return self.type_of(activity.source.subject(self.gathered.places))

    def type_of(self, place: Place) -> str:
        """Return the type of a dataset's things: its concept, what a log calls them, else its own name."""
        return self.gathered.types.get(place) or self.types.get(place, place[1].lower())


def activity_rows(told: Told) -> list[Row]:
    """Return the rows of activities, by their codes."""
    zone = literal(told.zone)
    rows = told.gathered.connection.sql(
        f"SELECT activity, count(*), timezone({zone}, min(moment)), timezone({zone}, max(moment)) "  # noqa: S608
        "FROM events GROUP BY 1"
    ).to_arrow_table()
    seen = {row[0]: row[1:] for row in zip(*(column.to_pylist() for column in rows.columns), strict=True)}
    return sorted(
        (_activity_row(told, each, *seen.get(each.number, (0, None, None))) for each in told.gathered.activities),
        key=lambda row: str(row["activity"]),
    )


def _activity_row(told: Told, activity: Activity, events: int, first: object, last: object) -> Row:
    system, dataset = activity.source.place
    name = told.name(activity)
    department, origin = told.departments.of(activity)
    return {
        "activity": activity.code,
        "name_it": name.it,
        "name_en": name.en,
        "object_type": told.object_type(activity),
        "system": system,
        "dataset": dataset,
        "field": activity.time.name,
        "state": activity.state,
        "precision": activity.time.precision,
        "department": department,
        "department_origin": origin,
        "events": events,
        "first_at": first,
        "last_at": last,
        "probability": _probability(told, activity, events),
        "said": _said(told.said, activity.code),
        "role": told.left_out.get(activity.number, "step"),
    }


def _said(said: Said, code: str) -> str | None:
    """Return what people said of an activity, as a code."""
    if code in said.ignored or code in said.same_as:
        return "ignored"
    if code in said.confirmed:
        return "confirmed"
    return "changed" if code in said.names or code in said.departments else None


def _probability(told: Told, activity: Activity, events: int) -> float:
    """Return how likely it is that an activity is a step of the work; what people say is sure."""
    match _said(told.said, activity.code):
        case "confirmed":
            return 1.0
        case "ignored":
            return 0.0
    return likelihood(activity, told.left_out.get(activity.number)) if events else 0.0


def event_table(told: Told, schema: "pa.Schema") -> "pa.Table":
    """Return the events in order of time, with what is known of their activities."""
    rows = [
        (each.number, each.code, each.time.precision, *each.source.place, *told.departments.of(each))
        for each in told.gathered.activities
    ]
    if not rows:
        return schema.empty_table()
    known = ", ".join(f"({', '.join(_value(value) for value in row)})" for row in rows)
    sql = (
        f"SELECT e.event, k.code AS activity, timezone({literal(told.zone)}, e.moment) AS happened_at, "  # noqa: S608
        "k.precision, k.system, k.dataset, t.record, coalesce(d.department, k.department) AS department, "
        "CASE WHEN d.department IS NULL THEN k.department_origin ELSE 'actor' END AS department_origin, "
        f"e.team AS actor_group FROM events e JOIN (VALUES {known}) k(activity, code, precision, system, dataset, "
        "department, department_origin) ON k.activity = e.activity JOIN things t ON t.thing = e.own "
        f"LEFT JOIN (VALUES {_acting(told)}) d(team, department) ON d.team = e.team AND "
        "k.department_origin <> 'declared' ORDER BY e.moment, e.event"
    )
    return told.gathered.connection.sql(sql).to_arrow_table().cast(schema)


def _acting(told: Told) -> str:
    """Return, as SQL, the departments of the teams that did something."""
    teams = told.gathered.connection.sql(
        "SELECT DISTINCT team FROM events WHERE team IS NOT NULL ORDER BY 1"
    ).fetchall()
    named = ((str(team), told.departments.of_team(str(team))) for (team,) in teams)
    rows = [f"({literal(team)}, {literal(department)})" for team, department in named if department is not None]
    return ", ".join(rows) or "(NULL::VARCHAR, NULL::VARCHAR)"


def object_table(told: Told, schema: "pa.Schema") -> "pa.Table":
    """Return what each event touches: its own thing, and those that thing is tied to."""
    places = told.gathered.places
    if not places:
        return schema.empty_table()
    known = ", ".join(
        f"({number}, {literal(told.type_of(place))}, {literal('.'.join(place))})" for number, place in enumerate(places)
    )
    touched = (
        "SELECT event, thing, 'own' AS qualifier, sure FROM events UNION ALL "
        "SELECT e.event, t.parent, 'tied', least(e.sure, t.sure) FROM events e JOIN ties t ON t.child = e.thing "
        "WHERE t.parent <> e.thing"
    )
    sql = (
        f"SELECT o.event, k.type AS object_type, k.place || '.' || t.record AS object, min(o.qualifier) AS qualifier, "  # noqa: S608
        "max(o.sure) AS probability "
        f"FROM ({touched}) o JOIN things t USING (thing) JOIN (VALUES {known}) k(number, type, place) "
        "ON k.number = t.place WHERE t.record IS NOT NULL GROUP BY ALL ORDER BY 1, 4, 2, 3"
    )
    return told.gathered.connection.sql(sql).to_arrow_table().cast(schema)


def handoff_rows(
    told: Told, found: Sequence[Handoff], journeys: Sequence[Journey], troubles: Sequence[Trouble]
) -> list[Row]:
    """Return the rows of hand-offs, by what they join."""
    effects = {(each.activity, each.to_activity): each for each in troubles if each.kind == "outcome"}
    stands = _discoveries(found)
    of_journey = {at: journey for journey in journeys for at in _ways(told, journey)}
    waited: dict[int | None, float] = {}
    for each in found:
        root = _root(of_journey, each)
        waited[root] = waited.get(root, 0.0) + each.wait_mean * each.cases
    rows = [
        _handoff_row(told, each, each in stands, of_journey, waited)
        | _effect(effects.get((each.from_activity, each.to_activity)))
        for each in found
    ]
    return sorted(rows, key=lambda row: (str(row["object_type"]), str(row["from_activity"]), str(row["to_activity"])))


def _handoff_row(
    told: Told, each: Handoff, stands: bool, of_journey: Mapping[int, Journey], waited: Mapping[int | None, float]
) -> Row:
    one, other = told.activity(each.from_activity), told.activity(each.to_activity)
    root, journey = _root(of_journey, each), of_journey.get(each.from_activity)
    whole = waited[root]
    return {
        "object_type": told.object_type(one),
        "from_activity": one.code,
        "to_activity": other.code,
        "from_system": one.source.place[0],
        "to_system": other.source.place[0],
        "from_department": told.departments.of(one)[0],
        "to_department": told.departments.of(other)[0],
        "cases": each.cases,
        "reach_share": each.reach_share,
        "link_probability": each.sure,
        "wait_p50_hours": each.wait_p50,
        "wait_p50_low_hours": each.range_p50[0] if each.range_p50 else None,
        "wait_p50_high_hours": each.range_p50[1] if each.range_p50 else None,
        "wait_p90_hours": each.wait_p90,
        "wait_mean_hours": each.wait_mean,
        **_worse(each, stands),
        "share_of_journey": each.wait_mean * each.cases / whole if root is not None and whole else None,
        "still_open": each.still_open,
        "journey": journey_code(told, journey) if root is not None and journey else None,
        "caveats": "|".join((*_caveats(each), *_caveats_of_links(told, each))) or None,
    }


def _effect(outcome: Trouble | None) -> Row:
    return {} if outcome is None else {
        "effect": outcome.effect, "effect_low": outcome.low, "effect_high": outcome.high,
    }  # fmt: skip


def _worse(each: Handoff, stands: bool) -> Row:
    worse = each.worse
    if worse is None:
        return {"bottleneck": False}
    return {
        "excess_wait_hours": worse.excess,
        "excess_wait_low_hours": worse.excess_low,
        "excess_wait_high_hours": worse.excess_high,
        "worse_since": datetime.fromtimestamp(worse.since, UTC).date(),
        "worse_p_value": worse.p_value,
        "matched": "|".join(worse.matched) or None,
        "bottleneck": stands,
    }


def _discoveries(found: Sequence[Handoff]) -> set[Handoff]:
    """Return the worsenings that stand after the control of false discoveries, and surely are ones."""
    passing = discoveries([1.0 if each.worse is None else each.worse.p_value for each in found], FALSE_DISCOVERIES)
    return {
        each
        for each, stands in zip(found, passing, strict=True)
        if stands and each.worse is not None and each.worse.excess_low > 0
    }


def _caveats(each: Handoff) -> Iterable[str]:
    if each.dates_only:
        yield "date_only"
    if each.backwards > INVERTED_SHARE * each.cases:
        yield "inverted"
    if each.ties > _TIED_SHARE * each.cases:
        yield "same_moment"
    if each.cases < _FEW:
        yield "few_cases"
    if each.still_open >= OPEN_SHARE * each.cases:
        yield "still_open"
    if each.truncated > INVERTED_SHARE * each.cases:
        yield "truncated"


def _caveats_of_links(told: Told, each: Handoff) -> Iterable[str]:
    ends = {
        told.activity(number).source.subject(told.gathered.places) for number in (each.from_activity, each.to_activity)
    }
    if each.sure < _SURE_LINKS:
        yield "uncertain_links"
    if any(found.partial and ends == {found.child.source.place, found.parent.source.place} for found in told.crossed):
        yield "partial_links"
    if any(ends == {told.gathered.places[found.later], told.gathered.places[found.earlier]} for found in told.together):
        yield "found_together"


def _ways(told: Told, journey: Journey) -> Iterable[int]:
    places = told.gathered.places
    home = {each.number: places.index(each.source.subject(places)) for each in told.gathered.activities}
    return (number for number, place in home.items() if place in journey.places)


def _root(of_journey: Mapping[int, Journey], each: Handoff) -> int | None:
    """Return the journey that a hand-off is part of: that of both its ends."""
    one, other = of_journey.get(each.from_activity), of_journey.get(each.to_activity)
    return one.root if one is not None and other is not None and one.root == other.root else None


def journey_code(told: Told, journey: Journey) -> str:
    """Return a journey's name, stable from snapshot to snapshot: that of what it begins with."""
    return ".".join(told.gathered.places[journey.root])


def journey_rows(told: Told, found: Sequence[Journey], taken: Mapping[str, CaseWays]) -> list[Row]:
    """Return the rows of journeys, the most travelled first; `taken` are the ways of their cases, by code."""
    return [_journey_row(told, each, taken.get(journey_code(told, each))) for each in found]


def _journey_row(told: Told, journey: Journey, taken: CaseWays | None) -> Row:
    first, last = (told.name(told.activity(journey.activities[at])) for at in (0, -1))
    return {
        "journey": journey_code(told, journey),
        "name_it": f"Da «{first.it}» a «{last.it}»",
        "name_en": f"From '{first.en}' to '{last.en}'",
        "object_type": told.type_of(told.gathered.places[journey.root]),
        "activities": "|".join(told.activity(each).code for each in journey.activities),
        "cases": journey.cases,
        "p50_hours": journey.p50,
        "p90_hours": journey.p90,
        "completed_share": journey.completed,
        "ended_cases": taken.ended if taken else None,
        "open_cases": taken.under_way if taken else None,
        "ways": taken.ways if taken else None,
    }


def case_rows(told: Told, found: Sequence[Handoff]) -> list[Row]:
    """Return the cases of each hand-off that waited longest, with the records that tell of them."""
    listed = {event for each in found for case in each.longest for event in (case.from_event, case.to_event)}
    known = _records_of(told, listed)
    rows: list[Row] = []
    for each in found:
        for position, case in enumerate(each.longest, 1):
            began, ended = known[case.from_event], known[case.to_event]
            sides = {"from": began, "to": ended}
            places = {f"{side}_{part}": row[part] for side, row in sides.items() for part in _RECORD}
            times = {"began_at": began["happened_at"], "ended_at": ended["happened_at"]}
            rows.append({**ends_of(told, each), "position": position, **places, **times, "wait_hours": case.wait})
    return rows


_RECORD = ("system", "dataset", "record")


def _records_of(told: Told, events: Iterable[int]) -> dict[int, Row]:
    """Return when some events happened, and the record that tells of each."""
    listed = ", ".join(map(str, sorted(events)))
    if not listed:
        return {}
    sql = (
        f"SELECT e.event, e.activity, timezone({literal(told.zone)}, e.moment) AS happened_at, t.record "  # noqa: S608
        f"FROM events e JOIN things t ON t.thing = e.own WHERE e.event IN ({listed})"
    )
    rows = told.gathered.connection.sql(sql).to_arrow_table().to_pylist()
    places = {number: told.activity(number).source.place for number in {int(row["activity"]) for row in rows}}
    return {
        int(row["event"]): {**row, "system": places[row["activity"]][0], "dataset": places[row["activity"]][1]}
        for row in rows
    }


def ends_of(told: Told, each: Handoff) -> Row:
    """Return the activities that a hand-off joins, as columns."""
    return {
        "from_activity": told.activity(each.from_activity).code,
        "to_activity": told.activity(each.to_activity).code,
    }


def open_rows(told: Told, waiting: Mapping[int, OpenWork], found: Sequence[Handoff]) -> list[Row]:
    """Return how long what is open has waited, beside the hand-off that most of its activity's work takes."""
    usual = {each.from_activity: each for each in sorted(found, key=lambda each: each.cases)}
    rows = [_open_row(told, number, waiting[number], usual[number]) for number in waiting if number in usual]
    return sorted(rows, key=lambda row: str(row["activity"]))


def _open_row(told: Told, number: int, waiting: OpenWork, way: Handoff) -> Row:
    activity = told.activity(number)
    longest = max(way.wait_p90 * LOST_TIMES, way.wait_p90 + LOST_LEAST)
    lost = waiting.hours > longest
    late = ~lost & (waiting.hours > way.wait_p90)
    slow = ~lost & ~late & (waiting.hours > way.wait_p50)
    kept = waiting.hours[~lost]
    return {
        "activity": activity.code,
        "department": told.departments.of(activity)[0],
        "cases": len(waiting),
        "usual": int((~lost & ~late & ~slow).sum()),
        "slow": int(slow.sum()),
        "late": int(late.sum()),
        "lost": int(lost.sum()),
        "wait_p50_hours": way.wait_p50,
        "oldest_hours": float(kept.max()) if len(kept) else None,
    }


def trouble_rows(told: Told, found: Sequence[Trouble], ways: Sequence[Handoff]) -> list[Row]:
    """Return the rows of troubles, those that stand among them."""
    stand = standing(found, FALSE_DISCOVERIES)
    nexts = {each.from_activity: each.to_activity for each in sorted(ways, key=lambda each: each.cases)}
    rows = [_trouble_row(told, each, each in stand, nexts) for each in found]
    return sorted(rows, key=lambda row: (str(row["trouble"]), str(row["activity"]), str(row["to_activity"])))


def _trouble_row(told: Told, each: Trouble, stands: bool, nexts: Mapping[int, int]) -> Row:
    one = told.activity(each.activity)
    following = each.to_activity if each.to_activity is not None else nexts.get(each.activity)
    other = one if each.to_activity is None else told.activity(each.to_activity)
    return {
        "trouble": each.kind,
        "activity": one.code,
        "to_activity": other.code,
        "department": told.departments.of(one)[0],
        "to_department": told.departments.of(told.activity(following))[0] if following is not None else None,
        "cases": each.cases,
        "share": each.share,
        "effect": each.effect,
        "effect_low": each.low,
        "effect_high": each.high,
        "since": None if each.since is None else datetime.fromtimestamp(each.since, UTC).date(),
        "p_value": each.p_value,
        "stands": stands,
    }


def _value(value: object) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int) else literal(str(value))
