"""The profile of a snapshot: exact on a small one, told where it cannot be read, free where nothing changed."""

import dataclasses
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regia.model.note import Reason
from regia.model.progress import Silent
from regia.profile import stage
from regia.profile.stage import STAGE
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Field, Reference, Skipped
from regia.snapshot.store import Store
from regia.workspace.company import System
from tests.profile.made import dataset, evidence, of_datasets


def run(given: Evidence) -> dict[str, list[dict[str, Any]]]:
    found = STAGE.compute(given, STAGE.options, Silent())
    assert found.keys() == {table.name for table in STAGE.writes}
    return {table.name: table.check(found[table.name]).to_pylist() for table in STAGE.writes}


CUSTOMERS = pa.table(
    {
        "id": pa.array([1, 2, 3, 4], pa.int64()),
        "nome": ["Rossi", "", "  ", None],
        "saldo": pa.array([Decimal("10.50"), Decimal("0.00"), Decimal("-3.00"), None], pa.decimal128(10, 2)),
        "peso": pa.array([float("nan"), float("inf"), 1.5, 2.5], pa.float64()),
        "data_creazione": pa.array(
            [datetime(1900, 1, 1), datetime(2020, 6, 1, 10), datetime(2025, 7, 2, 12), datetime(2099, 1, 1)],
            pa.timestamp("us"),
        ),
        "data_nascita": pa.array([date(1980, 1, 1), date(1990, 2, 2), None, date(2001, 3, 3)], pa.date32()),
        "attivo": [True, False, True, True],
        "foto": pa.array([b"\x00\x01", None, b"", b"abc"], pa.binary()),
    }
)


def test_a_small_table_by_hand(tmp_path: Path) -> None:
    rows = run(evidence(tmp_path, {"crm.clienti": CUSTOMERS}, key=("id",)))
    fields = {row["field"]: row for row in rows["fields"]}
    assert [row["position"] for row in rows["fields"]] == list(range(1, 9))
    assert fields["id"]["in_key"]
    assert fields["id"]["distinct_count"] == 4
    assert (fields["nome"]["null_share"], fields["nome"]["blank_share"]) == (0.25, 0.5)
    assert (fields["nome"]["minimum"], fields["nome"]["maximum"]) == ("Rossi", "Rossi")
    assert (fields["saldo"]["minimum"], fields["saldo"]["maximum"]) == ("-3.00", "10.50")
    assert fields["saldo"]["mean"] == pytest.approx(2.5)
    assert fields["saldo"]["zero_share"] == 0.25
    assert (fields["peso"]["minimum"], fields["peso"]["maximum"], fields["peso"]["mean"]) == ("1.5", "2.5", 2.0)
    assert fields["attivo"]["distinct_count"] == 2
    assert (fields["foto"]["length_minimum"], fields["foto"]["length_maximum"]) == (0, 3)
    [clienti] = rows["datasets"]
    # 1900 is a default, 2099 is not yet, a birth date is not a write; Rome is an hour or two ahead of UTC
    assert clienti["first_change_at"] == datetime(2020, 6, 1, 8, tzinfo=UTC)
    assert clienti["last_change_at"] == datetime(2025, 7, 2, 10, tzinfo=UTC)
    assert clienti["change_field"] == "data_creazione"
    assert rows["systems"][0] | {"read_at": None} == {
        **dict.fromkeys(rows["systems"][0]),
        "system": "crm",
        "name": "CRM",
        "connector": "sqlite",
        "datasets": 1,
        "records": 4,
        "status": "read",
    }


def test_a_damaged_copy_is_told_and_stops_nothing(tmp_path: Path) -> None:
    good = pa.table({"id": [1, 2]})
    given = evidence(tmp_path, {"erp.rotto": CUSTOMERS, "erp.buono": good, "erp.perso": pa.table({"x": [9]})})
    broken, _, lost = given.snapshot.datasets
    path = given.path(broken)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-200])
    given.path(lost).unlink()
    rows = run(given)
    by_name = {row["dataset"]: row for row in rows["datasets"]}
    assert {name: row["status"] for name, row in by_name.items()} == {
        "rotto": "damaged",
        "buono": "read",
        "perso": "damaged",
    }
    assert by_name["rotto"]["reason_it"] == "illeggibile o danneggiato"
    assert {(row["dataset"], row["reason"]) for row in rows["skipped"]} == {("rotto", "broken"), ("perso", "broken")}
    assert [row["null_share"] for row in rows["fields"] if row["dataset"] == "rotto"] == [None] * 8
    assert [row["distinct_count"] for row in rows["fields"] if row["dataset"] == "buono"] == [2]


def test_names_that_differ_by_case_or_are_odd(tmp_path: Path) -> None:
    table = pa.table({"Id": [1, 1], "ID": [2, 3], 'a"b': ["x", None], "select": [None, None], "": [1, None]})
    fields = {row["field"]: row for row in run(evidence(tmp_path, {"s.t": table}))["fields"]}
    assert (fields["Id"]["distinct_count"], fields["ID"]["distinct_count"]) == (1, 2)
    assert fields['a"b']["null_share"] == 0.5
    assert fields["select"]["null_share"] == 1.0


def test_a_very_wide_table(tmp_path: Path) -> None:
    table = pa.table({f"col{n}": pa.array([n, n + 1, None]) for n in range(1600)})
    fields = run(evidence(tmp_path, {"s.wide": table}))["fields"]
    assert [(row["minimum"], row["maximum"]) for row in fields] == [(str(n), str(n + 1)) for n in range(1600)]


def test_empty_table_and_table_without_rows_kept(tmp_path: Path) -> None:
    given = evidence(tmp_path, {"s.empty": CUSTOMERS.slice(0, 0)})
    described = dataclasses.replace(
        given.snapshot.datasets[0], dataset="view", kind="view", object=None, records=None, status="described"
    )
    rows = run(of_datasets(tmp_path, (*given.snapshot.datasets, described)))
    assert [(row["dataset"], row["records"], row["status"]) for row in rows["datasets"]] == [
        ("empty", 0, "read"),
        ("view", None, "described"),
    ]
    assert {row["null_share"] for row in rows["fields"]} == {None}


def test_references_skipped_and_systems_come_from_the_manifest(tmp_path: Path) -> None:
    reference = Reference(("cliente",), "clienti", ("id",))
    given = evidence(tmp_path, {"erp.ordini": pa.table({"cliente": [1]})}, references=(reference, reference))
    manifest = dataclasses.replace(
        given.snapshot,
        skipped=(Skipped("erp", Reason.VALUE_CHANGED, "ordini", "cliente", "0000-00-00", 3, 0.5),),
    )
    company = dataclasses.replace(given.company, systems=(System("carta", "Moduli di carta", owner="Anna"),))
    rows = run(dataclasses.replace(given, snapshot=manifest, company=company))
    assert [(row["fields"], row["to_dataset"], row["origin"]) for row in rows["field_references"]] == [
        ("cliente", "clienti", "declared")
    ]
    assert rows["skipped"][0]["reason_en"] == "values changed so that they can be kept"
    assert rows["skipped"][0]["count"] == 3
    assert [(row["system"], row["status"], row["owner"]) for row in rows["systems"]] == [
        ("carta", "no_source", "Anna"),
        ("erp", "read", None),
    ]


def test_unchanged_content_is_not_scanned_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = evidence(tmp_path, {"crm.clienti": CUSTOMERS, "crm.altri": pa.table({"id": [1]})}, cache=True)
    first = run(given)
    scanned: list[Path] = []
    really = stage.measure

    def spy(connection: Any, path: Path, *, today: date) -> Any:
        scanned.append(path)
        return really(connection, path, today=today)

    monkeypatch.setattr(stage, "measure", spy)
    assert run(given) == first
    assert scanned == []
    # `clienti` holds a date in the future: what is past depends on the day
    tomorrow = dataclasses.replace(given.snapshot, taken_at=given.snapshot.taken_at + timedelta(days=1))
    run(dataclasses.replace(given, snapshot=tomorrow))
    assert scanned == [given.path(given.snapshot.datasets[0])]


def test_what_is_kept_of_a_removed_content_goes_with_it(tmp_path: Path) -> None:
    given = evidence(tmp_path, {"crm.clienti": CUSTOMERS, "crm.altri": pa.table({"id": [1]})}, cache=True)
    run(given)
    gone, stays = given.snapshot.datasets
    given.path(gone).unlink()
    run(of_datasets(tmp_path, (stays,), cache=True))
    assert given.cache
    kept = [path.name.partition(".")[0] for path in given.cache.rglob("*.msgpack")]
    assert kept == [stays.object]


def test_neither_row_order_nor_splitting_changes_anything(tmp_path: Path) -> None:
    chance = random.Random(7)
    values = [chance.choice(["a", "B", "", None, "à" * chance.randint(1, 5)]) for _ in range(500)]
    table = pa.table({"n": [chance.randint(0, 90) for _ in range(500)], "t": values})
    order = list(range(500))
    chance.shuffle(order)
    shuffled = pa.concat_tables([table.take(order[:100]), table.take(order[100:])])
    results = []
    for folder, each in (("one", table), ("two", shuffled)):
        store = Store(tmp_path / folder)
        made = dataset(store, "s.t", each, bytes=1)
        results.append(run(of_datasets(tmp_path / folder, (made,))))
    assert results[0] == results[1]


def test_a_field_the_file_does_not_hold_stays_without_figures(tmp_path: Path) -> None:
    given = evidence(tmp_path, {"s.t": pa.table({"a": [1]})})
    [only] = given.snapshot.datasets
    more = dataclasses.replace(only, fields=(*only.fields, Field("secret", "bytea")))
    fields = run(of_datasets(tmp_path, (more,)))["fields"]
    assert [(row["field"], row["distinct_count"]) for row in fields] == [("a", 1), ("secret", None)]
