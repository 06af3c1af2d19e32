"""How links become things: bridges that do not hold, verdicts, and work that grows with the links."""

import numpy as np

from regia.resolve.clustering import MUST, cluster


def groups(size: int, *pairs: tuple[int, int, float]) -> list[list[int]]:
    left, right, odds = (np.array(each) for each in zip(*pairs, strict=True))
    label = cluster(size, left, right, odds.astype(float), np.zeros(size, dtype=np.int64))
    return [np.flatnonzero(label == each).tolist() for each in np.unique(label)]


def test_links_join_and_the_smallest_row_names_the_group() -> None:
    assert groups(5, (0, 1, 3), (1, 2, 3), (3, 4, -2)) == [[0, 1, 2], [3], [4]]


def test_a_weak_bridge_between_two_groups_that_differ_does_not_hold() -> None:
    inside = [(0, 1, 9), (2, 3, 9)]
    bridge = [(1, 2, 1), (0, 2, -4), (0, 3, -4)]
    assert groups(4, *inside, *bridge) == [[0, 1], [2, 3]]
    assert groups(4, *inside, (1, 2, 6), (0, 2, -1), (0, 3, -1)) == [[0, 1, 2, 3]]


def test_a_rejection_keeps_two_records_apart_whatever_links_them() -> None:
    found = groups(3, (0, 1, 9), (1, 2, 8), (0, 2, -MUST))
    assert found == [[0, 1], [2]]


def test_a_confirmation_joins_what_all_else_speaks_against() -> None:
    assert groups(3, (0, 1, MUST), (0, 2, -9), (1, 2, -9)) == [[0, 1], [2]]


def test_a_chain_of_many_records_is_cut_without_looking_at_all_its_pairs() -> None:
    size = 3000
    pairs = [(at, at + 1, 1.0) for at in range(size - 1)] + [(at, at + 2, -2.0) for at in range(size - 2)]
    assert max(len(each) for each in groups(size, *pairs)) == 2
