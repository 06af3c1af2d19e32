"""regia.toml read into a frozen Company, or every mistake in it told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from regia.errors import LANGUAGES, Text
from regia.errors.company import (
    CompanyFileMissing,
    CompanyFileUnreadable,
    CompanyFileWrong,
    CompanyFolderMissing,
    Mistake,
)
from regia.workspace import syntax
from regia.workspace.company import Assumptions, Capability, Company, Criticality, Department, System, WorkingTime
from regia.workspace.correspondence_reading import read_correspondences
from regia.workspace.direction_reading import (
    read_direction,
    read_guidance,
    read_objectives,
    read_projects,
    read_responsibilities,
    read_serves,
)
from regia.workspace.interface_reading import read_interfaces
from regia.workspace.key import Key
from regia.workspace.keys import ASSUMPTIONS, COMPANY, DEPARTMENT, SYSTEM, WORKING_TIME
from regia.workspace.layout import layout
from regia.workspace.places import known_holidays, known_timezones
from regia.workspace.section import IDENTIFIER, ODD_ID, Mistakes, Section, as_identifier, nearest, one_of
from regia.workspace.source_reading import read_source

FILE = "regia.toml"
ROOT = ("company", "departments", "capabilities", "systems", "direction", "objectives", "projects",
        "responsibilities", "guidance", "interfaces", "correspondences", "working_time", "assumptions")  # fmt: skip
CRITICALITIES: Mapping[str, Criticality] = {
    "low": "low",
    "bassa": "low",
    "medium": "medium",
    "media": "medium",
    "high": "high",
    "alta": "high",
    "critical": "critical",
    "critica": "critical",
}
_DAYS = (
    ("lunedì", "lunedi", "lun", "monday", "mon"),
    ("martedì", "martedi", "mar", "tuesday", "tue"),
    ("mercoledì", "mercoledi", "mer", "wednesday", "wed"),
    ("giovedì", "giovedi", "gio", "thursday", "thu"),
    ("venerdì", "venerdi", "ven", "friday", "fri"),
    ("sabato", "sab", "saturday", "sat"),
    ("domenica", "dom", "sunday", "sun"),
)
WEEKDAYS = {word: number for number, words in enumerate(_DAYS) for word in words}

NOT_UTF8 = Text(
    "regia.toml non è in UTF-8: l'ho letto come Windows-1252. Salvalo in UTF-8.",
    "regia.toml is not UTF-8: it was read as Windows-1252. Save it as UTF-8.",
)
NO_DEPARTMENT = Text("nessun reparto si chiama così; ci sono: {known}", "no department is named so; there are: {known}")
NO_CAPABILITY = Text("non è tra le [capabilities]: {known}", "is not among the [capabilities]: {known}")
OPENS_LATE = Text("la chiusura deve venire dopo l'apertura", "closing time must come after opening time")
CLOSURE = Text(
    "ci vuole una data, o [prima data, ultima data] in quest'ordine",
    "a date is expected, or [first date, last date] in this order",
)


def load(folder: Path) -> Company:
    """Return the company that a folder's regia.toml declares.

    Raises:
        CompanyFolderMissing, CompanyFileMissing: there is none.
        CompanyFileUnreadable: no permission, or not text.
        CompanyFileWrong: mistakes in it, all of them.
    """
    if not folder.is_dir():
        raise CompanyFolderMissing(folder=folder)
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CompanyFileMissing(folder=folder) from None
    except OSError as error:
        raise CompanyFileUnreadable(path=path, detail=error.strerror) from error
    text, remarks = decode(data, path)
    return replace(parse(text, folder), remarks=remarks)


def decode(data: bytes, path: Path) -> tuple[str, tuple[Text, ...]]:
    """Return a file's text with line ends of one character, and what was guessed to get it.

    Raises:
        CompanyFileUnreadable: the bytes are no text.
    """
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n"), (NOT_UTF8,) if encoding == "cp1252" else ()
    raise CompanyFileUnreadable(path=path, detail="not UTF-8")


def parse(text: str, folder: Path) -> Company:
    """Return the company that a text declares; `folder` is where its paths start.

    Raises:
        CompanyFileWrong: mistakes in it, all of them.
    """
    parsed = syntax.parse(text)
    if parsed.tables is None:
        raise CompanyFileWrong(path=folder / FILE, mistakes=parsed.mistakes)
    mistakes = Mistakes(layout(parsed.text))
    company = _company(Section(parsed.tables, (), mistakes), folder)
    told = {mistake.line for mistake in parsed.mistakes}
    found = (*parsed.mistakes, *(mistake for mistake in mistakes.found if mistake.line not in told))
    if found:
        raise CompanyFileWrong(path=folder / FILE, mistakes=tuple(sorted(found, key=_by_line)))
    return company


def _by_line(mistake: Mistake) -> tuple[int, str]:
    return mistake.line, mistake.key


def _company(root: Section, folder: Path) -> Company:
    root.know(ROOT)
    section = root.section("company")
    section.know(_names(COMPANY))
    section.need("name")
    capabilities = _capabilities(root)
    departments = _departments(root, [capability.capability for capability in capabilities])
    objectives = read_objectives(root)
    known = _Known([each.department for each in departments], [each.objective for each in objectives])
    systems = _systems(root, known, folder)
    default = Company(folder, "")
    return Company(
        folder=folder,
        name=section.text("name") or "",
        language=section.choice("language", {language: language for language in LANGUAGES}) or default.language,
        made_up=section.flag("made_up") or False,
        departments=departments,
        capabilities=capabilities or _named_by(departments),
        systems=systems,
        direction=read_direction(root),
        objectives=objectives,
        projects=read_projects(root, known.objectives, [system.system for system in systems]),
        responsibilities=read_responsibilities(root),
        guidance=read_guidance(root),
        interfaces=read_interfaces(root, [system.system for system in systems]),
        correspondences=read_correspondences(root, [system.system for system in systems]),
        evidence=section.words("evidence"),
        working_time=_working_time(root.section("working_time")),
        assumptions=_assumptions(root.section("assumptions")),
        keep_snapshots=section.whole("keep_snapshots", least=1) or default.keep_snapshots,
        keep_days=section.whole("keep_days", least=1) or default.keep_days,
    )


@dataclass(frozen=True)
class _Known:
    """The names that a system may refer to."""

    departments: list[str]
    objectives: list[str]


def _names(keys: tuple[Key, ...]) -> list[str]:
    return [key.name for key in keys]


def _capabilities(root: Section) -> tuple[Capability, ...]:
    """Read capabilities, given as a list of names or as a table of names by id."""
    if isinstance(root.table.get("capabilities"), list):
        return tuple(Capability(word, word) for word in dict.fromkeys(root.words("capabilities")))
    section = root.section("capabilities")
    for key in section.table:
        if not IDENTIFIER.fullmatch(key):
            section.wrong(key, ODD_ID, nearest=as_identifier(key))
    return tuple(Capability(key, section.text(key) or key) for key in section.table)


def _named_by(departments: tuple[Department, ...]) -> tuple[Capability, ...]:
    words = dict.fromkeys(word for department in departments for word in department.capabilities)
    return tuple(Capability(word, word) for word in words)


def _departments(root: Section, capabilities: list[str]) -> tuple[Department, ...]:
    departments = []
    for name, section in root.named("departments"):
        section.know(_names(DEPARTMENT))
        words = section.words("capabilities")
        if capabilities:
            _refuse_unknown(section, words, capabilities)
        departments.append(Department(name, section.text("name") or name, words))
    return tuple(departments)


def _refuse_unknown(section: Section, words: tuple[str, ...], known: list[str]) -> None:
    for position, word in enumerate(words):
        if word not in known:
            says = NO_CAPABILITY.fill(known=", ".join(known))
            section.wrong(position, says, nearest=nearest(word, known), under=("capabilities",))


def _systems(root: Section, known: _Known, folder: Path) -> tuple[System, ...]:
    return tuple(_system(name, section, known, folder) for name, section in root.named("systems"))


def _system(name: str, section: Section, known: _Known, folder: Path) -> System:
    section.know([*_names(SYSTEM), "limits", "options"])
    return System(
        system=name,
        name=section.text("name") or name,
        department=_department(section, known.departments),
        kind=section.text("kind"),
        vendor=section.text("vendor"),
        owner=section.text("owner"),
        cost_eur_year=section.amount("cost_eur_year"),
        contract_end=section.day("contract_end"),
        criticality=section.choice("criticality", CRITICALITIES, shown=("low", "medium", "high", "critical")),
        users=section.whole("users"),
        serves=read_serves(section, known.objectives),
        source=read_source(name, section, folder),
        aliases=section.words("aliases"),
    )


def _department(section: Section, known: list[str]) -> str | None:
    department = section.text("department")
    if department is None or department in known or section.mistakes.meant(("departments",)):
        return department
    says = NO_DEPARTMENT.fill(known=", ".join(known) or "-")
    section.wrong("department", says, nearest=nearest(department, known))
    return None


def _working_time(section: Section) -> WorkingTime:
    section.know(_names(WORKING_TIME))
    default = WorkingTime()
    weekdays = section.choices("weekdays", WEEKDAYS, shown=[f"{words[0]}/{words[-2]}" for words in _DAYS])
    opens, closes = section.clock("opens") or default.opens, section.clock("closes") or default.closes
    if opens >= closes:
        section.wrong("closes" if "closes" in section.table else "opens", OPENS_LATE)
    return WorkingTime(
        weekdays=tuple(sorted(set(weekdays))) or default.weekdays,
        opens=opens,
        closes=closes,
        timezone=_timezone(section) or default.timezone,
        holidays=_holidays(section, default.holidays),
        closures=_closures(section),
    )


def _timezone(section: Section) -> str | None:
    zone = section.text("timezone")
    if zone is None or zone in (known := known_timezones()):
        return zone
    section.wrong("timezone", one_of(["Europe/Rome", "Europe/London", "UTC", "..."]), nearest=nearest(zone, known))
    return None


def _holidays(section: Section, default: str | None) -> str | None:
    place = section.text("holidays")
    if place is None or place == default:
        return default
    if place.lower() in ("none", "nessuna"):
        return None
    known = known_holidays()
    if place not in known:
        section.wrong("holidays", one_of(["IT", "IT-MI", "DE", "none", "..."]), nearest=nearest(place, known))
    return place


def _closures(section: Section) -> tuple[tuple[date, date], ...]:
    closures = []
    for position, element in enumerate(section.elements("closures", CLOSURE)):
        if closure := _closure(element):
            closures.append(closure)
        else:
            section.wrong(position, CLOSURE, under=("closures",))
    return tuple(closures)


def _closure(element: object) -> tuple[date, date] | None:
    # A time of day is a date to Python, not to us.
    days = [day for day in (element if isinstance(element, list) else [element, element]) if type(day) is date]
    return (days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def _assumptions(section: Section) -> Assumptions:
    section.know(_names(ASSUMPTIONS))
    default = Assumptions()

    def amount(key: str, default: Decimal) -> Decimal:
        given = section.amount(key)
        return default if given is None else given

    return Assumptions(
        hour_cost_eur=amount("hour_cost_eur", default.hour_cost_eur),
        minutes_per_duplicate=amount("minutes_per_duplicate", default.minutes_per_duplicate),
        minutes_per_conflict=amount("minutes_per_conflict", default.minutes_per_conflict),
        minutes_per_rekeyed_record=amount("minutes_per_rekeyed_record", default.minutes_per_rekeyed_record),
        minutes_per_day_waited=section.amount("minutes_per_day_waited"),
        confirmed=section.flag("confirmed") or False,
    )
