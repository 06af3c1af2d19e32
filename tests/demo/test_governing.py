"""A made-up company is led as its truth says, and its people answer what they live."""

import csv
import statistics
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from regia.assess.answer_file import read_answers
from regia.assess.questionnaire import areas
from regia.demo.governing import ASKED
from regia.workspace.reading import load

from .conftest import Folder

Company = Callable[..., Folder]
INDUSTRIES = ("furniture", "distribution")


def said(path: Path, side: str) -> dict[str, float]:
    """Return the mean answer to each item on one side."""
    levels = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["side"] == side and row["level"]:
                levels[row["item"]].append(int(row["level"]))
    return {item: statistics.mean(given) for item, given in levels.items()}


def test_what_is_asked_is_what_the_questionnaire_asks() -> None:
    assert {area.area: tuple(item.item for item in area.items) for area in areas()} == ASKED


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_answers_follow_the_truth_of_their_side(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    last = max((folder.path / "answers").glob("*.csv"))
    for side in ("it", "business"):
        answers = said(last, side)
        for row in folder.truth("radar"):
            if row["side"] == side:
                mean = statistics.mean(answers[item] for item in ASKED[str(row["area"])])
                # people differ by .3, answers by .6, and a scale that ends at 1 and 5 pushes inwards
                assert abs(mean - float(str(row["score"]))) < 0.6


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_two_rounds_of_people_enough_to_be_told(company: Company, industry: str) -> None:
    files = sorted((company(seed=2, industry=industry).path / "answers").glob("*.csv"))
    assert len(files) == 2
    casts = [{(each.person, each.side) for each in read_answers(path)} for path in files]
    assert casts[0] == casts[1]
    assert all(sum(side == wanted for _, side in casts[0]) >= 5 for wanted in ("it", "business"))


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_the_two_lowest_areas_are_marked(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    by_area = defaultdict(list)
    for row in folder.truth("radar_items"):
        by_area[row["area"]].append(float(str(row["score"])))
    lowest = sorted(by_area, key=lambda area: statistics.mean(by_area[area]))[:2]
    assert {row["area"] for row in folder.truth("radar") if row["worst"]} == set(lowest)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_what_is_declared_has_the_faults_that_were_planted(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    found = load(folder.path)
    planted = {(row["rule"], row["subject"]) for row in folder.truth("findings")}
    assert {area for rule, area in planted if rule == "decided_by_nobody"} == {
        each.area for each in found.responsibilities if not each.accountable
    }
    assert {name for rule, name in planted if rule == "objective_without_owner"} == {
        each.objective for each in found.objectives if each.owner is None
    }
    assert {name for rule, name in planted if rule == "system_without_objective"} == {
        each.system for each in found.systems if not each.serves
    }
    assert {name for rule, name in planted if rule == "project_without_objective"} == {
        each.project for each in found.projects if not each.serves
    }
    served = {name for each in (*found.systems, *found.projects) for name in each.serves}
    assert {name for rule, name in planted if rule == "objective_unserved"} == {
        each.objective for each in found.objectives if each.objective not in served
    }
