"""Findings of one cause stand under it, at any depth, and none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from regia.findings.folding import count, folded, without_circles

NAMES = st.sampled_from("abcdefg")


def row(finding: str, cause: str | None = None) -> dict[str, object]:
    return {"finding": finding, "cause": cause}


def test_followers_stand_under_their_cause_in_order() -> None:
    tree = folded([row("a"), row("b", "a"), row("c"), row("d", "b"), row("e", "a")])
    assert [each["finding"] for each in tree] == ["a", "c"]
    assert tree[0]["followers"] == [
        row("b", "a") | {"followers": [row("d", "b") | {"followers": []}]},
        row("e", "a") | {"followers": []},
    ]
    assert [count(each) for each in tree] == [3, 0]


def test_one_whose_cause_is_not_among_them_stands_for_itself() -> None:
    assert [each["finding"] for each in folded([row("b", "a"), row("c")])] == ["b", "c"]


@given(st.dictionaries(NAMES, st.none() | NAMES))
def test_none_is_lost_however_causes_go_round(causes: dict[str, str | None]) -> None:
    kept = without_circles(causes)
    tree = folded([row(finding, cause) for finding, cause in kept.items()])
    assert len(tree) + sum(map(count, tree)) == len(causes)
    assert {finding: cause for finding, cause in kept.items() if cause}.items() <= causes.items()
