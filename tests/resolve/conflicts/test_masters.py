"""Masters, intervals and unseen changes, by hand."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from regia.resolve.conflicts.accuracy import interval
from regia.resolve.conflicts.family import Family, Held
from regia.resolve.conflicts.masters import Candidate, Evidence, Verdicts, alone_rows, master_rows
from regia.resolve.conflicts.standing import Contested, Standing, standing
from regia.resolve.conflicts.unseen import Unseen
from regia.resolve.records import Holder

NOTHING = np.zeros((1, 1))


def test_the_score_is_the_weighted_mean_of_what_is_known() -> None:
    # 60 % right values held, 25 % had first, 15 % fresh: after a year half is left
    assert Candidate("crm", 0.8, 0.9, 0.5, 365.0).score == pytest.approx(0.6 * 0.72 + 0.25 * 0.5 + 0.15 * 0.5)
    assert Candidate("crm", 0.8, None, None, None).score == pytest.approx(0.8)


def _given(*sheets: str) -> Evidence:
    names = pa.array(["e1", "e2"])
    family = Family(("customer",), (), names, np.zeros(2, dtype=np.int64), sheets=frozenset(sheets))
    object.__setattr__(family, "systems", ("crm", "erp", "shop"))
    standing = Standing(np.array([10]), np.array([[1.0, 0.9, 0.2]]), np.array([[np.nan, np.nan, np.nan]]))
    contest = Contested(entities=4)
    contest.right.update({("newest", -1): 3, ("majority", -1): 1, ("master_first", 0): 2, ("master_first", 1): 4})
    contest.changes.update({1: 5, 2: 2})
    rows = [
        {
            "concept": "customer",
            "attribute": "email",
            "system": name,
            "accuracy": accuracy,
            "compared": 10,
            "coverage": 1.0,
        }
        for name, accuracy in (("crm", 0.9), ("erp", 0.8), ("shop", None))
    ]
    return Evidence(family, standing, rows, {"email": {0: contest}}, 0.0)


def test_the_best_is_proposed_with_its_runner_up_the_best_rule_and_who_must_change() -> None:
    whole, email = master_rows(_given(), Verdicts())
    assert (whole["attribute"], whole["system"], whole["runner_up"]) == ("*", "crm", "erp")
    assert whole["margin"] == pytest.approx(0.9 - 0.72)
    assert (email["rule"], email["rule_share"]) == ("newest", 0.75)
    assert (email["changes"], email["values_to_change"]) == ("erp, shop", 7)


def test_a_spreadsheet_leads_only_where_nothing_else_is() -> None:
    whole, _ = master_rows(_given("crm"), Verdicts())
    assert (whole["system"], whole["runner_up"]) == ("erp", "shop")
    whole, _ = master_rows(_given("crm", "erp", "shop"), Verdicts())
    assert (whole["system"], whole["runner_up"]) == ("crm", "erp")


def test_people_decide_and_rule_out() -> None:
    decided = master_rows(_given(), Verdicts({("customer", "email"): "erp"}))[1]
    assert (decided["system"], decided["status"], decided["runner_up"]) == ("erp", "decided", "crm")
    assert decided["margin"] == pytest.approx(0.72 - 0.9)
    assert (decided["rule"], decided["rule_share"]) == ("master_first", 1.0)
    proposed = master_rows(_given(), Verdicts(rejected=frozenset({("customer", "*", "crm")})))[0]
    assert (proposed["system"], proposed["status"]) == ("erp", "proposed")


def test_what_one_system_alone_holds_is_led_by_it() -> None:
    rows = alone_rows({"ticket": {"desk"}, "order": {"erp", "shop"}}, Verdicts({("ticket", "*"): "desk"}))
    assert [(row["concept"], row["system"], row["status"]) for row in rows] == [("ticket", "desk", "decided")]


def test_an_interval_holds_its_share_and_is_wider_in_doubt() -> None:
    share, low, high = interval(90.0, 0.0, 100, (0.0, 0.0))
    # the classical 90 % interval of 90 out of 100: .9 +- 1.645 x .03
    assert (share, low, high) == (0.9, pytest.approx(0.851, abs=0.01), pytest.approx(0.949, abs=0.01))
    doubtful = interval(90.0, 4.5, 100, (0.0, 0.0))
    assert doubtful[1] < low < high < doubtful[2]  # type: ignore[operator]
    assert interval(0.0, 0.0, 0, (0.0, 0.0)) == (None, None, None)


def test_what_nobody_noticed_lowers_a_share_and_widens_its_interval_downwards() -> None:
    share, low, high = interval(900_000.0, 0.0, 1_000_000, (0.1, 0.3))
    # so many that counting leaves no doubt: .9 less a tenth, between none and three tenths less
    assert (share, low, high) == (
        pytest.approx(0.81),
        pytest.approx(0.63, abs=0.001),
        pytest.approx(0.9, abs=0.001),
    )


@pytest.mark.parametrize(
    ("once", "twice", "true"),
    [
        # three that each hear .6 on their own: .064 by none, .288 by one, .432 by two
        (288, 432, 0.064 / 0.72),
        # three of which each hears .6 but rather together (an urn of 1.2 and .8 balls): .168, .216, .264
        (216, 264, 0.168 / 0.48),
    ],
)
def test_changes_that_nobody_noticed_follow_from_those_noticed_by_one_and_by_two(
    once: int, twice: int, true: float
) -> None:
    likely, most = Unseen(once, twice).ratio(3)
    assert 0 < likely < most
    assert true <= most
    assert likely == pytest.approx(true, rel=2.5)  # what is seen leaves that much open


def test_where_nothing_was_seen_anything_may_have_been_missed() -> None:
    likely, most = Unseen().ratio(2)
    assert 0.2 < likely < 1 < most


DAY = 86_400.0


def _held(system: str, born: list[float], changed: list[float] | None = None) -> Held:
    holder = Holder("customer", system, "people", 1.0, len(born), Path(), (), {}, ())
    entity = np.flatnonzero(~np.isnan(born))
    created, touched = np.array(born)[entity] * DAY, np.array(changed or born)[entity] * DAY
    records = pa.chunked_array([pa.array(entity.astype(str))])
    return Held(holder, records, entity, np.ones(len(entity)), touched, created)


def test_who_was_first_is_told_by_what_came_up_once_both_were_there() -> None:
    nan = float("nan")
    # a hundred from before the CRM are in the ERP first; of the four since, three came up in the CRM
    erp = [*(float(day) for day in range(100)), 213.0, 223.0, 230.0, 243.0]
    crm = [*(200.0 for _ in range(99)), nan, 210.0, 220.0, 240.0, 240.0]
    family = Family(
        ("customer",), (_held("crm", crm), _held("erp", erp)), pa.array([str(at) for at in range(104)]),
        np.zeros(104, dtype=np.int64),
    )  # fmt: skip
    assert standing(family).first.tolist() == [[0.75, 0.25]]


def test_who_changes_things_first_is_told_where_the_other_follows() -> None:
    # all loaded on one day; the shop follows the ERP's changes of three, had one before it, and one is another matter
    loaded = [0.0] * 6
    erp = _held("erp", loaded, [100.0, 200.0, 300.0, 404.0, 500.0, 0.0])
    shop = _held("shop", loaded, [102.0, 203.0, 305.0, 400.0, 900.0, 0.0])
    names = pa.array([str(at) for at in range(6)])
    assert standing(Family(("product",), (erp, shop), names, np.zeros(6, dtype=np.int64))).first.tolist() == [
        [0.75, 0.25]
    ]
