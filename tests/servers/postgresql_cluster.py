"""A PostgreSQL of the tests' own: with TLS, passwords, a log of every statement, and leave to be crashed."""

import csv
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pyarrow as pa
import pytest

from regia.errors.sources import TypeTooNarrow
from regia.model.note import Note
from regia.sources.connector import DatasetInfo, Reading
from regia.sources.connectors.postgresql import CONNECTOR
from regia.sources.postgresql.session import PostgresqlSession
from regia.workspace.company import Limits, Source

SETTINGS = """
listen_addresses = '127.0.0.1'
fsync = off
autovacuum = off
shared_buffers = 32MB
max_connections = 40
wal_level = logical
ssl = on
logging_collector = on
log_destination = 'csvlog'
log_directory = 'log'
log_filename = 'server.log'
log_statement = 'all'
log_connections = on
log_min_messages = warning
log_line_prefix = ''
password_encryption = 'scram-sha-256'
"""
ADMISSION = """
local all all trust
host all regia_pg_turned_away 127.0.0.1/32 reject
hostssl all regia_pg_tls 127.0.0.1/32 trust
host all postgres 127.0.0.1/32 trust
host replication postgres 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""


def binaries() -> Path | None:
    """The newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Statement:
    """One line of the server's log: who, what, and the transaction id, which only a transaction that writes has."""

    user: str
    database: str
    application: str
    transaction: int
    severity: str
    text: str


@dataclass
class Cluster:
    """A server under `folder`; it stops and is deleted with the fixture."""

    folder: Path
    binaries: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def source_url(self, user: str = "postgres", database: str = "postgres", options: str = "") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}{options}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as the user that owns its files: it refuses to be root."""
        command = [str(self.binaries / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", timeout=60)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder}"
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "-o", options, "-l", str(self.folder / "out"), "start")

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "-m", how, "stop")

    def admin(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(self.address, dbname=database, autocommit=True, client_encoding="utf8")

    def statements(self) -> list[Statement]:
        """Every line of the log so far."""
        with (self.data / "log" / "server.csv").open(encoding="utf-8", errors="replace", newline="") as lines:
            rows = list(csv.reader(lines))
        return [Statement(row[1], row[2], row[22], int(row[10] or 0), row[11], row[13]) for row in rows]


@contextmanager
def folder_of_postgres() -> Iterator[Path]:
    """A folder that the user `postgres` may use."""
    folder = Path(tempfile.mkdtemp(prefix="regia_pg_"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _certificate(data: Path) -> None:
    """Make the server's own certificate, for `localhost`."""
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    kept = ["-keyout", str(data / "server.key"), "-out", str(data / "server.crt")]
    subprocess.run([*made, *named, *kept], check=True, capture_output=True)
    (data / "server.key").chmod(0o600)
    if os.geteuid() == 0:
        for name in ("server.key", "server.crt"):
            shutil.chown(data / name, "postgres", "postgres")


def _needed() -> Path:
    found = binaries()
    if found is None or not shutil.which("openssl"):
        if os.environ.get("REGIA_REQUIRE_SERVERS"):
            pytest.fail("PostgreSQL's server programs and openssl must be installed")
        pytest.skip("no PostgreSQL server programs or openssl: `bash .ci/servers` installs them")
    return found


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server of the caller's own."""
    programs = _needed()
    with folder_of_postgres() as folder:
        made = Cluster(folder, programs, _free_port())
        made.run(
            "initdb", "-D", str(made.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        with (made.data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        (made.data / "pg_hba.conf").write_text(ADMISSION)
        _certificate(made.data)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")


@contextmanager
def standby(primary: Cluster) -> Iterator[Cluster]:
    """A hot standby of a server."""
    with folder_of_postgres() as folder:
        made = Cluster(folder, primary.binaries, _free_port())
        made.run("pg_basebackup", "-d", primary.address, "-D", str(made.data), "-R", "-c", "fast", "-X", "stream")
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")


READING = re.compile(
    r"(?:statement|execute [^:]*): \s*(?:SELECT|WITH|SHOW|SET|BEGIN|ROLLBACK|COMMIT|SAVEPOINT|RELEASE|FETCH|DECLARE"
    r"|CLOSE|EXPLAIN \(FORMAT JSON\) SELECT|COPY \(SELECT .*\) TO STDOUT)\b",
    re.DOTALL | re.IGNORECASE,
)
ASKED = re.compile(r"(?:statement|execute [^:]*): ")


@dataclass
class StatementLog:
    """What clients ask of the test's own server, from the fixture's start."""

    cluster: Cluster
    first: int = 0

    def asked(self, application: str = "regia") -> list[Statement]:
        """Every statement of an application, once the log has them all."""
        marker = f"SELECT '{uuid4().hex}'"
        with self.cluster.admin() as admin:
            admin.execute(marker)
        end = time.monotonic() + 10
        lines = self.cluster.statements()
        while not any(marker in line.text for line in lines):
            assert time.monotonic() < end, "the server's log stands still"
            time.sleep(0.02)
            lines = self.cluster.statements()
        return [one for one in lines[self.first :] if one.application == application and ASKED.match(one.text)]

    def check_only_reads(self, application: str = "regia") -> list[Statement]:
        """Fail unless every statement reads, and no transaction ever got an id, which the first write gives it."""
        asked = self.asked(application)
        assert asked, f"{application} asked nothing"
        others = [one.text[:99] for one in asked if not READING.match(one.text)]
        assert not others, f"not a reading: {others}"
        written = [one.text[:99] for one in asked if one.transaction]
        assert not written, f"asked in a transaction that wrote: {written}"
        return asked


@pytest.fixture
def postgresql_statements(postgresql_cluster: Cluster) -> StatementLog:
    """The log of every statement that the test's own server gets; point a source at `.cluster.source_url(...)`."""
    return StatementLog(postgresql_cluster, len(postgresql_cluster.statements()))


@dataclass
class Scratch:
    """A database of a test's own, with a role of the same name that may read all of its schema public."""

    cluster: Cluster
    name: str
    admin: psycopg.Connection[Any]
    password: str = "p@ss:w/ö'\\ %2F"
    notes: list[Note] = field(default_factory=list)

    def source(self, user: str | None = None, options: str = "", **limits: Any) -> Source:
        return Source("crm", self.cluster.source_url(user or self.name, self.name, options), limits=Limits(**limits))

    @contextmanager
    def session(self, user: str | None = None, **limits: Any) -> Iterator[PostgresqlSession]:
        self.notes.clear()
        with CONNECTOR.open(self.source(user, **limits), self.password, self.notes.append) as session:
            yield session

    def sql(self, statements: str) -> list[tuple[Any, ...]]:
        cursor = self.admin.execute(statements.encode())
        return cursor.fetchall() if cursor.description else []

    def readable(self) -> None:
        self.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {self.name}")

    def table(self, dataset: str, **limits: Any) -> pa.Table:
        """What the connector reads of a dataset."""
        with self.session(**limits) as session:
            return whole(session, find(session, dataset))[1]

    def told(self) -> set[tuple[str, str | None, str | None]]:
        return {(str(note.reason), note.dataset, note.field) for note in self.notes}


def find(session: PostgresqlSession, name: str) -> DatasetInfo:
    return {dataset.name: dataset for dataset in session.catalogue().datasets}[name]


def whole(session: PostgresqlSession, dataset: DatasetInfo, rows: int | None = None) -> tuple[Reading, pa.Table]:
    """Read to the end, once more for each field that does not fit its type."""
    for _ in range(len(dataset.fields) + 1):
        reading = session.read(dataset, rows=rows)
        try:
            return reading, pa.Table.from_batches(reading.batches, reading.schema)
        except TypeTooNarrow:
            continue
    raise AssertionError("never fits")


@contextmanager
def scratch(cluster: Cluster, *, encoding: str = "UTF8") -> Iterator[Scratch]:
    """Make a database and its reader, and drop them."""
    name = f"regia_pg_{uuid4().hex[:10]}"
    locale = "LC_COLLATE 'C' LC_CTYPE 'C'"
    with ExitStack() as stack:
        root = stack.enter_context(cluster.admin())
        root.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' {locale}".encode())
        stack.callback(root.execute, f"DROP DATABASE {name} WITH (FORCE)".encode())
        made = Scratch(cluster, name, stack.enter_context(cluster.admin(name)))
        quoted = psycopg.sql.Literal(made.password).as_string(root)
        root.execute(f"CREATE ROLE {name} LOGIN PASSWORD {quoted}".encode())
        stack.callback(root.execute, f"DROP ROLE {name}".encode())
        stack.callback(made.sql, f"DROP OWNED BY {name}")
        made.sql(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {name}")
        yield made


RESET = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', found.nspname);
  END LOOP;
  FOR found IN SELECT pubname FROM pg_publication LOOP
    EXECUTE format('DROP PUBLICATION %I', found.pubname);
  END LOOP;
END $$;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT CONNECT ON DATABASE {name} TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {name};
ALTER ROLE {name} NOBYPASSRLS PASSWORD {password};
ALTER ROLE {name} RESET ALL;
"""


@pytest.fixture(scope="session")
def reused_database(postgresql_cluster: Cluster) -> Iterator[Scratch]:
    with scratch(postgresql_cluster) as made:
        yield made


@pytest.fixture
def postgresql_database(reused_database: Scratch) -> Iterator[Scratch]:
    """An empty database, the test's to fill; it is emptied rather than made anew, which takes a tenth of the time."""
    with reused_database.cluster.admin(reused_database.name) as admin:
        made = Scratch(reused_database.cluster, reused_database.name, admin)
        password = psycopg.sql.Literal(made.password).as_string(admin)
        made.sql(RESET.replace("{name}", made.name).replace("{password}", password))
        yield made


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of the tests' own, one for the whole run."""
    with cluster() as made:
        yield made
