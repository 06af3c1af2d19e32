"""Matching as a whole: what a person would say, and what must not change it."""

import random
from dataclasses import replace

import pytest

from regia.match.field import Field
from regia.match.matching import Key
from tests.match.small import chances, fields, matched

SAME: list[tuple[Key, Key]] = [
    (("erp", "ANACLI", "RAGSOC"), ("crm", "accounts", "name")),
    (("erp", "ANACLI", "PARIVA"), ("crm", "accounts", "vat_number")),
    (("erp", "ANACLI", "LOCALI"), ("crm", "accounts", "city")),
    (("erp", "ANACLI", "EMAIL"), ("shop", "customers", "email_address")),
    (("erp", "ARTICO", "PREZZO"), ("shop", "products", "price")),
    (("erp", "ARTICO", "PESO"), ("shop", "products", "weight")),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_best_counterpart_of_a_field_is_the_one_a_person_names(left: Key, right: Key) -> None:
    known = chances(matched(fields()))
    mine = {pair: chance for pair, chance in known.items() if left in pair and any(key[0] == right[0] for key in pair)}
    assert max(mine, key=lambda pair: mine[pair]) == frozenset({left, right})


def test_neither_the_order_nor_the_systems_names_change_anything() -> None:
    plain = chances(matched(fields()))
    shuffled = fields()
    random.Random(7).shuffle(shuffled)
    assert chances(matched(shuffled)) == pytest.approx(plain)
    turned = {"erp": "z", "crm": "y", "shop": "x"}
    renamed = chances(matched([replace(each, system=turned[each.system]) for each in fields()]))
    expected = {frozenset((turned[s], d, f) for s, d, f in pair): chance for pair, chance in plain.items()}
    assert renamed == pytest.approx(expected)


def test_values_tell_what_names_do_not() -> None:
    shared = tuple(f"{number:015x}" for number in range(100))
    left = Field("a", "t1", "campo7", semantic="email", semantic_share=1.0, distinct=5000, sketch=shared)
    right = Field("b", "k2", "x_99", semantic="email", semantic_share=1.0, distinct=5000, sketch=shared)
    other = Field("b", "k2", "x_98", semantic="iban", semantic_share=1.0, distinct=5000, sketch=("fffffffffffffff",))
    known = chances(matched([left, right, other]))
    assert known[frozenset({left.key, right.key})] > 0.5
    assert known.get(frozenset({left.key, other.key}), 0.0) < 0.1


def test_nothing_to_match_is_no_error() -> None:
    assert matched([]).matches == ()
    assert matched([Field("only", "t", "name")]).matches == ()


def test_a_confirmed_pair_is_certain_and_a_rejected_one_impossible() -> None:
    left, right = ("erp", "ANACLI", "CODCLI"), ("crm", "accounts", "phone")
    wrong, said = frozenset({left, right}), frozenset(SAME[0])
    found = matched(fields(), {wrong: True, said: False})
    known = chances(found)
    assert known[wrong] == 1.0
    assert known[said] == 0.0
    place = {each.key: row for row, each in enumerate(found.seen.fields)}
    assert found.clusters[place[left]] == found.clusters[place[right]]
    assert found.clusters[place[SAME[0][0]]] != found.clusters[place[SAME[0][1]]]


def test_a_verdict_reaches_the_pairs_beside_it() -> None:
    before = chances(matched(fields()))
    confirmed = frozenset({("erp", "ANACLI", "RAGSOC"), ("crm", "accounts", "name")})
    after = chances(matched(fields(), {confirmed: True}))
    beside = frozenset({("erp", "ANACLI", "LOCALI"), ("crm", "accounts", "city")})
    assert after[beside] > before[beside]
    rival = frozenset({("erp", "ANACLI", "RAGSOC"), ("crm", "accounts", "email")})
    assert after.get(rival, 0.0) <= before.get(rival, 0.0)


def test_a_verdict_reaches_what_surely_corresponds_to_its_sides() -> None:
    mail, mine, other = ("erp", "ANACLI", "EMAIL"), ("crm", "accounts", "email"), ("shop", "customers", "email_address")
    same = {frozenset({mail, mine}): True}
    before = chances(matched(fields(), same))
    rejected = chances(matched(fields(), same | {frozenset({mine, other}): False}))
    assert rejected.get(frozenset({mail, other}), 0.0) < before[frozenset({mail, other})]


def test_a_verdict_on_a_field_that_is_gone_is_harmless() -> None:
    gone = frozenset({("erp", "ANACLI", "OLD"), ("crm", "accounts", "name")})
    assert chances(matched(fields(), {gone: True})) == chances(matched(fields()))


def test_fields_of_one_dataset_are_never_one_attribute() -> None:
    found = matched(fields())
    for row, each in enumerate(found.seen.fields):
        for other in range(row):
            if found.seen.fields[other].table == each.table:
                assert found.clusters[other] != found.clusters[row]
