"""The only door of journeys: records with their times in, events, hand-offs and waits out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from regia.engine.session import connect
from regia.errors import Text
from regia.interfaces.tables import INTERFACES
from regia.journeys.activity import LeftOut
from regia.journeys.batch_waits import batches
from regia.journeys.case_ways import CaseWays, case_ways
from regia.journeys.certainty import weigh
from regia.journeys.companions import companions
from regia.journeys.crossing import cross_references
from regia.journeys.departments import Departments
from regia.journeys.followed import Followed, followed
from regia.journeys.gathering import Gathered, gather
from regia.journeys.given import amounts, same_work, states, surely_one
from regia.journeys.handoffs import handoffs, open_work
from regia.journeys.logs import recorded_logs
from regia.journeys.mapping import Said, read_mapping
from regia.journeys.month_end import month_ends
from regia.journeys.outcomes import endings
from regia.journeys.paths import journeys
from regia.journeys.plans import without_plans
from regia.journeys.rows import (
    Told,
    activity_rows,
    case_rows,
    event_table,
    handoff_rows,
    journey_rows,
    object_table,
    open_rows,
    trouble_rows,
)
from regia.journeys.rows_of_batches import batch_rows, priced
from regia.journeys.rows_of_waits import curve_rows, day_rows, month_day_rows, week_rows
from regia.journeys.rows_of_ways import variant_rows
from regia.journeys.segments import segments
from regia.journeys.sources import (
    EARLIEST,
    Place,
    event_sources,
    known_holders,
    last_changes,
    naming_fields,
)
from regia.journeys.succession import succession
from regia.journeys.tables import (
    ACTIVITIES,
    BATCH_WAITS,
    EVENT_OBJECTS,
    EVENTS,
    FLOW_TROUBLES,
    HANDOFF_CASES,
    HANDOFF_DAYS,
    HANDOFF_MONTH_DAYS,
    HANDOFF_WEEKS,
    HANDOFFS,
    JOURNEY_VARIANTS,
    JOURNEYS,
    OPEN_WORK,
    TIME_TRAPS,
    WAIT_CURVES,
)
from regia.journeys.teams import teams
from regia.journeys.traps import traps
from regia.journeys.troubles import troubles
from regia.journeys.unchanged import unchanged
from regia.journeys.working_clock import WorkingClock
from regia.match.lexicon import read_lexicon
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPTS
from regia.model.progress import Progress
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELD_REFERENCES, FIELDS
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.stage import Stage
from regia.workspace.calendar import WorkingCalendar

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Options:
    """`seed`: from which weeks are drawn again for the intervals (default 1); `memory_mb`: what the engine may take."""

    seed: int = 1
    memory_mb: int = 1024


def compute(evidence: Evidence, options: Options, progress: Progress) -> "Mapping[str, pa.Table]":
    """Return the events that the systems' times tell, and how work passes from one to the next.

    Raises:
        MappingUnreadable: the company's own journeys.toml is wrong.
    """
    said = read_mapping(evidence.company.folder)
    logs = recorded_logs(evidence)
    recorded = frozenset().union(*(log.places for log in logs))
    sources = tuple(each for each in event_sources(evidence) if each.place not in recorded)
    zone = evidence.company.working_time.timezone
    known = known_holders(evidence)
    with connect(memory_mb=options.memory_mb, spill=evidence.cache) as connection:
        progress.step(Text("eventi", "events"), done=0, total=3)
        stamps, states_of = last_changes(evidence), states(evidence)
        sources = without_plans(connection, sources, stamps)
        departments = Departments(evidence.company, read_lexicon(evidence.company.folder), said.departments)
        gathered = gather(
            connection,
            sources,
            known,
            zone=zone,
            until=evidence.today,
            same=same_work(evidence, sources),
            logs=logs,
            acting=teams(connection, evidence, sources, departments.of_team),
        )
        sources = (*sources, *(each.source for log in logs for each in log.lists))
        crossed = cross_references(gathered, naming_fields(evidence, sources, known))
        crossed = weigh(gathered, crossed)
        together = companions(gathered, sources, amounts(evidence), surely_one(evidence, gathered.places))
        progress.step(Text("passaggi di mano", "hand-offs"), done=1, total=3)
        told = Told(
            gathered,
            sources,
            {holder.place: holder.concept for holder in known.values()},
            {str(row["concept"]): _names(row) for row in evidence.table(CONCEPTS.name).to_pylist()},
            departments.seen(gathered),
            succession(gathered, _left_out(gathered, said), _confirmed(gathered, said)),
            zone,
            said,
            crossed,
            together,
            unchanged(connection, sources, stamps, states_of),
        )
        progress.step(Text("attese", "waits"), done=2, total=3)
        return _tables(told, evidence, options, states_of)


def _left_out(gathered: Gathered, said: Said) -> dict[int, LeftOut]:
    """Return which activities people want left out, and why; what another is said to tell goes if that one is there."""
    codes = {each.code: each.number for each in gathered.activities}
    twice = {codes[code] for code, other in said.same_as.items() if code in codes and other in codes and code != other}
    ignored = {codes[code] for code in said.ignored if code in codes}
    recorded = {
        number: why
        for number, why in gathered.left_out.items()
        if gathered.activities[number].code not in said.confirmed
    }
    left_out: dict[int, LeftOut] = {**recorded, **dict.fromkeys(twice, "told_twice")}
    return left_out | dict.fromkeys(ignored, "ignored")


def _confirmed(gathered: Gathered, said: Said) -> frozenset[int]:
    return frozenset(each.number for each in gathered.activities if each.code in said.confirmed)


def _tables(
    told: Told, evidence: Evidence, options: Options, states: Mapping[Place, list[str]]
) -> "Mapping[str, pa.Table]":
    gathered, company, clock = told.gathered, evidence.company, _clock(evidence)
    found = handoffs(gathered, clock, seed=options.seed, segments=segments(evidence, gathered, states))
    ways = journeys(gathered, found, clock)
    going_on = followed(gathered)
    wrong = (
        *troubles(
            gathered,
            clock,
            going_on=going_on,
            ways=[(each.from_activity, each.to_activity) for each in found],
            endings=endings(gathered, told.sources, states),
            seed=options.seed,
        ),
        *month_ends(found, clock, seed=options.seed),
    )
    passed = priced(handoff_rows(told, found, ways, wrong), told, found, company)
    running = batches(evidence.table(INTERFACES.name).to_pylist())
    taken = _case_ways(told, passed, going_on, clock)
    return {
        ACTIVITIES.name: ACTIVITIES.from_rows(activity_rows(told)),
        EVENTS.name: event_table(told, EVENTS.schema),
        EVENT_OBJECTS.name: object_table(told, EVENT_OBJECTS.schema),
        HANDOFFS.name: HANDOFFS.from_rows(passed),
        JOURNEYS.name: JOURNEYS.from_rows(journey_rows(told, ways, taken)),
        JOURNEY_VARIANTS.name: JOURNEY_VARIANTS.from_rows(variant_rows(told, taken)),
        WAIT_CURVES.name: WAIT_CURVES.from_rows(curve_rows(told, found)),
        HANDOFF_WEEKS.name: HANDOFF_WEEKS.from_rows(week_rows(told, found)),
        HANDOFF_DAYS.name: HANDOFF_DAYS.from_rows(day_rows(told, found)),
        HANDOFF_MONTH_DAYS.name: HANDOFF_MONTH_DAYS.from_rows(month_day_rows(told, found, clock)),
        HANDOFF_CASES.name: HANDOFF_CASES.from_rows(case_rows(told, found)),
        OPEN_WORK.name: OPEN_WORK.from_rows(open_rows(told, open_work(gathered, clock), found)),
        BATCH_WAITS.name: BATCH_WAITS.from_rows(
            batch_rows(told, found, running, clock, company=company, seed=options.seed)
        ),
        FLOW_TROUBLES.name: FLOW_TROUBLES.from_rows(trouble_rows(told, wrong, found)),
        TIME_TRAPS.name: TIME_TRAPS.from_rows(traps(gathered, told.sources, states, told.crossed, told.unchanged)),
    }


def _case_ways(
    told: Told, passed: Sequence[Mapping[str, object]], going_on: Sequence[Followed], clock: WorkingClock
) -> dict[str, CaseWays]:
    """Return the ways of each journey's cases, by its code; `passed` are the rows of hand-offs."""
    numbers = {each.code: each.number for each in told.gathered.activities}
    own: dict[str, set[int]] = defaultdict(set)
    for row in passed:
        if row["journey"] is not None:
            own[str(row["journey"])] |= {numbers[str(row[end])] for end in ("from_activity", "to_activity")}
    return {journey: case_ways(told.gathered, own[journey], going_on, clock) for journey in sorted(own)}


def _clock(evidence: Evidence) -> WorkingClock:
    return WorkingClock(WorkingCalendar(evidence.company.working_time), EARLIEST, date(evidence.today.year + 1, 1, 1))


def _names(row: Mapping[str, object]) -> Text:
    return Text(str(row["name_it"]), str(row["name_en"]))


STAGE = Stage(
    name="journeys",
    title=Text("Percorsi e attese", "Journeys and waits"),
    reads=(
        DATASETS,
        FIELDS,
        DATASET_KEYS,
        FIELD_REFERENCES,
        CONCEPTS,
        CONCEPT_DATASETS,
        ATTRIBUTES,
        ENTITY_RECORDS,
        INTERFACES,
    ),
    writes=(
        ACTIVITIES,
        EVENTS,
        EVENT_OBJECTS,
        HANDOFFS,
        JOURNEYS,
        JOURNEY_VARIANTS,
        WAIT_CURVES,
        HANDOFF_CASES,
        HANDOFF_DAYS,
        HANDOFF_MONTH_DAYS,
        HANDOFF_WEEKS,
        OPEN_WORK,
        BATCH_WAITS,
        FLOW_TROUBLES,
        TIME_TRAPS,
    ),
    judged=True,
    options=Options(),
    compute=compute,
)
