"""What regia.toml says of direction: vision, objectives, who decides what, what guidance costs."""

from regia.errors import Text
from regia.workspace.company import Direction, GuidanceCost, Objective, Project, Responsibility
from regia.workspace.direction_keys import (
    AREAS,
    DIRECTION,
    GUIDANCE_COST,
    OBJECTIVE,
    OPTIONS,
    PROJECT,
    RESPONSIBILITY,
)
from regia.workspace.section import Section, nearest

NO_OBJECTIVE = Text("nessun obiettivo si chiama così; ci sono: {known}", "no objective is named so; there are: {known}")
NO_SYSTEM = Text("nessun sistema si chiama così; ci sono: {known}", "no system is named so; there are: {known}")
COST_RANGE = Text("il massimo non può stare sotto il minimo", "the most cannot be below the least")


def read_direction(root: Section) -> Direction:
    """Read `[direction]`."""
    section = root.section("direction")
    section.know(key.name for key in DIRECTION)
    return Direction(section.prose("vision"), section.words("principles"))


def read_objectives(root: Section) -> tuple[Objective, ...]:
    """Read every `[objectives.ID]`."""
    return tuple(_objective(name, section) for name, section in root.named("objectives"))


def _objective(name: str, section: Section) -> Objective:
    section.know(key.name for key in OBJECTIVE)
    return Objective(
        objective=name,
        name=section.text("name") or name,
        kpi=section.text("kpi"),
        baseline=section.text("baseline"),
        target=section.text("target"),
        due=section.day("due"),
        owner=section.text("owner"),
    )


def read_serves(section: Section, known: list[str]) -> tuple[str, ...]:
    """Read the objectives that a system or project serves, all of which must be declared."""
    return _named(section, "serves", known, "objectives", NO_OBJECTIVE)


def read_projects(root: Section, objectives: list[str], systems: list[str]) -> tuple[Project, ...]:
    """Read every `[projects.ID]`; objectives and systems must be declared."""
    return tuple(_project(name, section, objectives, systems) for name, section in root.named("projects"))


def _project(name: str, section: Section, objectives: list[str], systems: list[str]) -> Project:
    section.know(key.name for key in PROJECT)
    return Project(
        project=name,
        name=section.text("name") or name,
        serves=read_serves(section, objectives),
        systems=_named(section, "systems", systems, "systems", NO_SYSTEM),
        owner=section.text("owner"),
        due=section.day("due"),
        budget_eur=section.amount("budget_eur"),
    )


def _named(section: Section, key: str, known: list[str], group: str, unknown: Text) -> tuple[str, ...]:
    """Read a list of names, all of which must be among the known ones of a group of sections."""
    words = section.words(key)
    for position, word in enumerate(words):
        if word not in known and not section.mistakes.meant((group,)):
            says = unknown.fill(known=", ".join(known) or "-")
            section.wrong(position, says, nearest=nearest(word, known), under=(key,))
    return words


def read_responsibilities(root: Section) -> tuple[Responsibility, ...]:
    """Read the map of responsibilities, in the order of its areas."""
    group = root.section("responsibilities")
    group.know(AREAS)
    return tuple(_responsibility(area, group.section(area)) for area in AREAS if area in group.table)


def _responsibility(area: str, section: Section) -> Responsibility:
    section.know(key.name for key in RESPONSIBILITY)
    roles = {key.name: _roles(section, key.name) for key in RESPONSIBILITY}
    return Responsibility(area, roles["accountable"], roles["responsible"], roles["consulted"])


def _roles(section: Section, key: str) -> tuple[str, ...]:
    """Read one role, or a list of them, each once."""
    if isinstance(section.table.get(key), list):
        return tuple(dict.fromkeys(section.words(key)))
    role = section.text(key)
    return (role,) if role else ()


def read_guidance(root: Section) -> tuple[GuidanceCost, ...]:
    """Read what each form of guidance would cost, from the lightest to the heaviest."""
    group = root.section("guidance")
    group.know(OPTIONS)
    costs = (_guidance(option, group.section(option)) for option in OPTIONS if option in group.table)
    return tuple(cost for cost in costs if cost)


def _guidance(option: str, section: Section) -> GuidanceCost | None:
    section.know(key.name for key in GUIDANCE_COST)
    for key in GUIDANCE_COST:
        section.need(key.name)
    low, high = (section.amount(key.name) for key in GUIDANCE_COST)
    if low is None or high is None:
        return None
    if high < low:
        section.wrong("cost_eur_year_high", COST_RANGE)
    return GuidanceCost(option, low, high)
