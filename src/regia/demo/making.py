"""Makes a company: draws its plan, simulates its branches one by one, writes systems, evidence and truth."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path

from regia.demo import distribution, furniture
from regia.demo.answering import write_answers
from regia.demo.calendar import Calendar
from regia.demo.cell import Cell
from regia.demo.closing import Tally, close, conclude, halves
from regia.demo.company_file import contract_end, write_company_file
from regia.demo.copies import TABLE_MODE
from regia.demo.draw import Draw
from regia.demo.evidence import Story, write_evidence
from regia.demo.files import open_store
from regia.demo.governing import governing
from regia.demo.industry import IndustrySpec, Plan
from regia.demo.journal import Journal, quantile
from regia.demo.options import YEARS, DemoOptions
from regia.demo.servers import move_to_servers
from regia.demo.structure import plant_structure, write_structure
from regia.demo.traps import note_forms
from regia.demo.truth import Truth
from regia.errors.demo import DemoFolderTaken
from regia.model.progress import Progress

_INDUSTRIES = {"furniture": furniture.INDUSTRY, "distribution": distribution.INDUSTRY}


@dataclass(frozen=True)
class MadeUpCompany:
    """A made-up company on disk: its folder, systems, and how many records they hold."""

    folder: Path
    name: str
    systems: tuple[str, ...]
    records: int
    options: DemoOptions


def make(folder: Path, options: DemoOptions, progress: Progress) -> MadeUpCompany:
    """Make up a company in `folder`: regia.toml, systems/, evidence/, answers/ and truth/.

    Memory grows with the size of one branch (scale 1), not with the company.

    Raises:
        DemoFolderTaken: the folder exists and is not empty.
        DemoServerUnknown, DemoServerFailed: the systems cannot be put into the servers given.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DemoFolderTaken(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    spec = _INDUSTRIES[options.industry]
    plan: Plan = spec.plan(options)
    calendar = Calendar(_first_day(options), options.until)
    truth = Truth(folder)
    journal = Journal(truth, calendar, spec.activities)
    stores = {system.system: open_store(system, folder) for system in plan.systems}
    tally = Tally()
    cells = max(1, ceil(options.scale))
    for number in range(cells):
        progress.step("demo", done=number, total=cells)
        cell = Cell(
            options, number=number, size=options.scale / cells, systems=plan.systems, stores=stores,
            rows_before=dict(tally.records), truth=truth, journal=journal, calendar=calendar,
        )  # fmt: skip
        with _no_collection():
            spec.simulate(cell, plan)
            close(cell, tally)
        del cell
        if number + 1 < cells:
            gc.collect()
    for store in stores.values():
        store.close()
    sources = {name: store.source for name, store in stores.items()}
    if options.servers:
        progress.step("servers")
        sources |= move_to_servers(folder, plan.systems, options.servers)
    write_evidence(
        Story(
            folder=folder, systems=plan.systems, copies=plan.copies, dead=plan.dead_copies, recent=tally.recent,
            departments=tuple(spec.departments), until=options.until, ends=calendar.ends, truth=truth,
            draw=Draw(options.industry, options.seed, "evidence"),
        )
    )  # fmt: skip
    led = governing(options, plan, truth)
    write_answers(folder, options, led)
    _conclude(spec, plan, options, calendar=calendar, truth=truth, journal=journal, tally=tally)
    write_company_file(folder, options, spec=spec, systems=plan.systems, sources=sources, calendar=calendar, led=led)
    progress.step("demo", done=cells, total=cells)
    return MadeUpCompany(folder, spec.company, tuple(stores), sum(tally.records.values()), options)


@contextmanager
def _no_collection() -> Iterator[None]:
    # a cell keeps all it makes until it ends: looking for garbage meanwhile costs a third of the time
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _first_day(options: DemoOptions) -> date:
    return (options.until - timedelta(days=round(YEARS * 365.25))).replace(day=1)


def _conclude(
    spec: IndustrySpec, plan: Plan, options: DemoOptions, *, calendar: Calendar, truth: Truth, journal: Journal,
    tally: Tally,
) -> None:  # fmt: skip
    conclude(truth, tally)
    write_structure(plan.systems, truth, tally.records)
    plant_structure(plan.systems, truth, tally.records, tally.fillings)
    note_forms(plan.systems, truth, tally.records)
    for system in plan.systems:
        truth.add(
            "systems", system.system, system.name, system.department, system.kind, system.vendor, system.owner,
            system.cost_eur_year, contract_end(system, options.until), system.criticality,
            "dead" if system.dead else "alive",
        )  # fmt: skip
    for concept, system_name in spec.masters(plan).items():
        if concept in tally.concepts:
            truth.add("masters", concept, None, system_name, "decided")
    _interfaces(plan, calendar, truth, tally)
    _bottleneck(spec, plan, calendar, truth, tally)
    for journey, name_it, name_en, object_type, activities in spec.journeys:
        begun, ended = journal.counts.get(activities[0], 0), journal.counts.get(activities[-1], 0)
        truth.add(
            "journeys", journey, name_it, name_en, object_type, "|".join(activities), begun,
            min(ended / begun, 1.0) if begun else None,
        )  # fmt: skip
    for trap in sorted(plan.traps):
        truth.add("plan", "trap", trap)
    journal.close()
    truth.close()


def _interfaces(plan: Plan, calendar: Calendar, truth: Truth, tally: Tally) -> None:
    months = (calendar.last - calendar.first).days / 30.44
    for copy in plan.copies:
        lags = sorted(tally.lags[copy.name])
        hours = [quantile([lag / 3600 for lag in lags], share) for share in (0.5, 0.9)]
        carried, failed = tally.carried[copy.name], tally.failed[copy.name]
        truth.add(
            "interfaces", copy.name, copy.source[0], copy.target[0], copy.source[1], copy.target[1], copy.concept,
            TABLE_MODE[copy.mode], copy.declared, *hours, len(lags), carried / months, failed / max(carried, 1),
            copy.updates, calendar.begins + int(copy.since * 31_557_600),
        )  # fmt: skip
    for left, right, concept in plan.dead_copies:
        truth.add(
            "interfaces", f"dead_{left}_{right}_{concept}", left, right, None, None, concept, "batch", "dead", None,
            None, 0, 0.0, None, False, None,
        )  # fmt: skip


def _bottleneck(spec: IndustrySpec, plan: Plan, calendar: Calendar, truth: Truth, tally: Tally) -> None:
    if not plan.bottleneck:
        return
    team = plan.bottleneck.team
    onset = calendar.begins + int((calendar.ends - calendar.begins) * plan.bottleneck.onset_share)
    before, after, excess, cases = halves(tally.works[team], onset)
    steps = spec.waits[team]
    kinds = {activity.activity: activity.object_type for activity in spec.activities}
    truth.add(
        "bottlenecks", team, tally.teams[team].department, *steps, kinds[steps[1]], onset, plan.bottleneck.cause,
        before, after, excess, cases,
    )  # fmt: skip
