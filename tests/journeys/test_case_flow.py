"""What follows what, and the ways of cases, beside a plain count of both."""

from collections import Counter, defaultdict
from itertools import pairwise
from statistics import mean, median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from regia.journeys.case_flow import direct_flows, in_order, variants

EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 50)), max_size=40)


@given(EVENTS)
def test_as_counted_one_by_one(events: list[tuple[int, int, int]]) -> None:
    cases: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for case, activity, moment in sorted(events, key=lambda each: each[2]):
        cases[case].append((activity, moment))
    waits: dict[tuple[int, int], list[int]] = defaultdict(list)
    for listed in cases.values():
        for (one, start), (other, end) in pairwise(listed):
            waits[one, other].append(end - start)
    case, activity, moment = np.array(events, dtype=np.int64).reshape(-1, 3).T
    ordered = in_order(case.astype(np.uint32), activity.astype(np.uint8), moment)
    flows = direct_flows(ordered)
    found = zip(*(each.tolist() for each in (flows.one, flows.other, flows.count, flows.mean, flows.p50)), strict=True)
    assert {(one, other): (count, round(average, 6), middle) for one, other, count, average, middle in found} == {
        pair: (len(listed), round(mean(listed), 6), median(listed)) for pair, listed in waits.items()
    }
    ways = variants(ordered)
    assert Counter({ways.way(ordered, at): int(count) for at, count in enumerate(ways.count)}) == Counter(
        tuple(activity for activity, _ in listed) for listed in cases.values()
    )
    assert sorted(ways.count, reverse=True) == ways.count.tolist()
    assert np.bincount(ways.of_case, minlength=len(ways.count)).tolist() == ways.count.tolist()
