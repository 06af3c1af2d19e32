"""How datasets hang together: keys, references with their orphans, kinds and roles, on a system written by hand."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from regia.model.progress import Silent
from regia.profile.stage import STAGE
from tests.profile.made import evidence

CHANCE = random.Random(11)
DAY = datetime(2024, 1, 1, 9, 30)
N_CUSTOMERS, N_ORDERS = 200, 900
CITIES = ["Milano", "Torino", "Roma", "Napoli", "Bari", "Forlì"]
NAMES = ["Anna", "Luca", "Mario", "Sara", "Giulia", "Paolo"]
SURNAMES = ["Rossi", "Bianchi", "Verdi", "Neri", "Galli"]


def _customers(count: int) -> dict[str, list[Any]]:
    return {
        "codice": [f"C{1000 + n}" for n in range(count)],
        "nominativo": [f"{CHANCE.choice(NAMES)} {CHANCE.choice(SURNAMES)}" for _ in range(count)],
        "citta": [CHANCE.choice(CITIES) for _ in range(count)],
        "email": [f"persona{n}@esempio.it" for n in range(count)],
        "data_creazione": [DAY + timedelta(days=n % 700) for n in range(count)],
    }


def _orders() -> dict[str, list[Any]]:
    customers = [f"C{1000 + CHANCE.randrange(N_CUSTOMERS)}" for _ in range(N_ORDERS)]
    customers[:9] = ["X1"] * 9  # orphans: 1 %
    return {
        "id": list(range(1, N_ORDERS + 1)),
        "cod_cliente": customers,
        "stato": [CHANCE.choice(["A", "C", "S"]) for _ in range(N_ORDERS)],
        "data_ordine": [DAY + timedelta(days=n % 800, seconds=n) for n in range(N_ORDERS)],
        "consegna_prevista": [date(2024, 2, 1) + timedelta(days=n % 800) for n in range(N_ORDERS)],
        "importo": [round(CHANCE.uniform(10, 900), 2) for _ in range(N_ORDERS)],
        "quantita": [CHANCE.randint(1, 9) for _ in range(N_ORDERS)],
    }


def _lines() -> dict[str, list[Any]]:
    numbers = [order for order in range(1, N_ORDERS + 1) for _ in range(2)]
    return {
        "ordine_id": numbers,
        "riga": [1, 2] * N_ORDERS,
        "articolo": [f"ART-{CHANCE.randrange(60):03}" for _ in numbers],
        "prezzo": [round(CHANCE.uniform(1, 90), 2) for _ in numbers],
    }


def _system() -> dict[str, pa.Table]:
    customers = _customers(N_CUSTOMERS)
    moved = [order for order in range(1, 301) for _ in range(3)]
    return {
        "erp.clienti": pa.table(customers),
        "erp.clienti_old": pa.table({name: values[:150] for name, values in customers.items()}),
        "erp.ordini": pa.table(_orders()),
        "erp.ordini_righe": pa.table(_lines()),
        "erp.articoli": pa.table(
            {"codice": [f"ART-{n:03}" for n in range(60)], "prezzo": [round(n * 1.37 + 1, 2) for n in range(60)]}
        ),
        "erp.stati": pa.table({"codice": ["A", "C", "S"], "descrizione": ["aperto", "chiuso", "sospeso"]}),
        "erp.ordini_storico_stati": pa.table(
            {
                "id": list(range(1, 901)),
                "ordine_id": moved,
                "stato": ["A", "S", "C"] * 300,
                "avvenuto_il": [DAY + timedelta(hours=n) for n in range(900)],
            }
        ),
        "erp.articoli_lingue": pa.table(
            {
                "articolo": [f"ART-{n:03}" for n in range(60) for _ in range(2)],
                "lingua": ["it", "en"] * 60,
                "testo": [f"nome numero {n}" for n in range(120)],
            }
        ),
        "erp.clienti_attributi": pa.table(
            {
                "cliente": [f"C{1000 + n % N_CUSTOMERS}" for n in range(600)],
                "attributo": ["taglia", "colore", "nota"] * 200,
                "valore": [f"v{n % 17}" for n in range(600)],
            }
        ),
        "erp.clienti_articoli": pa.table(
            {
                "cliente": [f"C{1000 + n % N_CUSTOMERS}" for n in range(400)],
                "articolo": [f"ART-{(n * 7) % 60:03}" for n in range(400)],
            }
        ),
    }


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    given = evidence(tmp_path_factory.mktemp("system"), _system())
    found = STAGE.compute(given, STAGE.options, Silent())
    return {table.name: table.check(found[table.name]).to_pylist() for table in STAGE.writes}


def test_references_are_found_and_checked_over_all_records(rows: dict[str, list[dict[str, Any]]]) -> None:
    found = {
        (row["dataset"], row["fields"], row["to_dataset"], row["to_fields"]): row for row in rows["field_references"]
    }
    assert found.keys() == {
        ("ordini", "cod_cliente", "clienti", "codice"),
        ("ordini", "stato", "stati", "codice"),
        ("ordini_righe", "ordine_id", "ordini", "id"),
        ("ordini_righe", "articolo", "articoli", "codice"),
        ("ordini_storico_stati", "ordine_id", "ordini", "id"),
        ("ordini_storico_stati", "stato", "stati", "codice"),
        ("articoli_lingue", "articolo", "articoli", "codice"),
        ("clienti_attributi", "cliente", "clienti", "codice"),
        ("clienti_articoli", "cliente", "clienti", "codice"),
        ("clienti_articoli", "articolo", "articoli", "codice"),
    }
    orphans = found["ordini", "cod_cliente", "clienti", "codice"]
    assert orphans["unmatched_records"] == 9
    assert orphans["matched_share"] == pytest.approx((N_ORDERS - 9) / N_ORDERS)
    assert all(row["probability"] >= 0.5 for row in found.values())


def test_records_that_refer_to_archived_ones_are_told_apart(tmp_path: Path) -> None:
    heads = pa.table({"numero": [f"ORD-{n:04}" for n in range(40, 100)], "importo": [n + 0.5 for n in range(60)]})
    numbers = [f"ORD-{n:04}" for n in range(30, 99)] + ["ORD-0101", "X1"]  # 30 to 39 were archived, 101 and X1 are lost
    lines = pa.table({"numero": numbers * 2, "riga": [1] * 71 + [2] * 71, "pezzi": [1] * 142})
    found = STAGE.compute(evidence(tmp_path, {"erp.ordini": heads, "erp.righe": lines}), STAGE.options, Silent())
    (told,) = (row for row in found["field_references"].to_pylist() if row["dataset"] == "righe")
    assert (told["fields"], told["unmatched_records"], told["earlier_records"]) == ("numero", 24, 20)


def test_keys_are_single_or_pairs_and_never_by_accident(rows: dict[str, list[dict[str, Any]]]) -> None:
    likely = {row["dataset"]: row["likely_key"] for row in rows["datasets"]}
    assert likely["clienti"] == "codice"
    assert likely["ordini"] == "id"
    assert likely["ordini_righe"] == "ordine_id|riga"
    assert likely["articoli_lingue"] == "articolo|lingua"
    # in `ordini` no amount and no time is a key, however different its values
    assert {row["fields"] for row in rows["dataset_keys"] if row["dataset"] == "ordini"} == {"id"}


def test_kinds(rows: dict[str, list[dict[str, Any]]]) -> None:
    kinds = {row["dataset"]: row["kind"] for row in rows["datasets"]}
    assert kinds == {
        "clienti": "entity",
        "clienti_old": "backup_copy",
        "ordini": "transaction",
        "ordini_righe": "transaction",
        "articoli": "entity",
        "stati": "code_list",
        "ordini_storico_stati": "status_history",
        "articoli_lingue": "translation",
        "clienti_attributi": "entity_attribute_value",
        "clienti_articoli": "bridge",
    }
    assert {row["dataset"]: row["copy_of"] for row in rows["datasets"] if row["copy_of"]} == {"clienti_old": "clienti"}


def test_roles_of_times_and_classes_of_personal_data(rows: dict[str, list[dict[str, Any]]]) -> None:
    fields = {(row["dataset"], row["field"]): row for row in rows["fields"]}
    assert fields["clienti", "data_creazione"]["time_role"] == "technical"
    assert fields["ordini", "data_ordine"]["time_role"] == "event"
    assert fields["ordini", "consegna_prevista"]["time_role"] == "planned"
    assert fields["clienti", "nominativo"]["personal_data"] == "identifier"
    assert fields["clienti", "email"]["personal_data"] == "contact"
    assert fields["clienti", "citta"]["personal_data"] == "contact"
    assert fields["ordini", "importo"]["personal_data"] == "none"


def test_a_large_table_is_sampled_by_its_content(tmp_path: Path) -> None:
    count = 150_000
    order = list(range(count))
    random.Random(5).shuffle(order)
    results = []
    for folder, places in (("one", range(count)), ("two", order)):
        table = pa.table(
            {
                "id": pa.array(list(places), pa.int64()),
                "telefono": pa.array(["0000000" if n % 500 == 0 else f"02{n:08}" for n in places]),
                "tipo": pa.array(["ABC"[n % 3] for n in places]),
            }
        )
        given = evidence(tmp_path / folder, {"s.t": table}, bytes=1)
        found = STAGE.compute(given, STAGE.options, Silent())
        results.append({name: each.to_pylist() for name, each in found.items()})
    first, second = results
    assert first == second
    top = {(row["field"], row["value"]): row["records"] for row in first["field_values"]}
    assert top["telefono", "0000000"] == 300
    assert top["tipo", "A"] == 50_000
    fields = {row["field"]: row for row in first["fields"]}
    assert fields["id"]["distinct_count"] == pytest.approx(count, rel=0.1)
    assert not fields["id"]["distinct_exact"]
    assert int(fields["id"]["p50"]) == pytest.approx(count / 2, rel=0.03)
    assert fields["telefono"]["placeholder_share"] == pytest.approx(0.002)
    assert first["datasets"][0]["likely_key"] == "id"


def test_an_old_export_is_a_copy_of_a_dated_one_and_dated_ones_are_none_of_each_other(tmp_path: Path) -> None:
    table = pa.table(_customers(60))
    tables = {"crm.Clienti 2023": table, "crm.Clienti 2022": pa.table(_customers(50)), "crm.clienti_old": table}
    given = evidence(tmp_path, tables)
    found = STAGE.compute(given, STAGE.options, Silent())["datasets"].to_pylist()
    copies = {row["dataset"]: row["copy_of"] for row in found if row["copy_of"]}
    assert set(copies) == {"clienti_old"}
    assert copies["clienti_old"].startswith("Clienti 20")
