"""What the pages of the register and of one interface show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, QueryDict

from regia.errors import Text
from regia.interfaces.register import UNKNOWN, WRITTEN
from regia.interfaces.tables import (
    INTERFACE_EVIDENCE,
    INTERFACE_EXAMPLES,
    INTERFACE_LAGS,
    INTERFACES,
    WEEKDAYS,
)
from regia.judgement.verdict import Kind, Verdict
from regia.profile.tables import DATASETS
from regia.web.evidence.grid import GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import equal
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Bar, Plot, bars
from regia.web.interfaces import grids
from regia.web.interfaces.lags import lag_plot
from regia.web.interfaces.tags import CONTRADICTIONS, STATUS_TAGS
from regia.web.landscape.words import MODES
from regia.web.people.roles import Permission
from regia.web.runs import timetable
from regia.web.systems.selectors import top_findings
from regia.web.verdicts import standing, waiting
from regia.web.visit import Visit
from regia.wording import both, duration, fill, money, number, share

WRITTEN_STANDS = Text(
    "È scritta in regia.toml: se non c'è più, toglila da lì.",
    "It is written in regia.toml: if it is no longer there, take it out of it.",
)
_LIKELY = 0.5
_MOST_ASKED, _MOST_HUBS = 5, 5
_ALIVE = f"probability >= {_LIKELY} AND verdict IS DISTINCT FROM 'rejected'"
# What is both uncertain and busy comes first: an answer there settles most.
_ASKED = """
SELECT interface, from_system, to_system, concept_it, concept_en, mode, probability FROM {interfaces}
WHERE NOT declared AND NOT observed AND verdict IS NULL AND probability > 0
ORDER BY probability * (1.05 - probability) * (1 + coalesce(records_per_month, 0)) DESC, interface
"""


@dataclass(frozen=True)
class Counts:
    """How many interfaces there are, by what is known of them."""

    alive: int
    unwritten: int
    contradicted: int
    systems: int
    hours: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Asked:
    """An interface that only the data shows, and that nobody has judged yet."""

    name: str
    url: str
    says: str


@dataclass(frozen=True)
class Hub:
    """A system on which others depend."""

    name: str
    url: str
    says: str


@dataclass(frozen=True)
class RegisterPage:
    """The register: a sentence's figures, how data passes, what everything depends on, what to ask, the tables."""

    counts: Counts
    figures: tuple[Figure, ...]
    modes: list[Bar]
    hubs: tuple[Hub, ...]
    asked: tuple[Asked, ...]
    to_ask: int
    waiting: int
    grid: GridPage
    links: GridPage
    files: GridPage


@dataclass(frozen=True)
class End:
    """One of the two systems: what it is called, its dataset, when that was last written."""

    system: str
    name: str
    dataset: str | None
    last_change: object


@dataclass(frozen=True)
class InterfacePage:
    """One interface; `standing` is what a person said of it, `written` whether regia.toml has it."""

    row: Row
    name: str | None
    what: str
    left: End
    right: End
    mode: Text | None
    tag: Tag
    contradiction: Text | None
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...]
    lags: Plot | None
    findings: list[Row]
    standing: Verdict | None
    waits: bool
    written: bool
    evidence: GridPage
    lineage: GridPage
    examples: GridPage | None

    @property
    def grids(self) -> tuple[GridPage, ...]:
        """The tables of the page."""
        return tuple(each for each in (self.evidence, self.lineage, self.examples) if each)


def register_page(visit: Visit, asked: QueryDict) -> RegisterPage:
    """Return the register."""
    evidence = visit.evidence
    found, open_ones = _counts(evidence), _open(visit)
    return RegisterPage(
        counts=found,
        figures=_figures(found, len(open_ones)),
        modes=_modes(evidence),
        hubs=tuple(_hubs(visit)),
        asked=tuple(_asked(visit, row) for row in open_ones[:_MOST_ASKED]) if visit.may(Permission.JUDGE) else (),
        to_ask=len(open_ones),
        waiting=len(waiting(visit, Kind.INTERFACE)),
        grid=grids.interfaces(visit).read(evidence, asked),
        links=grids.links(visit).read(evidence, asked),
        files=grids.files().read(evidence, asked),
    )


def interface_page(visit: Visit, asked: QueryDict, interface: str) -> InterfacePage:
    """Return one interface.

    Raises:
        Http404: the check-up knows no such interface.
    """
    evidence, where = visit.evidence, equal(interface=interface)
    row = evidence.one(INTERFACES, where)
    if row is None:
        raise Http404
    language = spoken()
    said = standing(visit, Kind.INTERFACE).get(interface)
    example = visit.may(Permission.SEE_ROWS) and evidence.count(INTERFACE_EXAMPLES, where) > 0
    return InterfacePage(
        row=row,
        name=(said.name if said else "") or (str(row["name"]) if row["name"] else None),
        what=what_passes(row),
        left=_end(visit, row, "from"),
        right=_end(visit, row, "to"),
        mode=MODES.get(str(row["mode"])),
        tag=STATUS_TAGS[row["status"]],
        contradiction=CONTRADICTIONS.get(str(row["contradiction"])),
        reasons=tuple(part.strip() for part in str(row[f"reasons_{language}"]).split(";") if part.strip()),
        figures=_interface_figures(row),
        lags=lag_plot(evidence.rows(INTERFACE_LAGS, where)),
        findings=top_findings(evidence, equal(subject=interface)),
        standing=said,
        waits=any(each.subject == interface for each in waiting(visit, Kind.INTERFACE)),
        written=is_written(visit, interface),
        evidence=grids.evidence().read(evidence, asked, where),
        lineage=grids.lineage(visit).read(evidence, asked, where),
        examples=grids.examples(visit).read(evidence, asked, where) if example else None,
    )


def is_known(visit: Visit, interface: str) -> bool:
    """Return whether the newest check-up has this interface."""
    return visit.evidence.count(INTERFACES, equal(interface=interface)) > 0


def is_written(visit: Visit, interface: str) -> bool:
    """Return whether regia.toml declares it."""
    return visit.evidence.count(INTERFACE_EVIDENCE, equal(interface=interface, kind=WRITTEN)) > 0


def next_to_judge(visit: Visit) -> str | None:
    """Return the interface whose verdict settles most, of those that nobody has judged."""
    return next((str(row["interface"]) for row in _open(visit)), None)


def what_passes(row: Row) -> str:
    """Return what passes, as people say it."""
    name = str(row[f"concept_{spoken()}"])
    return Text("dati", "data").say(spoken()) if name == UNKNOWN else name


def _open(visit: Visit) -> Sequence[Row]:
    judged = standing(visit, Kind.INTERFACE)
    return [row for row in visit.evidence.figures(_ASKED) if row["interface"] not in judged]


def _asked(visit: Visit, row: Row) -> Asked:
    language = spoken()
    names = grids.system_names(visit)
    ends = " → ".join(names[str(row[side])].say(language) for side in ("from_system", "to_system"))
    mode = MODES.get(str(row["mode"]))
    sure = fill(Text("probabilità {p:share}", "probability {p:share}"), {"p": row["probability"]}, language)
    parts = (what_passes(row), mode.say(language) if mode else "", sure)
    return Asked(ends, grids.interface_url(visit, row), ", ".join(filter(None, parts)))


def _counts(evidence: Evidence) -> Counts:
    [row] = evidence.figures(
        f"SELECT count(*) FILTER ({_ALIVE}) AS alive, "  # noqa: S608 our own text
        f"count(*) FILTER ({_ALIVE} AND NOT declared AND mode IS DISTINCT FROM 'manual') AS unwritten, "
        "count(*) FILTER (contradiction IS NOT NULL) AS contradicted, sum(hours_year) AS hours, "
        "sum(eur_year_low) AS low, sum(eur_year_high) AS high, "
        f"(SELECT count(*) FROM (SELECT from_system FROM {{interfaces}} WHERE {_ALIVE} UNION "
        f"SELECT to_system FROM {{interfaces}} WHERE {_ALIVE})) AS systems FROM {{interfaces}}"
    )
    return Counts(**row)  # type: ignore[arg-type]


def _figures(found: Counts, to_ask: int) -> tuple[Figure, ...]:
    language = spoken()
    hours = "—" if found.hours is None else number(round(found.hours), language)
    return (
        Figure(
            number(found.unwritten, language),
            Text("scambi che nessuno ha scritto", "exchanges nobody wrote down"),
            url="?status=inferred",
        ),
        Figure(
            number(found.contradicted, language),
            Text("dichiarati e smentiti dai dati", "declared, and contradicted by the data"),
            url="?status=contradicted",
        ),
        Figure(
            hours,
            Text("ore l'anno per ricopiare a mano", "hours a year spent re-keying by hand"),
            _euro(found),
            "?mode=manual",
        ),
        Figure(
            number(to_ask, language), Text("da confermare o respingere", "to confirm or reject"), url="?status=inferred"
        ),
    )


def _euro(found: Counts) -> Text | None:
    if found.low is None or found.high is None:
        return None
    says = Text("da {low:money} a {high:money} l'anno", "{low:money} to {high:money} a year")
    values = {"low": found.low, "high": found.high}
    return both(says, values)


def _modes(evidence: Evidence) -> list[Bar]:
    rows = evidence.figures(
        f"SELECT mode, count(*) / sum(count(*)) OVER () AS part FROM {{interfaces}} WHERE {_ALIVE} "  # noqa: S608 our own text
        "GROUP BY mode ORDER BY part DESC, mode"
    )
    unknown = Text("non si sa", "not known")
    return bars([(MODES.get(str(row["mode"]), unknown).say(spoken()), float(str(row["part"]))) for row in rows])


def _hubs(visit: Visit) -> list[Hub]:
    rows = visit.evidence.figures(
        "SELECT l.system, s.name, l.feeds, l.reached, l.cut_off FROM {system_links} l JOIN {systems} s "
        "ON s.system = l.system WHERE l.reached > 0 ORDER BY l.reached DESC, l.cut_off DESC, s.name LIMIT ?",
        _MOST_HUBS,
    )
    return [Hub(str(row["name"]), grids.impact_url(visit, row), _depends(row)) for row in rows]


def _depends(row: Row) -> str:
    says = Text(
        "i suoi dati arrivano a {reached:altro sistema|altri sistemi}",
        "its data reaches {reached:other system|other systems}",
    )
    alone = Text(
        "; se si ferma, {cut_off:sistema resta isolato|sistemi restano isolati}",
        "; when it stops, {cut_off:system is|systems are} cut off",
    )
    told = fill(says, row, spoken())
    return told + (fill(alone, row, spoken()) if row["cut_off"] else "")


def _end(visit: Visit, row: Row, side: str) -> End:
    system, dataset = str(row[f"{side}_system"]), row[f"{side}_dataset"]
    held = visit.evidence.one(DATASETS, equal(system=system, dataset=dataset)) if dataset else None
    name = grids.system_names(visit).get(system)
    return End(
        system, name.say(spoken()) if name else system, str(dataset) if dataset and held else None,
        held["last_change_at"] if held else None,
    )  # fmt: skip


_RUNS = Text("quando arrivano i dati, a ore fisse", "when data arrives, at fixed hours")


def _interface_figures(row: Row) -> tuple[Figure, ...]:
    language = spoken()
    late, most, passed = (_number(row[name]) for name in ("lag_p50_hours", "lag_p90_hours", "records_per_month"))
    wrong, low, high = (_number(row[name]) for name in ("error_share", "eur_year_low", "eur_year_high"))
    figures = [
        Figure(
            "—" if late is None else _late(late),
            Text("ritardo mediano", "median lag"),
            _nine_in_ten(most),
            "#lags-head",
        ),
        Figure(
            "—" if passed is None else number(round(passed), language),
            Text("record al mese", "records a month"),
            url="#evidence",
        ),
        Figure(
            "—" if wrong is None else share(wrong, language),
            Text("arrivati con un valore diverso", "arrived with another value"),
            url="#examples" if wrong else None,
        ),
    ]
    figures += _runs(row)
    if low is not None and high is not None:
        value = f"{money(low, language)} - {money(high, language)}"
        figures.append(Figure(value, Text("l'anno per ricopiare a mano", "a year to re-key by hand"), _hours(row)))
    return tuple(figures)


def _runs(row: Row) -> list[Figure]:
    """Return when the job of a batch runs, where the arrivals tell it."""
    hour, day = _number(row.get("runs_at_hour")), row.get("runs_on")
    if hour is None:
        return []
    label = Text("ogni giorno", "every day")
    if day:
        label = Text("ogni {day}", "every {day}").fill(day=timetable.WEEKDAYS[WEEKDAYS.index(str(day))])
    minutes = round(hour * 60)
    return [Figure(f"{minutes // 60 % 24:02}:{minutes % 60:02}", label, _RUNS)]


def _hours(row: Row) -> Text:
    says = Text(
        "{hours} ore l'anno, secondo le ipotesi di regia.toml", "{hours} hours a year, by the assumptions of regia.toml"
    )
    hours = round(_number(row["hours_year"]) or 0)
    return both(says, {"hours": hours})


def _nine_in_ten(hours: float | None) -> Text | None:
    if hours is None:
        return None
    return Text(
        f"nove su dieci entro {duration(hours * 3600, 'it')}", f"nine in ten within {duration(hours * 3600, 'en')}"
    )


def _late(hours: float) -> str:
    return duration(hours * 3600, spoken())


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
