"""The card of a dataset and of a field: readable, and nothing of a person in clear."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from regia.checkup.record import Records
from regia.checkup.run import Recalled, analyse
from regia.cli import app
from regia.errors import Text
from regia.model.progress import Silent
from regia.profile.called import KINDS, TIME_ROLES
from regia.profile.kinds import DatasetKind
from regia.profile.time_roles import TimeRole
from regia.snapshot.manifest import Field
from regia.snapshot.store import Store
from tests.profile.made import evidence

PEOPLE = pa.table(
    {
        "id": list(range(1, 41)),
        "email": [f"vzqk{n}@esempio.it" for n in range(40)],
        "stato": ["attivo", "sospeso"] * 20,
        "creato": [datetime(2025, 1 + n % 12, 1) for n in range(40)],
        "fido": [Decimal("1234.50"), Decimal("9999.00")] * 20,
    }
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("company")
    (folder / "regia.toml").write_text('[company]\nname = "Prova"\n', "utf-8")
    types = {"id": "integer", "creato": "timestamp", "fido": "decimal"}
    fields = tuple(Field(each.name, str(each.type), types.get(each.name, "text")) for each in PEOPLE.schema)
    given = evidence(folder, {"crm.clienti": PEOPLE}, fields=fields)
    store, records = Store(folder), Records(folder)
    records.prepare()
    store.commit(given.snapshot)
    started = datetime(2026, 3, 1, tzinfo=UTC)
    records.commit(
        analyse(
            given.company,
            store,
            given.snapshot,
            previous=Recalled(),
            started=started,
            progress=Silent(),
            until="profile",
        )
    )
    return folder


def card(company: Path, target: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["profile", target, "-c", str(company)], env={"COLUMNS": "140"})
    return answer.exit_code, answer.output


def test_the_card_of_a_dataset_lists_its_fields(company: Path) -> None:
    code, output = card(company, "crm.clienti")
    assert code == 0
    for told in ("crm.clienti", "email", "stato", "creato", "40"):
        assert told in output


def test_the_card_of_a_personal_field_is_masked(company: Path) -> None:
    code, output = card(company, "crm.clienti.email")
    assert code == 0
    assert "vzqk" not in output
    assert "v••••" in output
    assert "aaaa9@aaaaaaa.aa" in output


def test_the_card_of_a_status_shows_its_codes(company: Path) -> None:
    code, output = card(company, "crm.clienti.stato")
    assert code == 0
    assert "sospeso" in output
    assert "50" in output


def test_days_on_a_card_are_those_of_the_company(company: Path) -> None:
    # Midnight in Rome is still the day before in UTC, in which evidence is kept.
    assert "01/01/2025 - 01/12/2025 (creato)" in card(company, "crm.clienti")[1]


def test_a_card_calls_things_by_their_italian_names(company: Path) -> None:
    output = card(company, "crm.clienti")[1]
    assert "anagrafica" in output
    assert "entity" not in output


@pytest.mark.parametrize(("words", "codes"), [(KINDS, DatasetKind), (TIME_ROLES, TimeRole)])
def test_every_code_has_a_name(words: dict[str, Text], codes: object) -> None:
    assert set(words) == set(get_args(codes))


def test_numbers_on_a_card_are_written_as_the_reader_writes_them(company: Path) -> None:
    assert "1.234,50 … 9.999,00" in card(company, "crm.clienti.fido")[1]
