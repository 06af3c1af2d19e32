"""A whole regia.toml, with every key explained in the company's language and the unused ones as examples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from regia.errors import Language, Text
from regia.workspace.company import Assumptions, Company, Department, Direction, Limits, Source, System, WorkingTime
from regia.workspace.direction_keys import DIRECTION, GUIDANCE_COST, OBJECTIVE, PROJECT, RESPONSIBILITY
from regia.workspace.key import Key
from regia.workspace.keys import (
    ASSUMPTIONS,
    COMPANY,
    CORRESPONDENCE,
    DEPARTMENT,
    INTERFACE,
    LIMITS,
    SAYS,
    SYSTEM,
    WORKING_TIME,
)
from regia.workspace.literals import Value, key, literal

Values = Mapping[str, Value]

HEAD = Text(
    """\
# L'azienda, i suoi reparti e i suoi sistemi, come Regia li deve conoscere.
# Le righe che cominciano con # sono spiegazioni ed esempi: togli il # per usarle.
# Le password non stanno mai in questo file: `password` dice dove si trovano.
# Dopo ogni modifica: `regia sources` controlla il file e prova le connessioni.
""",
    """\
# The company, its departments and its systems, as Regia is to know them.
# Lines that start with # are explanations and examples: remove the # to use them.
# Passwords never stand in this file: `password` says where they are.
# After every change: `regia sources` checks the file and tries the connections.
""",
)
_DAYS = Text("lun mar mer gio ven sab dom", "mon tue wed thu fri sat sun")


def render(company: Company) -> str:
    """Return the text of a regia.toml that declares exactly this company."""
    return "\n".join([HEAD.say(company.language), *_blocks(company)])


def _blocks(company: Company) -> Iterator[str]:
    language = company.language
    yield _block("company", COMPANY, _company(company), language)
    yield _capabilities(company)
    yield from _departments(company)
    yield from _systems(company)
    yield from _direction(company)
    yield from _interfaces(company)
    yield from _correspondences(company)
    working_time = _working_time(company.working_time, language)
    yield _block("working_time", WORKING_TIME, working_time, language, live=bool(working_time))
    assumptions = _changed(company.assumptions, Assumptions())
    yield _block("assumptions", ASSUMPTIONS, assumptions, language, live=bool(assumptions))


def _interfaces(company: Company) -> Iterator[str]:
    values: list[dict[str, Value | None]] = [
        {
            "from": each.from_system,
            "to": each.to_system,
            "concept": each.concept,
            "mode": each.mode,
            "owner": each.owner,
            "note": each.note,
        }
        for each in company.interfaces
    ]
    return _elements("interfaces", INTERFACE, values, company.language)


def _correspondences(company: Company) -> Iterator[str]:
    values: list[dict[str, Value | None]] = [
        {"left": each.left, "right": each.right, "same": None if each.same else False, "note": each.note}
        for each in company.correspondences
    ]
    return _elements("correspondences", CORRESPONDENCE, values, company.language)


def _elements(
    name: str, keys: tuple[Key, ...], values: Sequence[Mapping[str, Value | None]], language: Language
) -> Iterator[str]:
    """Yield a section for each of several things of one kind, the first explained; where there is none, an example."""
    says = f"# {SAYS[name].say(language)}\n"
    if not values:
        yield says + _block(f"[{name}]", keys, {}, language, live=False)
    for position, given in enumerate(values):
        first = position == 0
        block = _block(f"[{name}]", keys, _given(given), language, explained=first)
        yield says + block if first else block


def _block(
    header: str, keys: tuple[Key, ...], values: Values, language: Language, *, live: bool = True, explained: bool = True
) -> str:
    """Return one section; one that is not live is an example, all of it behind #."""
    lines = [f"{'' if live else '# '}[{header}]\n"]
    for entry in keys:
        if explained:
            lines.append(f"# {entry.says.say(language)}\n")
        if entry.name in values:
            lines.append(f"{entry.name} = {literal(values[entry.name])}\n")
        else:
            lines.append(f"# {entry.name} = {entry.shown(language)}\n")
    return "".join(lines)


def _company(company: Company) -> Values:
    default = Company(company.folder, "")
    changed = ("made_up", "keep_snapshots", "keep_days")
    differing = {name: getattr(company, name) for name in changed if getattr(company, name) != getattr(default, name)}
    if company.evidence:
        differing["evidence"] = company.evidence
    return {"name": company.name, "language": company.language, **differing}


def _capabilities(company: Company) -> str:
    says = f"# {SAYS['capabilities'].say(company.language)}\n"
    if not company.capabilities:
        example = Text('campagne = "Campagne"', 'campaigns = "Campaigns"').say(company.language)
        return f"{says}# [capabilities]\n# {example}\n"
    lines = [f"{key(found.capability)} = {literal(found.name)}\n" for found in company.capabilities]
    return f"{says}[capabilities]\n{''.join(lines)}"


def _departments(company: Company) -> Iterator[str]:
    says = f"# {SAYS['departments.ID'].say(company.language)}\n"
    if not company.departments:
        yield says + _block("departments.marketing", DEPARTMENT, {}, company.language, live=False)
    for position, department in enumerate(company.departments):
        block = _block(
            f"departments.{department.department}",
            DEPARTMENT,
            _department(department),
            company.language,
            explained=position == 0,
        )
        yield says + block if position == 0 else block


def _department(department: Department) -> Values:
    given: dict[str, Value] = {"name": department.name}
    if department.capabilities:
        given["capabilities"] = department.capabilities
    return given


def _systems(company: Company) -> Iterator[str]:
    says = f"# {SAYS['systems.ID'].say(company.language)}\n"
    if not company.systems:
        yield says + _block("systems.crm", SYSTEM, {}, company.language, live=False)
        yield _block("systems.shop", SYSTEM[:1], {}, company.language, live=False, explained=False)
    for position, system in enumerate(company.systems):
        header = f"systems.{system.system}"
        block = _block(header, SYSTEM, _system(system), company.language, explained=position == 0)
        yield says + block if position == 0 else block
        yield from _around_source(header, system.source, company.language, explained=position == 0)


def _system(system: System) -> Values:
    plain = [field.name for field in fields(system) if field.name not in ("system", "source", "serves", "aliases")]
    declared = {name: getattr(system, name) for name in plain}
    declared |= {"serves": system.serves or None, "aliases": system.aliases or None}
    return _given(declared) | (_source(system.source) if system.source else {})


def _source(source: Source) -> dict[str, Value]:
    given: dict[str, Value | None] = {
        "source": source.url,
        "password": source.password,
        "source_kind": source.kind,
        "include": source.include or None,
        "exclude": source.exclude or None,
        "read_views": source.read_views or None,
    }
    return _given(given)


def _given(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _around_source(header: str, source: Source | None, language: Language, *, explained: bool) -> Iterator[str]:
    limits = _changed(source.limits, Limits()) if source else {}
    if limits or explained:
        says = f"# {SAYS['systems.ID.limits'].say(language)}\n" if explained else ""
        yield says + _block(f"{header}.limits", LIMITS, limits, language, live=bool(limits), explained=explained)
    if source and source.options:
        lines = [f"{key(name)} = {literal(value)}\n" for name, value in source.options.items()]
        yield f"[{header}.options]\n{''.join(lines)}"


def _direction(company: Company) -> Iterator[str]:
    language = company.language
    vision = _changed(company.direction, Direction())
    yield f"# {SAYS['direction'].say(language)}\n" + _block("direction", DIRECTION, vision, language, live=bool(vision))
    objectives = {each.objective: _values(each, "objective") for each in company.objectives}
    example = Text("consegne", "delivery").say(language)
    yield from _group("objectives.ID", OBJECTIVE, objectives, example, language)
    projects = {each.project: _values(each, "project") for each in company.projects}
    yield from _group("projects.ID", PROJECT, projects, Text("anagrafica", "customer_list").say(language), language)
    areas = {each.area: _values(each, "area") for each in company.responsibilities}
    yield from _group("responsibilities.AREA", RESPONSIBILITY, areas, "vision", language)
    costs = {each.option: _values(each, "option") for each in company.guidance}
    yield from _group("guidance.OPTION", GUIDANCE_COST, costs, "fractional_cto", language)


def _group(
    section: str, keys: tuple[Key, ...], named: Mapping[str, Values], example: str, language: Language
) -> Iterator[str]:
    """Yield the sections of one kind, the first of them explained, or an example where there is none."""
    says, kind = f"# {SAYS[section].say(language)}\n", section.partition(".")[0]
    if not named:
        yield says + _block(f"{kind}.{example}", keys, {}, language, live=False)
    for position, (name, values) in enumerate(named.items()):
        block = _block(f"{kind}.{name}", keys, values, language, explained=position == 0)
        yield says + block if position == 0 else block


def _values(declared: object, name: str) -> Values:
    """Return the values of a frozen dataclass that are given, but for the one that names it."""
    plain = [field.name for field in fields(declared) if field.name != name]  # type: ignore[arg-type]
    given = {name: getattr(declared, name) for name in plain}
    return {name: value for name, value in given.items() if value is not None and value != ()}


def _working_time(working_time: WorkingTime, language: Language) -> Values:
    changed = dict(_changed(working_time, WorkingTime()))
    if "weekdays" in changed:
        days = _DAYS.say(language).split()
        changed["weekdays"] = [days[number] for number in working_time.weekdays]
    if "holidays" in changed:
        changed["holidays"] = working_time.holidays or "none"
    if "closures" in changed:
        changed["closures"] = [first if first == last else [first, last] for first, last in working_time.closures]
    return changed


def _changed(given: object, default: object) -> Values:
    """Return the values of a frozen dataclass that differ from its defaults, by name."""
    names = [field.name for field in fields(default)]  # type: ignore[arg-type]
    return {name: getattr(given, name) for name in names if getattr(given, name) != getattr(default, name)}
