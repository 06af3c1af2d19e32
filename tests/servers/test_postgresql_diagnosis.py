"""Every failure says what happened and what to ask for, in both languages, and never the password."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from regia.errors.servers import ClientNotAdmitted
from regia.errors.sources import (
    DatabaseMissing,
    GrantMissing,
    LoginRefused,
    SourceBroken,
    SourceError,
    SourceUnreachable,
    TlsFailed,
)
from regia.sources.connector import Diagnosis
from regia.sources.connectors.postgresql import CONNECTOR
from regia.sources.postgresql.diagnosis import is_local
from regia.workspace.company import Source
from tests.servers.postgresql_cluster import Cluster, Scratch, find, whole

pytestmark = pytest.mark.server

PASSWORDS = ["semplice", "p@ss:w/ö'\\ %2F", "a'b\"c", "$(rm)`;--", " spazi ", "àèì€"]


def refused(source: Source, password: str | None) -> SourceError:
    with pytest.raises(SourceError) as caught, CONNECTOR.open(source, password, lambda note: None):
        pass
    error = caught.value
    said = [error.what("it"), error.what("en"), error.advice("it"), error.advice("en"), str(error), repr(error.values)]
    if password:
        for form in (password, quote(password), quote(password, safe=""), password.strip()):
            assert not any(form in text for text in said), said
    assert error.__cause__ is None
    return error


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for one in taken:
            one.close()


def remarks(database: Scratch, user: str | None = None) -> dict[str, list[Diagnosis]]:
    found: dict[str, list[Diagnosis]] = {"ok": [], "warning": [], "problem": []}
    with database.session(user) as session:
        for remark in session.diagnose():
            assert remark.says.it != remark.says.en
            found[remark.level].append(remark)
    return found


def test_a_port_that_is_closed() -> None:
    error = refused(Source("crm", "postgresql://x@127.0.0.1:1/x"), "segreta1")
    assert isinstance(error, SourceUnreachable)
    assert error.values["host"] == "127.0.0.1:1"


def test_a_name_that_nobody_knows() -> None:
    assert isinstance(refused(Source("crm", "postgresql://x@nobody.invalid/x"), "segreta1"), SourceUnreachable)


def test_a_server_that_does_not_answer() -> None:
    with silent_server() as port:
        source = Source("crm", f"postgresql://x@127.0.0.1:{port}/x?connect_timeout=2")
        assert isinstance(refused(source, "segreta1"), SourceUnreachable)


@pytest.mark.parametrize("password", PASSWORDS)
def test_passwords_work_and_wrong_ones_are_not_shown(postgresql_database: Scratch, password: str) -> None:
    database = postgresql_database
    wrong = refused(database.source(), password + "1")
    assert isinstance(wrong, LoginRefused)
    assert wrong.values["user"] == database.name
    literal = psycopg.sql.Literal(password).as_string(database.admin)
    database.sql(f"ALTER ROLE {database.name} PASSWORD {literal}")
    database.password = password
    with database.session() as session:
        session.catalogue()


def test_no_password_at_all(postgresql_database: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    assert isinstance(refused(postgresql_database.source(), None), LoginRefused)


def test_a_user_of_the_same_name_as_the_database_is_not_mistaken(postgresql_database: Scratch) -> None:
    """Both names are in the server's answer, so that names alone cannot tell the two errors apart."""
    database = postgresql_database
    assert isinstance(refused(database.source(), "sbagliata"), LoginRefused)
    name = f"{database.name}_x"
    database.sql(f"CREATE ROLE {name} LOGIN PASSWORD 'giusta1'")
    missing = refused(Source("crm", database.cluster.source_url(name, name)), "giusta1")
    database.sql(f"DROP ROLE {name}")
    assert isinstance(missing, DatabaseMissing)
    assert missing.values["database"] == name


def test_a_database_that_is_not_there(postgresql_database: Scratch) -> None:
    source = Source("crm", postgresql_database.cluster.source_url(postgresql_database.name, "regia_pg_no"))
    error = refused(source, postgresql_database.password)
    assert isinstance(error, DatabaseMissing)
    assert error.values["database"] == "regia_pg_no"


def test_a_database_closed_to_the_login(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(f"REVOKE CONNECT ON DATABASE {database.name} FROM PUBLIC")
    error = refused(database.source(), database.password)
    assert isinstance(error, GrantMissing)
    database.sql(str(error.values["grant"]))
    with database.session():
        pass


def test_a_machine_that_is_turned_away(postgresql_cluster: Cluster) -> None:
    error = refused(Source("crm", postgresql_cluster.source_url("regia_pg_turned_away")), "segreta1")
    assert isinstance(error, ClientNotAdmitted)


def test_an_option_that_is_not_known() -> None:
    error = refused(Source("crm", "postgresql://x@127.0.0.1/x?sslmod=require"), None)
    assert isinstance(error, SourceBroken)
    assert "sslmod" in str(error)
    assert "sslmode" in str(error)


def test_encryption_that_the_server_does_not_offer(postgresql: str) -> None:
    with psycopg.connect(postgresql) as connection:
        if connection.execute("SHOW ssl").fetchone() == ("on",):
            pytest.skip("the shared server offers TLS")
    error = refused(Source("crm", "postgresql://postgres@127.0.0.1:5432/postgres?sslmode=require"), "segreta1")
    assert isinstance(error, TlsFailed)


def test_certificates_are_checked_when_asked(postgresql_database: Scratch) -> None:
    """The server's certificate is its own authority, made out to `localhost`."""
    database = postgresql_database
    certificate = database.cluster.data / "server.crt"
    unknown = database.source(options="?sslmode=verify-ca&sslrootcert=/nowhere.crt")
    assert isinstance(refused(unknown, database.password), TlsFailed)
    wrong_name = database.source(options=f"?sslmode=verify-full&sslrootcert={certificate}")
    assert isinstance(refused(wrong_name, database.password), TlsFailed)
    port, name = database.cluster.port, database.name
    right = (
        f"postgresql://{name}@localhost:{port}/{name}?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={certificate}"
    )
    with CONNECTOR.open(Source("crm", right), database.password, lambda note: None) as session:
        database.sql("CREATE TABLE t AS SELECT 1 AS n")
        assert any("connection encrypted" in remark.says.en for remark in session.diagnose())


def test_a_certificate_of_somebody_else(postgresql_database: Scratch, tmp_path: Path) -> None:
    other = Path("/etc/ssl/certs/ca-certificates.crt")
    if not other.exists():
        pytest.skip("no certificates on this machine")
    source = postgresql_database.source(options=f"?sslmode=verify-ca&sslrootcert={other}")
    assert isinstance(refused(source, postgresql_database.password), TlsFailed)


def test_only_this_machine_may_go_without_encryption(postgresql_database: Scratch) -> None:
    clear = {
        host: any("not encrypted" in remark.says.en for remark in _spoken(postgresql_database, host))
        for host in ("127.0.0.1", "localhost", "db.example.it", "10.0.0.5")
    }
    assert clear == {"127.0.0.1": False, "localhost": False, "db.example.it": True, "10.0.0.5": True}
    assert is_local("::1")
    assert is_local("/var/run/postgresql")


def _spoken(database: Scratch, host: str) -> list[Diagnosis]:
    """Reach the same server under another name, without encryption."""
    options = "hostaddr=127.0.0.1&sslmode=disable"
    url = f"postgresql://{database.name}@{host}:{database.cluster.port}/{database.name}?{options}"
    with CONNECTOR.open(Source("crm", url), database.password, lambda note: None) as session:
        return [remark for remark in session.diagnose() if remark.level == "warning"]


def test_a_proper_reader_gets_no_warning(postgresql_database: Scratch) -> None:
    postgresql_database.sql("CREATE TABLE t (id int)")
    found = remarks(postgresql_database)
    assert (found["warning"], found["problem"]) == ([], [])
    assert len(found["ok"]) == 2


def test_a_superuser_gets_the_sql_of_a_reader(postgresql_database: Scratch) -> None:
    """The SQL is run as it is said, and its role then passes without a warning."""
    database = postgresql_database
    database.sql('CREATE SCHEMA "Magazzino 1"; CREATE TABLE "Magazzino 1".t (id int); CREATE TABLE p (id int)')
    (warning,) = remarks(database, "postgres")["warning"]
    assert "superuser" in warning.says.en
    sql = warning.fix.en.partition(": ")[2]
    try:
        database.sql(sql.replace("'...'", "'lettura1'"))
        database.sql("CREATE TABLE dopo (id int)")
        reader = Scratch(database.cluster, database.name, database.admin, "lettura1")
        found = remarks(reader, "regia_reader")
        assert (found["warning"], found["problem"]) == ([], [])
        with reader.session("regia_reader") as session:
            for dataset in session.catalogue().datasets:
                whole(session, dataset)
    finally:
        database.sql("DROP OWNED BY regia_reader; DROP ROLE regia_reader")


@pytest.mark.parametrize(
    "grant", ["INSERT ON t", "UPDATE (id) ON t", "TRUNCATE ON t", "CREATE ON SCHEMA public", "DELETE ON p"]
)
def test_a_login_that_can_write_is_told(postgresql_database: Scratch, grant: str) -> None:
    database = postgresql_database
    database.sql("CREATE TABLE t (id int); CREATE TABLE p (id int) PARTITION BY LIST (id)")
    database.sql(f"GRANT {grant} TO {database.name}")
    (warning,) = remarks(database)["warning"]
    assert "CREATE ROLE" in warning.fix.it


def test_missing_grants_are_the_exact_ones(postgresql_database: Scratch) -> None:
    """What the diagnosis asks for is run, and all can be read; so can what is made later."""
    database = postgresql_database
    database.sql(
        'CREATE SCHEMA chiuso; CREATE TABLE chiuso."Dati 1" (id int); CREATE TABLE chiuso.b (id int);'
        f"CREATE TABLE vietata (id int); CREATE TABLE aperta (id int); REVOKE ALL ON vietata FROM {database.name}"
    )
    problems = remarks(database)["problem"]
    assert len(problems) == 2
    for problem in problems:
        database.sql(problem.fix.en.partition(": ")[2])
    database.sql("CREATE TABLE chiuso.dopo (id int)")
    found = remarks(database)
    assert (found["warning"], found["problem"]) == ([], [])
    with database.session() as session:
        assert all(dataset.readable for dataset in session.catalogue().datasets)
        assert whole(session, find(session, "chiuso.dopo"))[1].num_rows == 0


def test_fields_and_rows_that_are_hidden(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql(
        f"CREATE TABLE meta (id int, stipendio int); REVOKE ALL ON meta FROM {database.name};"
        f"GRANT SELECT (id) ON meta TO {database.name};"
        "CREATE TABLE righe (id int); INSERT INTO righe VALUES (1), (2); ALTER TABLE righe ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY sola ON righe USING (id = 1)"
    )
    warnings = remarks(database)["warning"]
    assert any("stipendio" in warning.says.en for warning in warnings)
    assert any("Row-level security" in warning.says.en and "public.righe" in warning.says.en for warning in warnings)
    assert database.table("righe").num_rows == 1
    assert ("forbidden", "righe", None) in database.told()
    database.sql(f"ALTER ROLE {database.name} BYPASSRLS")
    assert database.table("righe").num_rows == 2
    assert ("forbidden", "righe", None) not in database.told()


def test_an_empty_database_is_told(postgresql_database: Scratch) -> None:
    (warning,) = remarks(postgresql_database)["warning"]
    assert "no tables" in warning.says.en
