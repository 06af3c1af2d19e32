"""Masters, intervals and unseen changes, by hand."""

import numpy as np
import pyarrow as pa
import pytest

from regia.resolve.conflicts.accuracy import Counted, interval, unseen_ratio
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.masters import Candidate, Evidence, Verdicts, alone_rows, master_rows
from regia.resolve.conflicts.standing import Contested, Standing

NOTHING = np.zeros((1, 1))


def test_the_score_is_the_weighted_mean_of_what_is_known() -> None:
    # 60 % right values held, 25 % had first, 15 % fresh: after a year half is left
    assert Candidate("crm", 0.8, 0.9, 0.5, 365.0).score == pytest.approx(0.6 * 0.72 + 0.25 * 0.5 + 0.15 * 0.5)
    assert Candidate("crm", 0.8, None, None, None).score == pytest.approx(0.8)


def _given() -> Evidence:
    family = Family(("customer",), (), pa.array(["e1", "e2"]), np.zeros(2, dtype=np.int64))
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
    share, low, high = interval(90.0, 0.0, 100, 0.0)
    # the classical 90 % interval of 90 out of 100: .9 +- 1.645 x .03
    assert (share, low, high) == (0.9, pytest.approx(0.851, abs=0.01), pytest.approx(0.949, abs=0.01))
    doubtful = interval(90.0, 20.0, 100, 0.0)
    assert doubtful[1] < low < high < doubtful[2]  # type: ignore[operator]
    assert interval(0.0, 0.0, 0, 0.0) == (None, None, None)


def _counted(once: int, twice: int) -> Counted:
    return Counted("email", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, once + twice, 1000, once, twice)


def test_changes_that_nobody_noticed_follow_from_those_noticed_once_and_twice() -> None:
    # Chao's bias-corrected estimator: 30 x 29 / (2 x 15) = 29 unseen for 44 seen
    assert unseen_ratio([_counted(30, 14)]) == pytest.approx(29 / 44)
    assert unseen_ratio([_counted(5, 1)]) == 0.0
