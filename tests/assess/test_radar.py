"""Scores, gaps, measures, risks and changes of the quick assessment."""

import random
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.assess.disclosure import Told
from regia.assess.measures import MEASURES, measured
from regia.assess.questionnaire import areas, items
from regia.assess.radar import Options, assess
from regia.assess.responsibilities import deciders
from regia.assess.risks import GAP_WEIGHT, LOW_WEIGHT, MOST, MOST_OF_AN_AREA, Voices, exposure, worst
from regia.assess.scores import Sample
from regia.assess.sentences import reason
from regia.assess.stage import area_rows, item_rows, risk_rows
from regia.assess.tables import RADAR, RADAR_ITEMS, RADAR_RISKS
from regia.workspace.company import Company, Objective, Responsibility, System
from tests.assess.answers import alike, answers, closed, everywhere

FEW = Options(resamples=60)
IT = [f"i{number}" for number in range(6)]
BUSINESS = [f"b{number}" for number in range(8)]
ACME = Company(Path("acme"), "Acme")


def both(it: dict[str, int], business: dict[str, int], number: int = 1):
    return closed(number, answers("it", alike(IT, it), number), answers("business", alike(BUSINESS, business), number))


def test_people_who_agree_give_their_answer_and_no_interval() -> None:
    found = assess(ACME, [both(everywhere(4), everywhere(2))], {}, FEW)
    for view in [*found.areas.values(), *found.items.values()]:
        for group, level, count in (("it", 4, 6), ("business", 2, 8)):
            score = view.scores[group]  # type: ignore[index]
            assert (score.score, score.low, score.high, score.spread, score.answers) == (level, level, level, 0, count)
        assert view.gap
        assert (view.gap.gap, view.gap.low, view.gap.high) == (2, 2, 2)


def test_means_and_spread_by_hand() -> None:
    people = {name: {"trust": level} for name, level in zip(BUSINESS[:5], (1, 2, 3, 4, 5), strict=True)}
    found = assess(ACME, [closed(1, answers("business", people))], {}, Options())
    score = found.items["trust"].scores["business"]
    assert (score.score, score.answers) == (3, 5)
    assert score.spread == pytest.approx(2.5**0.5)
    # of the 3,125 means of five draws from 1..5, 2.5 % lie below 1.8 and as many above 4.2
    assert (score.low, score.high) == (pytest.approx(1.8, abs=0.01), pytest.approx(4.2, abs=0.01))


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    draw, held = random.Random(7), 0
    for _ in range(100):
        people = {f"p{number}": draw.choice((1, 2, 3, 4, 5)) for number in range(25)}
        one = Told(closed(1), {("business", "trust"): people})
        score = Sample(one, "business", resamples=400, confidence=0.95, seed=1).mean(["trust"])
        assert score
        held += score.low <= 3 <= score.high
    assert 0.88 <= held / 100 <= 1.0


def test_an_answer_left_out_counts_for_nothing() -> None:
    people = alike(BUSINESS, {"trust": 4}) | {"x": {"trust": None}}
    score = assess(ACME, [closed(1, answers("business", people))], {}, FEW).items["trust"].scores["business"]
    assert (score.score, score.answers) == (4, 8)


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_answers_changes_nothing(draw) -> None:
    people = {name: {item: draw.randint(1, 5) for item in items()} for name in BUSINESS}
    entries = answers("business", people)
    one = assess(ACME, [closed(1, entries)], {}, FEW)
    draw.shuffle(entries)
    other = assess(ACME, [closed(1, entries)], {}, FEW)
    for rows in (area_rows, item_rows, risk_rows):
        assert rows(one) == rows(other)


def test_change_since_the_last_round() -> None:
    rounds = [both(everywhere(3), everywhere(2)), both(everywhere(3), everywhere(4, trust=1), 2)]
    found = assess(ACME, rounds, {}, FEW)
    assert found.round
    assert found.round.number == 2
    assert found.items["sponsor"].changes == {"it": 0, "business": 2}
    assert found.items["trust"].changes == {"it": 0, "business": -1}
    assert assess(ACME, rounds[:1], {}, FEW).items["trust"].changes == {}


def test_the_lowest_items_are_the_risks_with_two_of_an_area_at_most() -> None:
    low = everywhere(4, data_once=1, systems_connected=1, map_known=1, trust=1, right_skills=2, who_decides=2)
    found = assess(ACME, [both(low, low)], {}, FEW)
    assert {risk.item.item for risk in found.risks[:3]} == {"data_once", "systems_connected", "trust"}
    assert {risk.item.item for risk in found.risks[3:]} == {"right_skills", "who_decides"}
    assert all(risk.probability == 1 for risk in found.risks)
    assert [row["position"] for row in risk_rows(found)] == [1, 2, 3, 4, 5]


def test_a_gap_counts_and_so_does_a_measure() -> None:
    assert exposure(Voices(3, 3)) == pytest.approx(0.4)
    assert exposure(Voices(5, 1)) == pytest.approx(0.4 + GAP_WEIGHT)
    assert exposure(Voices(3, 3, measured=1)) == pytest.approx(LOW_WEIGHT * (1 - (7 / 3 - 1) / 4))
    assert exposure(Voices()) is None


levels = st.floats(1, 5)


@given(st.lists(st.tuples(levels, levels), min_size=24, max_size=24), st.integers(0, 10**6))
@settings(max_examples=100, deadline=None)
def test_small_noise_moves_exposures_little_and_swaps_only_neighbours(given_, seed) -> None:
    draw, noise = random.Random(seed), 0.05
    clean = {name: Voices(*pair) for name, pair in zip(items(), given_, strict=True)}
    noisy = {name: Voices(*(each + draw.uniform(-noise, noise) for each in (voices.it, voices.business)))
             for name, voices in clean.items()}  # fmt: skip
    most = LOW_WEIGHT * noise / 4 + GAP_WEIGHT * 2 * noise / 4
    before, after = ({name: exposure(each) for name, each in voices.items()} for voices in (clean, noisy))
    assert all(abs(before[name] - after[name]) <= most + 1e-9 for name in before)
    top, again = worst(clean), worst(noisy)
    assert len(top) == len(again) == MOST
    for name in set(again) - set(top):
        # it took the place of one that stood no further than noise can carry both
        assert min(before[each] for each in top) - before[name] <= 2 * most * MOST_OF_AN_AREA + 1e-9 or any(
            items()[each].area == items()[name].area for each in top
        )


def test_one_answer_of_twenty_people_changes_at_most_one_of_the_five() -> None:
    draw = random.Random(3)
    people = {f"p{number}": {item: min(5, max(1, draw.randint(1, 3) + at % 3)) for at, item in enumerate(items())}
              for number in range(20)}  # fmt: skip
    base = {risk.item.item for risk in assess(ACME, [closed(1, answers("business", people))], {}, FEW).risks}
    for item in list(items())[::4]:
        other = {name: dict(given_) for name, given_ in people.items()}
        other["p0"][item] = 6 - other["p0"][item]
        changed = {risk.item.item for risk in assess(ACME, [closed(1, answers("business", other))], {}, FEW).risks}
        assert len(base & changed) >= MOST - 1


def test_measures_from_what_is_declared_alone() -> None:
    company = Company(
        Path("acme"),
        "Acme",
        systems=(
            System("crm", "CRM", vendor="Acme", owner="IT", cost_eur_year=Decimal(9), serves=("growth",)),
            System("erp", "ERP", vendor="Beta"),
        ),
        objectives=(Objective("growth", "Sell more", kpi="Customers"),),
        responsibilities=(Responsibility("vision", ("CEO",)),),
    )
    found = {item: (each.share, each.whole) for item, each in assess(company, [], {}, FEW).measured.items()}
    assert found == {
        "map_known": (0.5, 2),
        "costs_known": (0.5, 2),
        "suppliers_led": (1.0, 2),
        "goals_measured": (1.0, 1),
        "vision_shared": (0.5, 2),
        "who_decides": (12 / 13, 13),
    }


def test_measures_from_evidence_by_hand() -> None:
    records = [("e1", "crm"), ("e1", "crm"), ("e1", "erp"), ("e2", "crm"), ("e2", "erp"), ("e3", "erp")]
    tables = {
        "entity_records": pa.table({"entity": [each[0] for each in records], "system": [each[1] for each in records]}),
        "conflicts": pa.table({"entity": ["e1", "e2", "e3"], "kind": ["different", "format", "stale"]}),
        "interfaces": pa.table(
            {
                "mode": ["manual", "batch", "manual", "batch"],
                "status": ["inferred", "declared", "contradicted", "observed"],
            }
        ),
    }
    found = measured(tables)
    assert {item: (each.share, each.whole) for item, each in found.items()} == {
        "data_once": (pytest.approx(1 / 3), 3),
        "shared_words": (0.5, 2),
        "systems_connected": (pytest.approx(1 / 3), 3),
    }
    assert found["data_once"].level == 1  # a third is worse than the fifth that is level 1
    assert found["shared_words"].level == 1
    assert found["systems_connected"].level == pytest.approx(5 - 4 * (1 / 3) / 0.5)


def test_what_cannot_be_measured_says_what_would() -> None:
    assert assess(ACME, [], {}, FEW).measured == {}
    assert all(item.would_measure.it for item in items().values())
    assert len({measure.item for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize(
    ("accountable", "problem"),
    [
        ((), "nobody"),
        (("CEO",), None),
        (("CEO", "IT manager"), "several"),
        (("beta  SPA",), "supplier"),
        (("Il fornitore",), "supplier"),
        (("CEO", "Beta SpA"), "supplier"),
    ],
)
def test_who_decides(accountable: tuple[str, ...], problem: str | None) -> None:
    systems = (System("erp", "ERP", vendor="Beta SpA"),)
    company = Company(Path(), "Acme", systems=systems, responsibilities=(Responsibility("data", accountable),))
    found = {each.declared.area: each.problem for each in deciders(company)}
    assert found.pop("data") == problem
    assert set(found.values()) == {"nobody"}
    assert len(found) == 12


def test_no_map_is_no_problem_yet() -> None:
    assert deciders(ACME) == ()


def test_tables_keep_their_contracts_and_reasons_are_told() -> None:
    found = assess(ACME, [both(everywhere(4, trust=1), everywhere(2))], {}, FEW)
    for table, rows in ((RADAR, area_rows(found)), (RADAR_ITEMS, item_rows(found)), (RADAR_RISKS, risk_rows(found))):
        assert table.check(table.from_rows(rows)).num_rows == len(rows) > 0
    assert len(area_rows(found)) == 2 * len(areas())
    why = reason(next(risk for risk in found.risks if risk.item.item == "trust"))
    assert why.it.startswith("IT 1,0, business 2,0 su 5; «Ci si parla")
    assert why.en.startswith("IT 1.0, business 2.0 of 5; 'People talk")


def test_a_company_that_answered_nothing_has_no_score_risk_or_advice() -> None:
    found = assess(ACME, [], {}, FEW)
    assert (found.round, found.risks, found.advice, found.states) == (None, (), None, {})
    assert area_rows(found) == item_rows(found) == []
