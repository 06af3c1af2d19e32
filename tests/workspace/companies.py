"""Companies as Hypothesis makes them: everything that a regia.toml may say."""

import string
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from regia.workspace.company import (
    Assumptions,
    Capability,
    Company,
    DeclaredCorrespondence,
    DeclaredInterface,
    Department,
    Direction,
    GuidanceCost,
    Limits,
    Objective,
    Project,
    Responsibility,
    Source,
    System,
    WorkingTime,
)
from regia.workspace.direction_keys import AREAS, OPTIONS

FOLDER = Path("company")

identifiers = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=8).filter(
    lambda text: text[0] not in "-_"
)
lines = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(str.strip)
amounts = st.decimals(0, 10**9, places=2).map(abs)
positive = st.integers(1, 10**9)
clocks = st.times().map(lambda moment: time(moment.hour, moment.minute))
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def maybe(strategy):
    return st.none() | strategy


def lists(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


limits = st.builds(
    Limits,
    statement_seconds=positive,
    minutes=positive,
    rows_per_dataset=maybe(positive),
    rows=maybe(positive),
    gigabytes=maybe(st.floats(0.001, 10**6).map(lambda size: float(Decimal(repr(size))))),
)
addresses = st.one_of(
    st.sampled_from(["postgresql://reader@db.example.com:5432/crm", "exports", "C:\\data\\è.xlsx", "mysql://h/d?a=b"]),
    lines.filter(lambda text: not any(mark in text for mark in ":=")),
)


@st.composite
def sources(draw, system):
    return Source(
        system=system,
        url=draw(addresses),
        kind=draw(maybe(lines)),
        password=draw(maybe(st.sampled_from(["env:CRM_PASSWORD", "file:secrets/crm"]))),
        include=draw(lists(lines)),
        exclude=draw(lists(lines)),
        read_views=draw(st.booleans()),
        limits=draw(limits),
        options=draw(st.dictionaries(identifiers.map(lambda text: f"x{text}"), st.text(max_size=8), max_size=2)),
        folder=FOLDER,
    )


@st.composite
def systems(draw, system, departments, objectives):
    return System(
        system=system,
        name=draw(lines),
        department=draw(st.sampled_from([None, *departments])),
        kind=draw(maybe(lines)),
        vendor=draw(maybe(lines)),
        owner=draw(maybe(lines)),
        cost_eur_year=draw(maybe(amounts)),
        contract_end=draw(maybe(days)),
        criticality=draw(st.sampled_from([None, "low", "medium", "high", "critical"])),
        users=draw(maybe(st.integers(0, 10**6))),
        serves=tuple(draw(st.lists(st.sampled_from(objectives), max_size=2))) if objectives else (),
        source=draw(maybe(sources(system))),
        aliases=draw(lists(lines)),
    )


@st.composite
def working_times(draw):
    opens, closes = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    return WorkingTime(
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        opens=opens,
        closes=closes,
        timezone=draw(st.sampled_from(["Europe/Rome", "America/New_York", "UTC"])),
        holidays=draw(st.sampled_from(["IT", "IT-MI", "DE", None])),
        closures=tuple(tuple(sorted(pair)) for pair in draw(st.lists(st.tuples(days, days), max_size=2))),
    )


pages = st.lists(st.one_of(st.just(""), lines), min_size=1, max_size=3).map("\n".join).filter(str.strip)
directions = st.builds(Direction, maybe(pages), lists(lines))
roles = st.lists(lines, unique=True, max_size=2).map(tuple)


def projects_of(objectives, systems):
    def some(names):
        return lists(st.sampled_from(names)) if names else st.just(())

    return st.dictionaries(
        identifiers,
        st.builds(
            Project,
            project=st.just(""),
            name=lines,
            serves=some(objectives),
            systems=some(systems),
            owner=maybe(lines),
            due=maybe(days),
            budget_eur=maybe(amounts),
        ),
        max_size=3,
    ).map(lambda named: tuple(replace(each, project=name) for name, each in named.items()))


def objectives_named(names):
    built = {name: st.builds(Objective, st.just(name), lines, *[maybe(lines)] * 3, maybe(days), maybe(lines))
             for name in names}  # fmt: skip
    return st.tuples(*built.values())


def responsibilities(areas):
    return st.tuples(*(st.builds(Responsibility, st.just(area), roles, roles, roles) for area in areas))


@st.composite
def guidance(draw):
    chosen = [option for option in OPTIONS if draw(st.booleans())]
    ranges = [sorted(draw(st.lists(amounts, min_size=2, max_size=2))) for _ in chosen]
    return tuple(GuidanceCost(option, low, high) for option, (low, high) in zip(chosen, ranges, strict=True))


@st.composite
def interfaces(draw, systems):
    ends = draw(st.lists(st.sampled_from(systems), min_size=2, max_size=2, unique=True))
    return DeclaredInterface(
        *ends,
        concept=draw(maybe(lines)),
        mode=draw(st.sampled_from([None, "realtime", "batch", "manual", "import"])),
        owner=draw(maybe(lines)),
        note=draw(maybe(lines)),
    )


@st.composite
def correspondences(draw, systems):
    ends = draw(st.lists(st.sampled_from(systems), min_size=2, max_size=2, unique=True))
    written = [f"{system}.{draw(identifiers)}.{draw(identifiers)}" for system in ends]
    return DeclaredCorrespondence(*written, same=draw(st.booleans()), note=draw(maybe(lines)))


@st.composite
def companies(draw):
    capabilities = tuple(Capability(name, draw(lines)) for name in draw(st.lists(identifiers, unique=True, max_size=3)))
    known = [capability.capability for capability in capabilities]
    departments = tuple(
        Department(name, draw(lines), tuple(draw(st.lists(st.sampled_from(known), unique=True))) if known else ())
        for name in draw(st.lists(identifiers, unique=True, max_size=3))
    )
    names = [department.department for department in departments]
    goals = draw(st.lists(identifiers, unique=True, max_size=2))
    systems_ = tuple(draw(systems(name, names, goals)) for name in draw(st.lists(identifiers, unique=True, max_size=3)))
    ids = [system.system for system in systems_]
    return Company(
        folder=FOLDER,
        name=draw(lines),
        language=draw(st.sampled_from(["it", "en"])),
        made_up=draw(st.booleans()),
        departments=departments,
        capabilities=capabilities,
        direction=draw(directions),
        objectives=draw(objectives_named(goals)),
        projects=draw(projects_of(goals, ids)),
        responsibilities=draw(responsibilities([area for area in AREAS if draw(st.integers(0, 4)) == 0])),
        guidance=draw(guidance()),
        systems=systems_,
        interfaces=tuple(draw(lists(interfaces(ids)))) if len(ids) > 1 else (),
        correspondences=tuple(draw(lists(correspondences(ids)))) if len(ids) > 1 else (),
        evidence=draw(lists(lines)),
        working_time=draw(working_times()),
        assumptions=draw(
            st.builds(Assumptions, amounts, amounts, amounts, amounts, st.none() | amounts, st.booleans())
        ),
        keep_snapshots=draw(positive),
        keep_days=draw(positive),
    )
