"""What the pages of the CTO Radar show."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from regia.assess.guidance import guide
from regia.assess.questionnaire import LEVELS, Area, areas
from regia.assess.radar import Radar
from regia.checkup.current import current_radar
from regia.errors import Text
from regia.judgement.answers import AnswerLog, Side
from regia.pictures.radar import draw, twin
from regia.pictures.twin import Twin
from regia.report.radar import radar_data, radar_plot
from regia.report.typesetting import Data
from regia.web.frame.language import spoken, tell
from regia.web.people.models import Company
from regia.web.radar.services import open_round
from regia.web.visit import Visit
from regia.workspace.company import Company as Declared

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
