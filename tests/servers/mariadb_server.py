"""A MariaDB of the tests' own: with TLS, passwords, a log of every statement, and leave to be stopped."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pymysql
import pytest

from regia.errors.sources import TypeTooNarrow
from regia.model.note import Note
from regia.sources.connector import DatasetInfo, Reading
from regia.sources.connectors.mysql import CONNECTOR
from regia.sources.mysql.session import MysqlSession
from regia.workspace.company import Limits, Source

OPTIONS = [
    *("--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-buffer-pool-size=48M"),
    *("--innodb-log-file-size=16M", "--innodb-flush-log-at-trx-commit=0", "--max-allowed-packet=64M"),
    *("--log-output=TABLE", "--general-log=1", "--character-set-server=utf8mb4", "--event-scheduler=OFF"),
]
READING = re.compile(
    r"\s*(?:SELECT|SHOW|SET (?:NAMES|SESSION) |SET AUTOCOMMIT|START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY\Z"
    r"|SAVEPOINT regia\Z|ROLLBACK TO SAVEPOINT regia\Z|KILL QUERY \d+\Z)",
)
HARMFUL = re.compile(
    r"\b(?:INTO\s+(?:OUTFILE|DUMPFILE)|FOR\s+UPDATE|LOCK\s+IN\s+SHARE|GET_LOCK|NEXTVAL)\b", re.IGNORECASE
)


def wait_until_old() -> None:
    """Wait until what was written is surely older than what begins now: the server tells changes to the second."""
    time.sleep(2.1)


@dataclass
class Mariadb:
    """A server under `folder`; it stops and is deleted with the fixture."""

    folder: Path
    port: int
    process: Any = None

    @property
    def door(self) -> Path:
        return self.folder / "socket"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    def start(self, *more: str) -> None:
        user = ["--user=mysql"] if os.geteuid() == 0 else []
        keys = [f"--ssl-cert={self.certificate}", f"--ssl-key={self.folder / 'server.key'}"]
        places = [f"--datadir={self.folder / 'data'}", f"--socket={self.door}", f"--port={self.port}"]
        with (self.folder / "out").open("ab") as out:
            command = [_program("mariadbd"), *OPTIONS, *places, *keys, *user, *more]
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        end = time.monotonic() + 30
        while not self._listens():
            assert time.monotonic() < end, (self.folder / "out").read_text()[-2000:]
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.door)) == 0

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    @contextmanager
    def admin(self, database: str | None = None) -> Iterator[Any]:
        connection = pymysql.connect(
            unix_socket=str(self.door), user="root", database=database, autocommit=True, charset="utf8mb4"
        )
        with connection, connection.cursor() as cursor:
            yield cursor

    def url(self, user: str, database: str = "", options: str = "", host: str = "127.0.0.1") -> str:
        return f"mysql://{user}@{host}:{self.port}/{database}{options}"


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if not found:
        if os.environ.get("REGIA_REQUIRE_SERVERS"):
            pytest.fail(f"{name} must be installed")
        pytest.skip(f"no {name}: `bash .ci/servers` installs it")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certificate(folder: Path) -> None:
    made = [_program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    kept = ["-keyout", str(folder / "server.key"), "-out", str(folder / "server.pem")]
    subprocess.run([*made, *named, *kept], check=True, capture_output=True)


@contextmanager
def server() -> Iterator[Mariadb]:
    """A running server of the caller's own."""
    install = _program("mariadb-install-db")
    folder = Path(tempfile.mkdtemp(prefix="regia_my_"))
    try:
        _certificate(folder)
        made = ["--no-defaults", f"--datadir={folder / 'data'}", "--auth-root-authentication-method=normal"]
        subprocess.run([install, *made, "--skip-test-db"], check=True, capture_output=True, timeout=60)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "mysql:mysql", str(folder)], check=True)
            folder.chmod(0o755)
        running = Mariadb(folder, _free_port())
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Scratch:
    """A database of a test's own, with a login of the same name that may read all of it."""

    server: Mariadb
    name: str
    admin: Any
    password: str = "p@ss:w/ö'\\ %2F€"
    notes: list[Note] = field(default_factory=list)

    def source(self, user: str | None = None, options: str = "", database: str | None = None, **limits: Any) -> Source:
        url = self.server.url(user or self.name, self.name if database is None else database, options)
        return Source("crm", url, limits=Limits(**limits))

    @contextmanager
    def session(self, user: str | None = None, *, database: str | None = None, **limits: Any) -> Iterator[MysqlSession]:
        self.notes.clear()
        source = self.source(user, database=database, **limits)
        with CONNECTOR.open(source, self.password, self.notes.append) as session:
            yield session

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        for statement in statements:
            self.admin.execute(statement)
        return list(self.admin.fetchall())

    def user(self, grants: str, suffix: str = "x") -> str:
        """Make another login with the same password, and give it `grants` (`SELECT ON ...`)."""
        name = f"{self.name}{suffix}"
        self.admin.execute(f"CREATE OR REPLACE USER {name}@'%%' IDENTIFIED BY %s", (self.password,))
        for grant in filter(None, grants.split(";")):
            self.admin.execute(f"GRANT {grant} TO {name}@'%'")
        return name

    def table(self, dataset: str, **limits: Any) -> pa.Table:
        """What the connector reads of a dataset."""
        with self.session(**limits) as session:
            return whole(session, find(session, dataset))[1]

    def told(self) -> set[tuple[str, str | None, str | None]]:
        return {(str(note.reason), note.dataset, note.field) for note in self.notes}


def find(session: MysqlSession, name: str) -> DatasetInfo:
    return {dataset.name: dataset for dataset in session.catalogue().datasets}[name]


def whole(session: MysqlSession, dataset: DatasetInfo, rows: int | None = None) -> tuple[Reading, pa.Table]:
    """Read to the end, once more for each field that does not fit its type."""
    for _ in range(len(dataset.fields) + 1):
        reading = session.read(dataset, rows=rows)
        try:
            return reading, pa.Table.from_batches(reading.batches, reading.schema)
        except TypeTooNarrow:
            continue
    raise AssertionError("never fits")


@contextmanager
def scratch(server: Mariadb) -> Iterator[Scratch]:
    """Make a database and its reader, and drop them."""
    name = f"regia_my_{uuid4().hex[:10]}"
    with server.admin() as root:
        root.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        with server.admin(name) as owner:
            made = Scratch(server, name, owner)
            root.execute(f"CREATE USER {name}@'%%' IDENTIFIED BY %s", (made.password,))
            root.execute(f"GRANT SELECT, SHOW VIEW ON {name}.* TO {name}@'%'")
            try:
                yield made
            finally:
                root.execute(f"DROP DATABASE {name}")
                root.execute(
                    f"SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host)) FROM mysql.user "
                    f"WHERE User LIKE '{name}%'"
                )
                for (statement,) in root.fetchall():
                    root.execute(statement)


@dataclass
class StatementLog:
    """What clients ask of the test's own server, from the fixture's start."""

    server: Mariadb

    def asked(self, user: str) -> list[str]:
        """Every statement of a login so far, in order."""
        with self.server.admin() as root:
            root.execute(
                "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute', 'Prepare') "
                "AND user_host LIKE CONCAT('%%[', %s, ']%%') ORDER BY event_time",
                (user,),
            )
            return [it.decode("utf-8", "replace") if isinstance(it, bytes) else it for (it,) in root.fetchall()]

    def check_only_reads(self, user: str) -> list[str]:
        """Fail unless every statement reads, or sets what holds for the session alone."""
        asked = self.asked(user)
        assert asked, f"{user} asked nothing"
        others = [text[:99] for text in asked if not READING.match(text) or HARMFUL.search(text)]
        assert not others, f"not a reading: {others}"
        return asked


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Mariadb]:
    """A MariaDB server of the tests' own, one for the whole run."""
    with server() as made:
        yield made


@pytest.fixture
def mariadb_statements(mariadb_server: Mariadb) -> StatementLog:
    """The log of every statement that the test's own server gets; point a source at `.server.url(...)`."""
    with mariadb_server.admin() as root:
        root.execute("TRUNCATE TABLE mysql.general_log")
    return StatementLog(mariadb_server)


@pytest.fixture
def mariadb_database(mariadb_server: Mariadb) -> Iterator[Scratch]:
    """A database of the test's own."""
    with scratch(mariadb_server) as made:
        yield made
