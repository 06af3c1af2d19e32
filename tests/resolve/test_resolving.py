"""The method as a whole, on people whose truth is known: what is linked, what is not, what people decided."""

import numpy as np
import pyarrow as pa
import pytest

from regia.resolve.pool import pool_of
from regia.resolve.resolving import Resolved, resolve
from tests.resolve.people import two_systems

MEANINGS = {"who": "person_name", "email": "email", "phone": "phone", "street": "street", "city": None}


def figures(found: Resolved, truth: np.ndarray) -> tuple[float, float]:
    """Return precision and recall of pairs."""
    together = (found.thing[:, None] == found.thing[None, :])[np.triu_indices(len(truth), 1)]
    true = (truth[:, None] == truth[None, :])[np.triu_indices(len(truth), 1)]
    hits = (together & true).sum()
    return hits / max(1, together.sum()), hits / true.sum()


def test_people_in_two_systems_are_found_without_examples() -> None:
    source, columns, truth = two_systems(300)
    precision, recall = figures(resolve(pool_of(source, columns, MEANINGS)), truth)
    assert precision > 0.98
    assert recall > 0.95


def test_nothing_is_linked_where_nobody_is_in_both() -> None:
    source, columns, truth = two_systems(400)
    kept = np.flatnonzero((truth % 2) == source)
    found = resolve(
        pool_of(source[kept], {name: each.take(pa.array(kept)) for name, each in columns.items()}, MEANINGS)
    )
    assert len(np.unique(found.thing)) >= len(kept) - 2


def test_the_order_of_records_and_columns_changes_nothing() -> None:
    source, columns, _ = two_systems(120)
    order = np.random.default_rng(3).permutation(len(source))
    mixed = {name: columns[name].take(pa.array(order)) for name in reversed(list(columns))}
    one = resolve(pool_of(source, columns, MEANINGS)).thing
    other = resolve(pool_of(source[order], mixed, MEANINGS)).thing
    groups = {frozenset(np.flatnonzero(one == each).tolist()) for each in np.unique(one)}
    assert groups == {frozenset(order[other == each].tolist()) for each in np.unique(other)}


def test_what_people_decided_wins_over_everything() -> None:
    source, columns, truth = two_systems(120, wrong=0.0)
    same = next((a, b) for a in range(len(truth)) for b in range(a + 1, len(truth)) if truth[a] == truth[b])
    apart = next((a, b) for a in range(len(truth)) for b in range(a + 1, len(truth)) if truth[a] != truth[b])
    found = resolve(pool_of(source, columns, MEANINGS), {same: False, apart: True})
    assert found.thing[same[0]] != found.thing[same[1]]
    assert found.thing[apart[0]] == found.thing[apart[1]]


def test_every_link_tells_what_each_comparison_weighed() -> None:
    source, columns, _ = two_systems(120)
    found = resolve(pool_of(source, columns, MEANINGS))
    apart = found.odds - found.prior - found.evidence.sum(axis=1)
    assert (apart < 1e-6).all()  # the rest is what rivals took, never what nobody told of
    sure = found.odds > 5
    assert np.abs(apart[sure]).max() < 1


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_records_are_things_of_their_own(size: int) -> None:
    columns = {"who": pa.array(["Anna Bassi"] * size, pa.string())}
    assert resolve(pool_of(np.zeros(size, dtype=np.int64), columns)).thing.tolist() == list(range(size))


def test_a_street_in_common_and_nothing_else_links_nobody() -> None:
    source, columns, truth = two_systems(200)
    bare = {name: each for name, each in columns.items() if name in ("street", "who")}
    bare["who"] = pa.array([None if at % 2 else text for at, text in enumerate(bare["who"].to_pylist())], pa.string())
    found = resolve(pool_of(source, bare, MEANINGS))
    known = np.array([each is not None for each in bare["who"].to_pylist()])
    assert all(
        known[found.thing == each].sum() + (found.thing == each).sum() > 1 for each in np.unique(found.thing[known])
    )
    joined = [np.flatnonzero(found.thing == each) for each in np.unique(found.thing)]
    assert not any(len(rows) > 1 and not known[rows].any() for rows in joined)
    assert len(truth) == len(found.thing)


def test_a_catalogue_of_names_is_compared_by_all_its_words() -> None:
    makers, kinds = (
        ("Alfa", "Beta", "Gamma"),
        ("lampada da tavolo", "sedia pieghevole", "tavolo rotondo", "divano letto"),
    )
    ours = [
        f"{maker} {kind} {maker[:2].upper()}-{at}{n}X"
        for at, maker in enumerate(makers)
        for n, kind in enumerate(kinds)
    ]
    theirs = [text.replace("-", "").replace("da ", "") + " offerta" for text in ours]
    source = np.repeat([0, 1], len(ours))
    found = resolve(pool_of(source, {"name": pa.array(ours + theirs)}))
    assert found.weights is None
    assert (found.thing[: len(ours)] == found.thing[len(ours) :]).all()
