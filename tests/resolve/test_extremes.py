"""What data can be at its worst: one name for all, one address for all, nothing at all, people who contradict."""

import numpy as np
import pyarrow as pa
import pytest

from regia.resolve.pool import pool_of
from regia.resolve.resolving import Resolved, resolve
from tests.resolve.people import person, two_systems

MEANINGS = {"who": "person_name", "email": "email", "phone": "phone", "street": "street", "city": None}
MOST_A_SOURCE = 50


def _texts(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


def _largest(found: Resolved) -> int:
    return int(np.bincount(found.thing).max())


def test_thousands_of_people_of_one_name_stay_as_many() -> None:
    source = np.repeat([0, 1], 2_000)
    alike = _texts(["Mario Rossi"] * 4_000)
    mails = _texts([f"mario.rossi{number}@posta.it" for number in range(4_000)])
    for columns in ({"who": alike, "city": _texts(["Roma", "Milano"] * 2_000)}, {"who": alike, "email": mails}):
        found = resolve(pool_of(source, columns, MEANINGS))
        assert _largest(found) == 1


def test_an_address_that_everybody_shares_joins_nobody_for_long() -> None:
    source, columns, _ = two_systems(1_000)
    shared = _texts([text if at % 2 else "info@posta.it" for at, text in enumerate(columns["email"].to_pylist())])
    found = resolve(pool_of(source, columns | {"email": shared}, MEANINGS))
    assert _largest(found) <= 2 * MOST_A_SOURCE
    alone = resolve(pool_of(source, {"email": _texts(["info@posta.it"] * len(source))}, MEANINGS))
    assert _largest(alone) == 1  # of a single value nothing is told


@pytest.mark.parametrize("empty", [None, "", "   "])
def test_columns_of_nothing_and_of_one_value_change_nothing(empty: str | None) -> None:
    source, columns, _ = two_systems(100)
    blank = {"nothing": _texts([empty] * len(source)), "one": _texts(["azienda"] * len(source))}
    plain, padded = (resolve(pool_of(source, given, MEANINGS)) for given in (columns, columns | blank))
    assert padded.thing.tolist() == plain.thing.tolist()
    assert resolve(pool_of(source, {"nothing": blank["nothing"]}, MEANINGS)).thing.tolist() == list(range(len(source)))


def test_a_system_whose_records_say_nothing_is_linked_to_nobody() -> None:
    source, columns, _ = two_systems(100)
    silent = {
        name: _texts([None if of else text for of, text in zip(source, each.to_pylist(), strict=True)])
        for name, each in columns.items()
    }
    found = resolve(pool_of(source, silent, MEANINGS))
    theirs = found.thing[source == 1]
    assert len(np.unique(theirs)) == len(theirs)
    assert not np.isin(theirs, found.thing[source == 0]).any()


def test_verdicts_that_contradict_one_another_never_join_what_was_rejected() -> None:
    source, columns, truth = two_systems(120, wrong=0.0)
    first, second, third = (int(np.flatnonzero(truth == number)[0]) for number in np.unique(truth)[:3])
    verdicts = {(first, second): True, (second, third): True, (first, third): False}
    pool = pool_of(source, columns, MEANINGS)
    found = resolve(pool, verdicts)
    assert found.thing[first] != found.thing[third]
    assert found.thing[second] in (found.thing[first], found.thing[third])
    assert resolve(pool, verdicts).thing.tolist() == found.thing.tolist()


def test_a_name_that_many_systems_hold_tells_who_somebody_is() -> None:
    """Seven systems hold the same people, each once but for a few: a name is no postal code, by which others go."""
    people, systems = 80, 7
    rows = [(system, number) for system in range(systems) for number in range(people)]
    rows += [(0, number) for number in range(40)]  # enough doubles that one value nearly always comes with another
    source = np.array([system for system, _ in rows])
    known = [person(number) for _, number in rows]
    columns = {name: _texts([each[name] for each in known]) for name in ("who", "email", "phone")}
    columns["who"] = _texts([f"{each['who']} {number}" for each, (_, number) in zip(known, rows, strict=True)])
    columns["phone"] = _texts([person(number // 2)["phone"] for _, number in rows])  # two of one house
    assert pool_of(source, columns, MEANINGS).follows == ()


def test_one_system_with_each_thing_once_holds_no_doubles() -> None:
    source, columns, truth = two_systems(400)
    first = np.flatnonzero(source == 0)
    alone = {name: each.take(pa.array(first)) for name, each in columns.items()}
    found = resolve(pool_of(source[first], alone, MEANINGS))
    assert len(np.unique(truth[first])) == len(first)
    assert _largest(found) == 1
