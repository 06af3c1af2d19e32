"""What the pages of the CTO Radar show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from regia.assess.disclosure import Group
from regia.assess.guidance import guide
from regia.assess.questionnaire import LEVELS, Area, areas
from regia.assess.radar import Radar
from regia.assess.rounds import RoundScores, history, moves
from regia.checkup.current import current_radar
from regia.errors import Text
from regia.judgement.answers import AnswerLog, Side
from regia.pictures import trend
from regia.pictures.radar import Shape, draw, twin
from regia.pictures.twin import Twin
from regia.report.radar import radar_data, radar_plot
from regia.report.radar_words import GROUPS, Words
from regia.report.typesetting import Data
from regia.web.frame.language import spoken, tell
from regia.web.people.models import Company
from regia.web.radar.services import open_round
from regia.web.visit import Visit
from regia.wording import date_, fill
from regia.workspace.company import Company as Declared

NO_ROUND = Text("Nessun giro di risposte è ancora chiuso.", "No round of answers is closed yet.")
ONE_ROUND = Text(
    "C'è un giro solo: il confronto comincia con il secondo.",
    "There is one round: the comparison begins with the second.",
)
NOTHING_MOVED = Text(
    "Dal giro {first} al giro {last} nessuna area si è mossa più di quanto possa fare il caso.",
    "From round {first} to round {last} no area moved further than chance may.",
)
MOVED_ALONE = Text(
    "Dal giro {first} al giro {last}, per {group} «{area}» si è mossa di {change}.",
    "From round {first} to round {last}, for {group} '{area}' moved by {change}.",
)
MOVED = Text(
    "Dal giro {first} al giro {last}, per {group} «{area}» si è mossa di {change}: più di ogni altra. Altri movimenti "
    "che non sono del caso: {others}.",
    "From round {first} to round {last}, for {group} '{area}' moved by {change}: further than any other. Other moves "
    "that chance does not explain: {others}.",
)
TREND_SAYS = Text(
    "«{area}» in {rounds} giri, da 1 a 5: il valore di ogni lato e il suo intervallo.",
    "'{area}' over {rounds} rounds, from 1 to 5: the value of each side and its interval.",
)
SIDE_WORDS: Mapping[Side, Text] = {"it": Text("IT", "IT"), "business": Text("business", "business")}


@dataclass(frozen=True)
class RadarPage:
    """The quick assessment as it stands."""

    radar: Radar
    data: Data
    svg: SafeString
    twin: Twin
    round: int
    waiting: tuple[tuple[Text, int], ...]
    links: tuple[tuple[Text, int], ...]
    dimensions: int


@dataclass(frozen=True)
class RoundLine:
    """One closed round: its number, when it was closed, how many people are told of by group."""

    number: int
    closed_on: date
    people: tuple[int | None, ...]


@dataclass(frozen=True)
class AreaTrend:
    """One area over the rounds, as a picture."""

    name: str
    svg: SafeString


@dataclass(frozen=True)
class RoundsPage:
    """Every closed round beside the others."""

    sentence: str
    groups: tuple[str, ...]
    rounds: tuple[RoundLine, ...]
    trends: tuple[AreaTrend, ...]
    twin: Twin


@dataclass(frozen=True)
class Choice:
    """One level of a question."""

    level: int
    says: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One question as a person sees it."""

    item: str
    asks: str
    choices: tuple[Choice, ...]
    unsaid: bool


@dataclass(frozen=True)
class AskingPage:
    """The questions of one area, and how far a person has come."""

    area: Area
    number: int
    of: int
    questions: tuple[Question, ...]
    before: str | None


def radar_page(visit: Visit) -> RadarPage:
    """Return the quick assessment of the company; it needs no check-up."""
    declared = declared_of(visit)
    radar = current_radar(declared)
    plot = radar_plot(radar, spoken())
    return RadarPage(
        radar=radar,
        data=radar_data(declared, radar, spoken(), day=timezone.localdate()),
        svg=mark_safe(draw(plot)),
        twin=twin(plot, heading=tell(Text("Area", "Area"))),
        round=open_round(visit.company),
        waiting=tuple((SIDE_WORDS[side], count) for side, count in radar.waiting.items()),
        links=_links(visit.company),
        dimensions=len(guide().dimensions),
    )


def rounds_page(visit: Visit) -> RoundsPage:
    """Return how the areas went from round to round."""
    rounds = history(AnswerLog(visit.company.path).rounds())
    groups = [group for group in GROUPS if any(group in each.groups for each in rounds)]
    plots = {tell(area.name): _trend(area, rounds, groups) for area in areas()} if rounds else {}
    return RoundsPage(
        sentence=_moved(rounds),
        groups=tuple(tell(GROUPS[group]) for group in groups),
        rounds=tuple(RoundLine(each.number, each.closed_on, _people(each, groups)) for each in reversed(rounds)),
        trends=tuple(
            AreaTrend(name, mark_safe(trend.draw(plot, name=f"trend-{at}")))
            for at, (name, plot) in enumerate(plots.items())
        ),
        twin=trend.twin(plots, headings=(tell(Text("Area", "Area")), tell(Text("Lato", "Side"))), language=spoken()),
    )


def _trend(area: Area, rounds: list[RoundScores], groups: list[Group]) -> trend.TrendPlot:
    def measure(one: RoundScores, group: Group) -> trend.Measure | None:
        score = one.areas[area.area].get(group)
        return trend.Measure(score.score, score.low, score.high) if score else None

    return trend.TrendPlot(
        rounds=[date_(each.closed_on, spoken()) for each in rounds],
        shapes=[Shape(group, tell(GROUPS[group])) for group in groups],
        values={group: [measure(each, group) for each in rounds] for group in groups},
        title=tell(area.name),
        description=fill(TREND_SAYS, {"area": area.name, "rounds": len(rounds)}, spoken()),
    )


def _people(one: RoundScores, groups: list[Group]) -> tuple[int | None, ...]:
    """Return how many people each group is of, None where it is not told."""
    counts = ([scored[group].answers for scored in one.areas.values() if group in scored] for group in groups)
    return tuple(max(each) if each else None for each in counts)


def _moved(rounds: list[RoundScores]) -> str:
    """Return what moved between the first and the last round, in a sentence."""
    if len(rounds) < 2:
        return tell(ONE_ROUND if rounds else NO_ROUND)
    sure = [move for move in moves(rounds) if move.sure]
    ends = {"first": rounds[0].number, "last": rounds[-1].number}
    if not sure:
        return fill(NOTHING_MOVED, ends, spoken())
    names = {area.area: area.name for area in areas()}
    furthest = sure[0]
    values = {
        "area": names[furthest.area],
        "group": GROUPS[furthest.group],
        "change": Words(spoken()).signed(furthest.change),
        "others": len(sure) - 1,
    }
    return fill(MOVED if len(sure) > 1 else MOVED_ALONE, ends | values, spoken())


def declared_of(visit: Visit) -> Declared:
    """Return what regia.toml says, or an empty company of that name where it has mistakes."""
    return visit.declared or Declared(visit.company.path, visit.company.name)


def asking_page(company: Company, side: Side, person: str, area: Area) -> AskingPage:
    """Return the questions of an area, with what a person has answered already."""
    given = AnswerLog(company.path).given(person)
    names = [each.area for each in areas()]
    number = names.index(area.area)
    language = spoken()
    return AskingPage(
        area=area,
        number=number + 1,
        of=len(names),
        questions=tuple(
            Question(
                item.item,
                item.asks[side].say(language),
                tuple(
                    Choice(level, text.say(language), given.get(item.item) == level)
                    for level, text in zip(LEVELS, item.levels, strict=True)
                ),
                item.item in given and given[item.item] is None,
            )
            for item in area.items
        ),
        before=names[number - 1] if number else None,
    )


def area_named(name: str) -> Area | None:
    """Return an area by name."""
    return next((each for each in areas() if each.area == name), None)


def _links(company: Company) -> tuple[tuple[Text, int], ...]:
    number = open_round(company)
    made = company.answer_links.filter(round=number)
    return tuple((words, made.filter(side=side).count()) for side, words in SIDE_WORDS.items())
