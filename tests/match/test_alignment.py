"""Records side by side: what joins them, which fields agree there, and what that changes in matching."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.match.alignment import Agreements, agreements
from regia.match.field import Field
from regia.match.hub import shipped_hub
from regia.match.lexicon import shipped
from regia.match.matching import Matched, match_fields
from regia.match.reasons import reasons
from regia.match.scoring import shipped_scoring
from regia.model.progress import Silent
from regia.profile.value_sql import HASH_DIGITS

_STATES = {"open": "10", "sent": "20", "paid": "30"}


def _sketch(values: list[str]) -> tuple[str, ...]:
    from hashlib import md5

    return tuple(sorted(md5(each.lower().encode()).hexdigest()[:HASH_DIGITS] for each in values))


@pytest.fixture
def company(tmp_path: Path) -> tuple[list[Field], dict[tuple[str, str], Path]]:
    """Two systems with the same 60 orders: names that say nothing, amounts in cents, states by number, days in text,
    VAT numbers with and without their country.
    """
    codes = [f"OR-{number:03}" for number in range(60)]
    states = [list(_STATES)[number % 3] for number in range(60)]
    amounts = [round(12.5 + number * 3.19, 2) for number in range(60)]
    days = [f"2024-{1 + number % 12:02}-{1 + number % 28:02}" for number in range(60)]
    vat_numbers = [f"{number % 20 + 1:011}" for number in range(60)]
    shop = {"ref": codes, "q1": states, "q2": amounts, "q3": days, "q4": days, "q5": vat_numbers}
    erp = {
        "k": [each.lower() for each in reversed(codes)],
        "w1": [_STATES[each] for each in reversed(states)],
        "w2": [round(each * 100) for each in reversed(amounts)],
        "w3": ["/".join(reversed(each.split("-"))) for each in reversed(days)],
        "w4": [None] * 60,
        "w5": [f"IT{each}" for each in reversed(vat_numbers)],
    }
    tables = {("shop", "a"): pa.table(shop), ("erp", "b"): pa.table(erp)}
    paths = {}
    for place, table in tables.items():
        paths[place] = tmp_path / f"{place[0]}.parquet"
        pq.write_table(table, paths[place])
    plain = [
        Field(*place, name, distinct=60, unique=1.0 if name in ("ref", "k") else 0.5)
        for place, table in tables.items()
        for name in table.column_names
    ]
    code = {"sketch": _sketch(codes), "sketch_whole": True}
    vat = {"semantic": "vat_number"}
    dated = {"q5": vat, "w5": vat, "w3": {"semantic": "date_text"}, "ref": code, "k": code, "w4": {"empty": True}}
    return [replace(each, **dated.get(each.name, {})) for each in plain], paths


def _by_name(fields: list[Field], found: Agreements) -> dict[tuple[str, str], str]:
    return {(fields[a].name, fields[b].name): how.how for (a, b), how in found.items() if how.beyond > 0.9}


def test_fields_that_agree_are_found_without_their_names(company: tuple[list[Field], dict]) -> None:
    fields, paths = company
    found = agreements(fields, paths.get, Silent())
    assert _by_name(fields, found) == {
        ("q1", "w1"): "coded", ("q2", "w2"): "multiple", ("q3", "w3"): "same", ("q4", "w3"): "same",
        ("q5", "w5"): "same",
    }  # fmt: skip
    ambiguous = {fields[a].name for (a, _), how in found.items() if how.ambiguous and how.beyond > 0.9}
    assert ambiguous == {"q3", "q4"}  # two fields with the same days: either could be it


def test_a_dataset_without_rows_is_left_out(company: tuple[list[Field], dict]) -> None:
    fields, paths = company
    assert agreements(fields, {("shop", "a"): paths["shop", "a"]}.get, Silent()) == {}
    assert agreements([], paths.get, Silent()) == {}


def test_namesakes_are_not_laid_side_by_side(company: tuple[list[Field], dict], tmp_path: Path) -> None:
    fields, paths = company
    twice = pq.read_table(paths["erp", "b"])
    pq.write_table(pa.concat_tables([twice, twice]), tmp_path / "twice.parquet")
    assert agreements(fields, {**paths, ("erp", "b"): tmp_path / "twice.parquet"}.get, Silent()) == {}


def _matched(fields: list[Field], found: Agreements) -> Matched:
    return match_fields(
        fields, lexicon=shipped(), hub=shipped_hub(), scoring=shipped_scoring(), verdicts={}, progress=Silent(),
        agreements=found,
    )  # fmt: skip


def test_agreement_raises_the_probability_and_is_told(company: tuple[list[Field], dict]) -> None:
    fields, paths = company
    names = {}
    for given in ({}, agreements(fields, paths.get, Silent())):
        matched = _matched(fields, given)
        names[bool(given)] = {
            frozenset({fields[each.left].name, fields[each.right].name}): each for each in matched.matches
        }
    amount = frozenset({"q2", "w2"})
    before = names[False][amount].probability if amount in names[False] else 0.0
    assert names[True][amount].probability > before + 0.2
    told = [each.words.en for each in reasons(matched.seen, names[True][amount], shipped_hub())]
    assert told[0] == "on the 60 records of the same things one is a multiple of the other for 100 %"
