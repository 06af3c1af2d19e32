"""The questionnaire and the rules of guidance as data: whole, in both languages, and never about a person."""

import re
from collections.abc import Iterator
from itertools import product

from regia.assess.guidance import State, advise, guide, states
from regia.assess.measures import MEASURES
from regia.assess.questionnaire import LEVELS, areas, items, references
from regia.errors import Text
from regia.workspace.direction_keys import OPTIONS

LUFTMAN = ["communication", "value", "governance", "partnership", "architecture", "skills"]
BLAME = re.compile(
    r"\b(colpevol|incapac|incompeten|inadeguat|pigr|licenzi|fault of|incompeten|incapab|unfit|lazy|fire )", re.I
)


def sentences() -> Iterator[Text]:
    for area in areas():
        yield from (area.name, area.says)
        for item in area.items:
            yield from (item.name, *item.asks.values(), *item.levels, item.risk, item.first_step, item.would_measure)
    for dimension in guide().dimensions:
        yield from (dimension.name, *dimension.states.values())
    for option in guide().options:
        yield from (option.name, option.fits, *option.first_90_days, option.exit)
    for rule in guide().rules:
        yield rule.because
    for line in references().values():
        yield from (line.who, line.says, line.sample)


def test_six_areas_of_four_items_with_five_levels_mirrored() -> None:
    assert [area.area for area in areas()] == LUFTMAN
    assert [len(area.items) for area in areas()] == [4] * 6
    for item in items().values():
        assert len(item.levels) == len(set(item.levels)) == len(LEVELS)
        assert item.asks["it"] != item.asks["business"]


def test_every_sentence_is_there_in_both_languages_and_blames_nobody() -> None:
    told = list(sentences())
    assert len(told) > 300
    for text in told:
        for said in text:
            assert said == said.strip()
            assert said
            assert not BLAME.search(said), said
    differing = [text for text in told if text.it == text.en]
    assert {text.it for text in differing} == {"Partnership", "Governance"} & {text.it for text in differing}


def test_measures_and_references_speak_of_items_that_exist() -> None:
    assert {each.item for each in MEASURES} <= set(items())
    assert set(references()) <= set(items())
    assert {(each.source.split(",")[0], each.year) for each in references().values()} == {("Accenture", 2014)}
    # the figures as the study published them
    assert {name: each.share for name, each in references().items()} == {
        "trust": 0.43, "change_ready": 0.40, "service_speed": 0.43, "vision_shared": 0.25, "priorities_hold": 0.43,
        "technology_understood": 0.51, "clear_requests": 0.41,
    }  # fmt: skip


# What a person who reads the written rules would advise, dimension by dimension:
# direction, mandate, team, delivery, systems (w weak, s sound).
EXPECTED = {
    "wwwww": "interim", "wwwws": "interim", "wswww": "interim", "wswws": "interim",
    "wwwsw": "fractional_cto", "wwwss": "fractional_cto", "wwsww": "fractional_cto", "wwsws": "fractional_cto",
    "wwssw": "fractional_cto", "wwsss": "fractional_cto",
    "wswsw": "full_time_cto", "wswss": "fractional_cto", "wssww": "full_time_cto", "wssws": "fractional_cto",
    "wsssw": "fractional_cto", "wssss": "fractional_cto",
    "swwww": "interim", "swwws": "interim", "sswww": "full_time_cto", "sswws": "interim",
    "swwsw": "fractional_cto", "swwss": "it_manager", "sswsw": "fractional_cto", "sswss": "it_manager",
    "swsww": "it_manager", "swsws": "it_manager", "sssww": "fractional_cto", "sssws": "it_manager",
    "swssw": "it_manager", "swsss": "it_manager", "ssssw": "it_manager", "sssss": "it_manager",
}  # fmt: skip
NAMES = [dimension.dimension for dimension in guide().dimensions]
FULL: dict[str, State] = {"w": "weak", "s": "sound"}


def extreme(code: str) -> dict[str, float]:
    """Return answers that are all 1 or all 5 on the items of each dimension."""
    return {item: 1.0 if mark == "w" else 5.0
            for mark, each in zip(code, guide().dimensions, strict=True) for item in each.items}  # fmt: skip


def test_every_combination_of_extreme_answers_gives_the_advice_written_down() -> None:
    found = {}
    for marks in product("ws", repeat=5):
        known = states(extreme("".join(marks)))
        assert known == {name: FULL[mark] for name, mark in zip(NAMES, marks, strict=True)}
        advice = advise(known)
        assert advice
        found["".join(marks)] = advice.option.option
    assert found == EXPECTED


def test_what_would_change_the_advice_does_change_it_and_nothing_else_does() -> None:
    for code, advised in EXPECTED.items():
        advice = advise({name: FULL[mark] for name, mark in zip(NAMES, code, strict=True)})
        assert advice
        told = {change.dimension.dimension: change.option.option for change in advice.changes}
        for at, name in enumerate(NAMES):
            other = EXPECTED[code[:at] + ("s" if code[at] == "w" else "w") + code[at + 1 :]]
            assert told.get(name, advised) == other


def test_no_advice_while_anything_is_unknown() -> None:
    known: dict[str, State] = dict.fromkeys(NAMES, "weak")
    assert advise(known)
    for name in NAMES:
        assert advise({each: state for each, state in known.items() if each != name}) is None


def test_every_rule_is_used_and_the_options_are_those_of_regia_toml() -> None:
    assert {each.option for each in guide().options} == set(OPTIONS) == set(EXPECTED.values())
    used = set()
    for marks in product("ws", repeat=5):
        advice = advise({name: FULL[mark] for name, mark in zip(NAMES, marks, strict=True)})
        assert advice
        used.add(advice.because)
    assert used == {rule.because for rule in guide().rules}
    assert all(item in items() for each in guide().dimensions for item in each.items)
