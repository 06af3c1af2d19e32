"""Links in catalogues, as each kind of database writes them."""

import pytest

from regia.interfaces.clue import Clue
from regia.interfaces.evidence.catalogue import Links, is_text, paced
from regia.interfaces.reading import kinds
from regia.snapshot.manifest import Definition
from tests.interfaces.small import company


def _clues(*definitions: Definition) -> list[Clue]:
    return [clue for found in Links(definitions, company()).found() for clue in found.clues]


def _ends(*definitions: Definition) -> list[tuple[str, str, str | None, str | None]]:
    return [(each.from_system, each.to_system, each.concept, each.from_dataset) for each in _clues(*definitions)]


def _one(name: str, text: str) -> Definition:
    return Definition("crm", name, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("erp_link schema_name=dbo table_name=ANACLI", ("erp", "crm", "customer", "ANACLI")),
        ("ENGINE=FEDERATED CONNECTION='mysql://srv-erp:3306/db/ANACLI'", ("erp", "crm", "customer", "ANACLI")),
        ("ENGINE=FEDERATED CONNECTION='far/ORDTES'", ("erp", "crm", "order", "ORDTES")),
        ("ENGINE=CONNECT `TABLE_TYPE`=MYSQL `DBNAME`=erp `TABNAME`=ANACLI", ("erp", "crm", "customer", "ANACLI")),
        ('ENGINE=SPIDER COMMENT=\'wrapper "mysql", srv "far", table "ORDTES"\'', ("erp", "crm", "order", "ORDTES")),
    ],
)
def test_a_foreign_table_leads_to_its_system(text: str, wanted: tuple[str, ...]) -> None:
    server = _one("foreign server far", "mysql host=srv-erp.local port=3306 database=x")
    assert wanted in _ends(server, _one("foreign table public.there", text))


def test_a_server_leads_to_the_system_that_its_host_names_and_others_lead_nowhere() -> None:
    assert _ends(_one("foreign server elsewhere", "postgres_fdw host=srv-erp.local dbname=x")) == [
        ("erp", "crm", None, None)
    ]
    assert _ends(_one("foreign server bank", "postgres_fdw host=bank.example")) == []
    assert _ends(_one("replica from", "host=srv-erp port=3306"))[0][:2] == ("erp", "crm")
    assert _ends(_one("linked server GEST", "SQL Server srv-erp"))[0][:2] == ("erp", "crm")


def test_what_is_subscribed_to_comes_from_its_connection_else_from_its_publisher() -> None:
    table, name = _one("subscribed table public.ANACLI", "of_erp"), _one("subscription of_erp", "masters")
    told = _one("subscription from of_erp", "host=srv-erp dbname=x")
    publication = Definition("erp", "publication masters", "public.ANACLI")
    assert ("erp", "crm", "customer", "ANACLI") in _ends(table, name, told)
    assert {each[:3] for each in _ends(table, name, publication)} == {("erp", "crm", None), ("erp", "crm", "customer")}
    assert _ends(table, name) == []
    assert _ends(table, name, publication, Definition("shop", "publication masters", "public.x")) == []


def test_what_is_written_into_a_foreign_table_is_written_where_it_leads() -> None:
    away = _one("foreign table public.outgoing", "far table_name=ORDTES")
    server = _one("foreign server far", "postgres_fdw host=srv-erp dbname=x")
    links = Links([away, server], company())
    landscape = links.landscape
    assert landscape.dataset(["public", "outgoing"], "crm") is None  # no dataset of the crm that was read
    event = _one("event crm.night", "CREATE EVENT night ON SCHEDULE EVERY '1' DAY ENABLE DO SELECT 1")
    assert is_text(event)
    assert not is_text(_one("event crm.off", event.text.replace("ENABLE", "DISABLE")))


def test_an_event_passes_in_batches_and_a_query_over_a_link_tells_both_ends() -> None:
    text = "CREATE EVENT `night` ON SCHEDULE EVERY '1' DAY STARTS '2026-01-01 02:00:00' ENABLE DO " \
           "INSERT INTO crm.accounts (name) SELECT RAGSOC FROM erp.ANACLI"  # fmt: skip
    from regia.interfaces.clue import File

    sql = next(each for each in kinds() if each.name == "sql")
    found = paced(_one("event crm.night", text), sql.read(File("event", (text,), "crm", "mysql"), company()))
    assert [(each.from_system, each.to_system, each.mode) for each in found.clues] == [("erp", "crm", "batch")]
    assert _ends(_one("function public.f()", "SELECT * FROM dblink('host=srv-erp dbname=x', 'SELECT 1') AS t(a int)"))
    [gives] = _clues(_one("function public.g()", "PERFORM dblink_exec('dbname=erp', 'INSERT ...')"))
    assert (gives.from_system, gives.to_system) == ("crm", "erp")
