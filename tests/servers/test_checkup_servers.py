"""A whole check-up of real servers: reads only, and tells a wrong password, a missing grant, a connection killed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regia.errors import Text
from regia.model.note import Reason
from regia.snapshot.manifest import Manifest
from regia.snapshot.store import Store
from regia.sources.reading import ReadOptions, take_snapshot
from regia.workspace import load
from tests.checkup.made import assert_all_whole, company
from tests.cli.running import run
from tests.servers import mariadb_server, postgresql_cluster
from tests.snapshot.made import readable

pytestmark = pytest.mark.server

ROWS = 60_000


@dataclass
class Server:
    """A database of the test's own, the same on either kind of server."""

    kind: str
    sql: Callable[[str], Any]
    url: str
    user: str
    password: str
    grant: Callable[[str], Any]
    revoke: Callable[[str], Any]
    kill: Callable[[], Any]
    reads: Callable[[], int]


@pytest.fixture
def postgresql_server(request: pytest.FixtureRequest) -> Server:
    made: postgresql_cluster.Scratch = request.getfixturevalue("postgresql_database")
    log: postgresql_cluster.StatementLog = request.getfixturevalue("postgresql_statements")
    cluster = made.cluster

    def kill() -> None:
        with cluster.admin() as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'regia%'")

    return Server(
        "postgresql",
        made.sql,
        cluster.source_url(made.name, made.name),
        made.name,
        made.password,
        lambda table: made.sql(f"GRANT SELECT ON {table} TO {made.name}"),
        lambda table: made.sql(f"REVOKE ALL ON {table} FROM {made.name}"),
        kill,
        lambda: len(log.check_only_reads()),
    )


@pytest.fixture
def mysql_server(request: pytest.FixtureRequest) -> Server:
    made: mariadb_server.Scratch = request.getfixturevalue("mariadb_database")
    log: mariadb_server.StatementLog = request.getfixturevalue("mariadb_statements")
    one = made.user("", suffix="one")  # with grants table by table, so that one can be missing

    def kill() -> None:
        with made.server.admin() as root:
            root.execute("SELECT id FROM information_schema.processlist WHERE user = %s", (one,))
            for (number,) in root.fetchall():
                root.execute(f"KILL {number}")

    return Server(
        "mysql",
        made.sql,
        made.server.url(one, made.name),
        one,
        made.password,
        lambda table: made.sql(f"GRANT SELECT ON {made.name}.{table} TO {one}@'%'"),
        lambda table: made.sql(f"REVOKE SELECT ON {made.name}.{table} FROM {one}@'%'"),
        kill,
        lambda: len(log.check_only_reads(one)),
    )


@pytest.fixture(params=["postgresql_server", "mysql_server"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Server:
    made: Server = request.getfixturevalue(request.param)
    made.sql("CREATE TABLE people (id int PRIMARY KEY, name varchar(40), born date)")
    made.sql("INSERT INTO people VALUES (1, 'Ada', '1815-12-10'), (2, 'Eva', NULL)")
    made.sql("CREATE TABLE a_first (id int PRIMARY KEY)")
    made.sql("INSERT INTO a_first VALUES (1), (2), (3)")
    made.sql("CREATE VIEW grown AS SELECT id FROM people")
    for table in ("people", "a_first", "grown"):
        made.grant(table)
    monkeypatch.setenv("SERVER_PASSWORD", made.password)
    return made


@pytest.fixture
def place(server: Server, tmp_path: Path) -> Path:
    folder = company(tmp_path / "c", {"crm": server.url})
    toml = (folder / "regia.toml").read_text()
    (folder / "regia.toml").write_text(toml.replace("source =", 'password = "env:SERVER_PASSWORD"\nsource ='))
    return folder


def latest(folder: Path) -> Manifest:
    found = Store(folder).latest()
    assert found is not None
    return found


def test_a_whole_check_up_only_reads(server: Server, place: Path) -> None:
    assert run("sources", place).code in (0, 3)
    assert run("checkup", place, "--dry-run").code == 0
    done = run("checkup", place, "--json")
    assert done.code == 0, done.said
    assert run("checkup", place, "--afresh", "--until", "profile").code == 0
    assert server.reads() > 10
    found = {each["dataset"]: (each["status"], each["records"]) for each in json.loads(done.out)["datasets"]}
    assert found == {"people": ("read", 2), "a_first": ("read", 3), "grown": ("described", None)}
    assert server.sql("SELECT count(*) FROM people") == [(2,)]
    assert_all_whole(place)


@pytest.mark.usefixtures("few_stages")
def test_nothing_changed_is_the_same_snapshot(server: Server, place: Path) -> None:
    if server.kind == "postgresql":
        server.sql("SELECT pg_stat_force_next_flush()")
    first = json.loads(run("checkup", place, "--json").out)
    again = json.loads(run("checkup", place, "--json").out)
    assert again["nothing_changed"] is (again["snapshot"] == first["snapshot"])
    assert again["nothing_changed"] or server.kind == "mysql"  # which says nothing of tables written just now
    server.sql("INSERT INTO people VALUES (3, 'Ida', NULL)")
    if server.kind == "postgresql":
        server.sql("SELECT pg_stat_force_next_flush()")
    last = json.loads(run("checkup", place, "--json").out)
    assert {each["dataset"]: each["records"] for each in last["datasets"]}["people"] == 3


def test_a_wrong_password_is_told_and_never_shown(server: Server, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("checkup", place).code == 0
    wrong = "sbagl1ata-davvero"
    monkeypatch.setenv("SERVER_PASSWORD", wrong)
    for language, refused in (("it", "rifiuta l'utente"), ("en", "refuses user")):
        done = run("checkup", place, REGIA_LANGUAGE=language)
        assert done.code == 1
        assert refused in done.out
        assert server.user in done.out
        assert latest(place).datasets == ()
        checked = run("sources", place, REGIA_LANGUAGE=language)
        assert checked.code == 3
        for secret in (wrong, server.password):
            assert secret not in done.said + checked.said
            assert secret not in readable(place)


@pytest.mark.usefixtures("few_stages")
def test_a_missing_grant_is_told_and_the_rest_is_read(server: Server, place: Path) -> None:
    server.revoke("people")
    done = run("checkup", place, "--json")
    found = {each["dataset"]: each["status"] for each in json.loads(done.out)["datasets"]}
    assert found["a_first"] == "read"
    if server.kind == "postgresql":  # MariaDB does not show what may not be read
        assert found["people"] == "failed"
        assert done.code == 1
        assert [note.dataset for note in latest(place).skipped if note.reason is Reason.FORBIDDEN] == ["people"]
        checked = run("sources", place, width=400).out
        assert "GRANT SELECT" in checked
        assert "people" in checked


class Killer:
    """Progress that kills the connection once a dataset is under way."""

    def __init__(self, kill: Callable[[], Any], dataset: str) -> None:
        self.kill = kill
        self.dataset = dataset
        self.killed = False

    def step(self, what: str | Text, *, done: int = 0, total: int | None = None) -> None:
        if what == f"crm.{self.dataset}" and done and not self.killed:
            self.killed = True
            self.kill()


def taken(place: Path, killer: Killer) -> Manifest:
    return take_snapshot(load(place), Store(place), ReadOptions(), killer)


def test_a_connection_killed_half_way_is_told_and_the_next_run_resumes(server: Server, place: Path) -> None:
    numbers = {
        "postgresql": f"SELECT g, repeat('x', 400) FROM generate_series(1, {ROWS}) AS g",
        "mysql": f"SELECT seq, repeat('x', 400) FROM seq_1_to_{ROWS}",
    }[server.kind]
    server.sql("CREATE TABLE b_large (id int PRIMARY KEY, text varchar(400))")
    server.sql(f"INSERT INTO b_large {numbers}")
    server.grant("b_large")
    if server.kind == "mysql":
        mariadb_server.wait_until_old()
    killer = Killer(server.kill, "b_large")
    first = taken(place, killer)
    assert killer.killed
    (crm,) = first.systems
    found = {each.dataset: each for each in first.datasets}
    assert found["a_first"].status == "read"
    assert (found["b_large"].status, found["b_large"].reason) == ("failed", Reason.CONNECTION_LOST)
    assert (crm.status, crm.interrupted) == ("partial", True), crm.reason_en
    assert "cadut" in crm.reason_it
    assert_all_whole(place)
    again = taken(place, Killer(lambda: None, ""))
    found = {each.dataset: each for each in again.datasets}
    assert found["b_large"].records == ROWS
    assert {found["a_first"].origin, found["people"].origin} <= {"resumed", "unchanged", "source"}
    assert found["a_first"].origin in ("resumed", "unchanged")
    assert again.systems[0].status == "read"
    assert server.reads() > 5
