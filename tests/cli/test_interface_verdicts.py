"""`regia judge --interface`, as a person runs it."""

from pathlib import Path

import pytest

from regia.checkup.record import Records
from regia.interfaces.tables import INTERFACES
from regia.judgement.log import VerdictLog
from tests.checkup.made import company, sqlite
from tests.cli.running import run

MORE = '\n[[interfaces]]\nfrom = "crm"\nto = "erp"\nconcept = "customer"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that declares one interface in regia.toml and another in a script."""
    root = tmp_path_factory.mktemp("verdicts")
    crm = sqlite(root / "crm.sqlite", {"people": [(n, f"Persona {n}") for n in range(9)]})
    erp = sqlite(root / "erp.sqlite", {"orders": [(n, f"ordine {n}") for n in range(9)]})
    folder = company(root / "prova", {"crm": str(crm), "erp": str(erp)}, more=MORE)
    (folder / "copy.sql").write_text("INSERT INTO crm.people (id, name) SELECT id, name FROM erp.orders;\n", "utf-8")
    toml = folder / "regia.toml"
    toml.write_text(toml.read_text("utf-8").replace("[company]\n", '[company]\nevidence = ["copy.sql"]\n'), "utf-8")
    assert run("checkup", folder).code == 0
    return folder


def _register(folder: Path) -> dict[str, tuple[object, ...]]:
    records = Records(folder)
    rows = records.load(records.latest(), INTERFACES).to_pylist()
    return {row["interface"]: (row["verdict"], row["name"], row["probability"]) for row in rows}


def test_an_interface_is_named_rejected_and_taken_back(made: Path) -> None:
    [script] = [name for name in _register(made) if name.startswith("erp>crm")]
    told = run("judge", "erp", script.partition(">")[2], "--interface", "--name", "Copia", "-c", made)
    assert told.code == 0, told.said
    assert _register(made)[script] == ("confirmed", "Copia", 1.0)
    assert run("judge", "erp", script.partition(">")[2], "--not-interface", "-c", made).code == 0
    assert _register(made)[script] == ("rejected", None, 0.0)
    taken = run("judge", "erp", script.partition(">")[2], "--interface", "--withdraw", "-c", made)
    assert taken.code == 0, taken.said
    assert _register(made)[script][0] is None


@pytest.mark.parametrize(
    ("to", "option", "says"),
    [
        ("erp:party", "--not-interface", "dichiarata in regia.toml"),
        ("erp:partyy", "--interface", "forse «crm erp:party»"),
    ],
)
def test_what_makes_no_sense_is_refused(made: Path, to: str, option: str, says: str) -> None:
    refused = run("judge", "crm", to, option, "-c", made)
    assert refused.code == 2
    assert says in refused.said
    assert VerdictLog(made, "Prova S.p.A.").all() == [] or _register(made)["crm>erp:party"][0] is None
