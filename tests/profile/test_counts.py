"""Documents that are all numbered from one: which one a number refers to is told by the rest."""

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from regia.model.progress import Silent
from regia.profile.stage import STAGE
from tests.profile.made import evidence

CHANCE = random.Random(5)
N = 600
START = date(2025, 1, 7)


def _later(days: list[date], most: int) -> list[date]:
    return [day + timedelta(days=CHANCE.randrange(2, most)) for day in days]


def _system() -> dict[str, pa.Table]:
    """Orders; deliveries of all but four, invoices of the delivered, payments of most invoices: each counts its own."""
    ordered = [START + timedelta(days=n // 3) for n in range(N)]
    delivered = [n for n in range(N) if n not in {9, 80, 300, 511}]
    shipped = sorted(delivered, key=lambda n: (ordered[n] + timedelta(days=CHANCE.randrange(6)), n))
    ship_days = _later([ordered[n] for n in shipped], 9)
    invoice_days = _later(ship_days, 9)
    paid = sorted(CHANCE.sample(range(len(shipped)), 400))
    bought = sorted(CHANCE.sample(range(N), 250))
    tables = {
        "VBAK": {"mandt": ["100"] * N, "vbeln": _numbers(range(N)), "created": ordered},
        "LIKP": {
            "mandt": ["100"] * len(shipped), "vbeln": _numbers(range(len(shipped))), "vgbel": _numbers(shipped),
            "created": ship_days,
        },
        "VBRK": {
            "mandt": ["100"] * len(shipped), "vbeln": _numbers(range(len(shipped))), "vgbel": _numbers(shipped),
            "created": invoice_days,
        },
        "BSAD": {
            "belnr": _numbers(range(len(paid))), "vbeln": _numbers(paid),
            "created": [invoice_days[n] + timedelta(days=30) for n in paid],
        },
        "EKKO": {
            "ebeln": _numbers(range(len(bought))), "vbeln": _numbers(bought),
            "created": [ordered[n] + timedelta(days=1) for n in bought],
        },
    }  # fmt: skip
    return {f"erp.{name}": pa.table(columns) for name, columns in tables.items()}


def _numbers(places: "range | list[int]") -> list[str]:
    return [f"{place + 1:010}" for place in places]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str, str]]:
    folder: Path = tmp_path_factory.mktemp("counts")
    rows = STAGE.compute(evidence(folder, _system()), STAGE.options, Silent())["field_references"].to_pylist()
    return {(row["dataset"], row["fields"], row["to_dataset"], row["to_fields"]) for row in rows}


def test_each_number_refers_to_the_document_that_it_is_of(found: set[tuple[str, str, str, str]]) -> None:
    """The order is called otherwise; a payment is of an invoice and a purchase of an order, called the same."""
    assert found == {
        ("LIKP", "vgbel", "VBAK", "vbeln"),
        ("VBRK", "vgbel", "VBAK", "vbeln"),
        ("BSAD", "vbeln", "VBRK", "vbeln"),
        ("EKKO", "vbeln", "VBAK", "vbeln"),
    }
