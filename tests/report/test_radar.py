"""The two pages of the quick assessment: always two, all of it data, in both languages."""

import random
import re
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regia.assess.questionnaire import areas, items
from regia.assess.radar import Options, Radar, assess
from regia.assess.risks import Risk, Voices
from regia.errors import LANGUAGES, Language
from regia.errors.assess import RadarUnwritable
from regia.judgement.answers import SIDES
from regia.report.radar import radar_data, write_radar
from regia.workspace.company import Company, GuidanceCost, Objective, Responsibility, System
from regia.workspace.direction_keys import AREAS, OPTIONS
from tests.assess.answers import answers, closed

DAY = date(2026, 3, 2)
FEW = Options(resamples=40)
WIDE = "W" * 300
MARKUP = '#read("/etc/passwd") *bold* $x$ \\ <b> [a](b) = #pagebreak()'


def answered(seed: int, *, rounds: int = 2) -> list:  # type: ignore[type-arg]
    draw = random.Random(seed)
    made = []
    for number in range(1, rounds + 1):
        sides = [answers(side, _people(side, draw), number) for side in SIDES]
        made.append(closed(number, *sides))
    return made


def _people(side: str, draw: random.Random) -> dict[str, dict[str, int]]:
    return {f"{side}{number}": {item: draw.randint(1, 5) for item in items()} for number in range(7)}


def full(name: str, role: str) -> Company:
    return Company(
        Path("acme"),
        name,
        made_up=True,
        systems=tuple(System(f"s{number}", role, vendor=role) for number in range(3)),
        objectives=(Objective("a", role),),
        responsibilities=tuple(Responsibility(area, (role, f"{role}x"), (role, role), (role,)) for area in AREAS),
        guidance=tuple(GuidanceCost(option, Decimal(100_000), Decimal(9_999_999)) for option in OPTIONS),
    )


def longest(radar: Radar, language: Language) -> Radar:
    """Return the radar with the risks that take most room."""
    wordy = sorted(items().values(), key=lambda each: -len(each.risk.say(language) + each.first_step.say(language)))
    voices = Voices(2.2, 1.1, None, 1.0)
    measured = list(radar.measured.values())
    return replace(radar, risks=tuple(Risk(item, 0.9, 0.99, voices, measured[0]) for item in wordy[:5]))


def pages_of(path: Path) -> int:
    data = path.read_bytes()
    parts = [data, *(_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL))]
    return sum(len(re.findall(rb"/Type\s*/Page(?![s\w])", part)) for part in parts)


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pages_whatever_the_company(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "radar.pdf"
    cases = [
        (Company(Path("x"), "Nuova"), []),
        (Company(Path("x"), WIDE), answered(1, rounds=1)),
        (full(WIDE, "Responsabile dei sistemi informativi e dell'innovazione di gruppo"), answered(2)),
        (full(MARKUP, MARKUP), answered(3)),
    ]
    for company, rounds in cases:
        radar = assess(company, rounds, {}, FEW)
        found = longest(radar, language) if radar.risks and radar.measured else radar
        write_radar(company, found, path, language, day=DAY)
        assert path.read_bytes().startswith(b"%PDF")
        assert pages_of(path) == 2, company.name[:20]


def test_the_same_on_the_same_day(tmp_path: Path) -> None:
    made = []
    for name in ("one.pdf", "two.pdf"):
        company = full("Acme", "CEO")
        write_radar(company, assess(company, answered(2), {}, FEW), tmp_path / name, "it", day=DAY)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_all_that_is_known_is_on_the_pages() -> None:
    company = full("Acme", "CEO")
    radar = assess(company, answered(2), {}, FEW)
    for language in LANGUAGES:
        data = radar_data(company, radar, language, day=DAY)
        said = repr(data)
        for area in areas():
            assert area.name.say(language) in said
        for risk in radar.risks:
            assert risk.item.risk.say(language) in said
            assert risk.item.first_step.say(language) in said
        assert radar.advice
        assert radar.advice.option.name.say(language) in said
        for text in AREAS.values():
            assert text.say(language) in said
    italian, english = (repr(radar_data(company, radar, language, day=DAY)) for language in LANGUAGES)
    assert "Il punto più debole" in italian
    assert "The weakest point" in english


def test_a_side_that_may_not_be_told_is_said_to_be_hidden() -> None:
    company = Company(Path("x"), "Acme")
    few = answers("it", {f"i{number}": {"trust": 3} for number in range(3)})
    many = answers("business", {f"b{number}": dict.fromkeys(items(), 2) for number in range(6)})
    data = radar_data(company, assess(company, [closed(1, few, many)], {}, FEW), "en", day=DAY)
    assert data["hidden"] == "IT: 3 people. Not shown: 5 people are needed, by subtraction too."
    assert all(area["scores"][0]["value"] is None for area in data["areas"])  # type: ignore[attr-defined,index]
    assert data["advice"] is not None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    company = Company(Path("x"), "Acme")
    with pytest.raises(RadarUnwritable):
        write_radar(company, assess(company, [], {}, FEW), tmp_path / "no" / "radar.pdf", "it", day=DAY)
