"""SQL Server as far as it can be tried without one: what is asked, how answers become values, what errors mean.

The driver's `connect` is replaced by one that answers from a table of queries; what only a real server can show (that
it takes these queries, what it prints) stays unproven, and the connector says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytds
import pytest

from regia.errors.servers import DatasetLocked
from regia.errors.sources import (
    ConnectionLost,
    DatabaseMissing,
    GrantMissing,
    LoginRefused,
    SourceBroken,
    SourceError,
    SourceTimeLimit,
    SourceUnreachable,
    TlsFailed,
    TypeTooNarrow,
)
from regia.model.note import Note
from regia.sources.checking import UNPROVEN
from regia.sources.connectors.sqlserver import CONNECTOR
from regia.sources.registry import connector_for
from regia.sources.sqlserver import catalogue
from regia.sources.sqlserver.conversion import DoesNotFit, convert
from regia.sources.sqlserver.session import SqlServerSession
from regia.sources.sqlserver.types import Column, plan
from regia.workspace.company import Source

SOURCE = Source("erp", "sqlserver://lettore@db.example.it/gestionale")
PASSWORD = "p@ss;w'ö"
TABLES = [
    (1, "dbo", "Clienti", "U ", 3, 24576, "chi compra"),
    (2, "vendite", "Ordini]", "U ", 100_000, 8192, None),
    (3, "dbo", "Attivi", "V ", None, None, None),
    (4, "dbo", "Chiusa", "U ", 1, 8192, None),
]
COLUMNS = [
    (1, "id", "int", "int", 4, 10, 0, 0, 1, None),
    (1, "Nome", "nvarchar", "nvarchar", 80, 0, 0, 1, 1, "ragione sociale"),
    (1, "fido", "money", "money", 8, 19, 4, 1, 1, None),
    (1, "visto", "datetime2", "datetime2", 8, 27, 7, 1, 1, None),
    (1, "paga", "int", "int", 4, 10, 0, 1, 0, None),
    (2, "n", "bigint", "bigint", 8, 19, 0, 0, 1, None),
    (2, "cliente", "int", "int", 4, 10, 0, 1, 1, None),
    (3, "Nome", "nvarchar", "nvarchar", -1, 0, 0, 1, 1, None),
    (4, "x", "int", "int", 4, 10, 0, 1, 0, None),
]


class Failure(pytds.tds_base.OperationalError):
    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.msg_no = number


class Server:
    """Answers queries from `answers` (by what they begin with or hold), and keeps what it was asked."""

    def __init__(self, *, snapshot: int = 1, rights: tuple[str, ...] = ("CONNECT", "SELECT")) -> None:
        self.asked: list[str] = []
        self.cancelled = 0
        self.arguments: dict[str, Any] = {}
        who = ("16.0.4", "lettore", "gestionale", snapshot, "2025-01-01T10:00:00.0000000", 51, 0, 0)
        self.answers: list[tuple[str, Any]] = [
            ("SERVERPROPERTY", [who]),
            ("fn_my_permissions", [(right,) for right in rights]),
            (catalogue.TABLES, TABLES),
            (catalogue.COLUMNS, COLUMNS),
            (catalogue.KEYS, [(1, 1, "id", 0), (2, 1, "n", 1), (2, 2, "n", 0)]),
            (catalogue.REFERENCES, [(2, 9, "cliente", 1, "id")]),
            ("sys.sql_modules", [("view", "dbo.Attivi", "CREATE VIEW dbo.Attivi AS SELECT 1")]),
            ("sys.synonyms", []),
            ("sys.servers", [("linked server", "CRM", "SQL Server SQLNCLI crm.example.it clienti")]),
        ]

    def connect(self, **arguments: Any) -> "Server":
        self.arguments = arguments
        return self

    def cursor(self) -> "Cursor":
        return Cursor(self)

    def close(self) -> None:
        self.asked.append("close")

    def answer(self, query: str) -> list[tuple[Any, ...]]:
        self.asked.append(query)
        for said, rows in self.answers:
            if said in query:
                if isinstance(rows, Exception):
                    raise rows
                return list(rows)
        return []


class Cursor:
    def __init__(self, server: Server) -> None:
        self.server, self.rows = server, []

    def execute(self, query: str) -> None:
        self.rows = self.server.answer(query)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        given, self.rows = self.rows[:size], self.rows[size:]
        for row in given:
            if isinstance(row, Exception):
                raise row
        return given

    def cancel(self) -> None:
        self.server.cancelled += 1

    def close(self) -> None:
        pass


@contextmanager
def session(monkeypatch: pytest.MonkeyPatch, server: Server, notes: list[Note]) -> Iterator[SqlServerSession]:
    monkeypatch.setattr(pytds, "connect", server.connect)
    with CONNECTOR.open(SOURCE, PASSWORD, notes.append) as opened:
        yield opened


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_it_says_that_it_is_unproven() -> None:
    assert connector_for(SOURCE) is CONNECTOR
    assert connector_for(Source("erp", "mssql://u@h/d")) is CONNECTOR
    assert not CONNECTOR.capabilities.proven
    assert UNPROVEN.level == "warning"


def test_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[Note] = []
    with session(monkeypatch, Server(), notes) as opened:
        found = opened.catalogue()
        assert opened.moment == "2025-01-01T10:00:00.0000000Z session 51"
    datasets = {it.name: it for it in found.datasets}
    assert list(datasets) == ["Clienti", "vendite.Ordini]", "Attivi", "Chiusa"]
    clienti, ordini = datasets["Clienti"], datasets["vendite.Ordini]"]
    assert [(it.name, it.source_type) for it in clienti.fields] == [
        ("id", "int"),
        ("Nome", "nvarchar(40)"),
        ("fido", "money"),
        ("visto", "datetime2(7)"),
    ]
    assert (clienti.key, clienti.estimated_records, clienti.comment) == (("id",), 3, "chi compra")
    assert ordini.key == ("n",)
    assert [(it.fields, it.to_dataset, it.to_fields) for it in ordini.references] == [
        (("cliente",), "Clienti", ("id",))
    ]
    assert datasets["Attivi"].kind == "view"
    assert not datasets["Chiusa"].readable
    assert dict(found.definitions)["linked server CRM"].endswith("crm.example.it clienti")
    assert {(str(it.reason), it.dataset, it.field) for it in notes} == {
        ("forbidden", "Clienti", "paga"),
        ("forbidden", "Chiusa", None),
    }


def test_nothing_but_readings_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    with session(monkeypatch, server, []) as opened:
        for dataset in opened.catalogue().datasets[:2]:
            list(opened.read(dataset).batches)
            list(opened.read(dataset, rows=10).batches)
        list(opened.diagnose())
    allowed = ("SELECT ", "SET ", "BEGIN TRANSACTION", "close")
    assert all(query.strip().startswith(allowed) for query in server.asked)
    assert "SET TRANSACTION ISOLATION LEVEL SNAPSHOT" in server.asked
    assert server.arguments["readonly"] is True
    assert server.arguments["timeout"] == 300


def test_without_snapshot_isolation_it_says_that_nothing_is_simultaneous(monkeypatch: pytest.MonkeyPatch) -> None:
    server, notes = Server(snapshot=0), []
    with session(monkeypatch, server, notes) as opened:
        assert opened.moment is None
        opened.catalogue()
        remarks = [remark for remark in opened.diagnose() if remark.level == "warning"]
    assert "SET TRANSACTION ISOLATION LEVEL READ COMMITTED" in server.asked
    assert "BEGIN TRANSACTION" not in server.asked
    assert sum(str(note.reason) == "not_simultaneous" for note in notes) == 3
    assert any("ALTER DATABASE [gestionale] SET ALLOW_SNAPSHOT_ISOLATION ON;" in it.fix.en for it in remarks)


def test_reading_and_sampling(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    rows = [(1, utf16("Però 🎬\0"), Decimal("-0.0001"), "9999-12-31T00:00:00"), (2, None, None, None)]
    server.answers.append(("FROM [dbo].[Clienti]", rows))
    server.answers.append(("FROM [vendite].[Ordini]]]", [(number, 1) for number in range(5000)]))
    notes: list[Note] = []
    with session(monkeypatch, server, notes) as opened:
        datasets = {it.name: it for it in opened.catalogue().datasets}
        with pytest.raises(TypeTooNarrow):  # nanoseconds end in the year 2262
            list(opened.read(datasets["Clienti"]).batches)
        server.answers.insert(0, ("CONVERT(varchar(30), [visto], 126)))", [(*rows[0][:3], utf16(rows[0][3])), rows[1]]))
        reading = opened.read(datasets["Clienti"])
        assert pa.Table.from_batches(reading.batches, reading.schema).to_pylist() == [
            {"id": 1, "Nome": "Però 🎬\0", "fido": Decimal("-0.0001"), "visto": "9999-12-31T00:00:00"},
            {"id": 2, "Nome": None, "fido": None, "visto": None},
        ]
        assert ("value_as_text", "visto") in {(str(note.reason), note.field) for note in notes}
        whole = opened.read(datasets["vendite.Ordini]"])
        assert sum(batch.num_rows for batch in whole.batches) == 5000
        sampled = opened.read(datasets["vendite.Ordini]"], rows=1000)
        assert sampled.sampled == "random"
        assert "TABLESAMPLE SYSTEM (1.000000 PERCENT) REPEATABLE" in sampled.query
        assert opened.read(datasets["Attivi"], rows=5).query.startswith("SELECT TOP (5) ")
        with pytest.raises(GrantMissing, match="GRANT SELECT ON"):
            opened.read(datasets["Chiusa"])


def test_a_reading_left_half_way_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    server.answers.append(("FROM [vendite].[Ordini]]]", [(number, 1) for number in range(9000)]))
    with session(monkeypatch, server, []) as opened:
        dataset = {it.name: it for it in opened.catalogue().datasets}["vendite.Ordini]"]
        batches = opened.read(dataset).batches
        next(batches)
        batches.close()
    assert server.cancelled == 1


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure(229, "The SELECT permission was denied"), GrantMissing),
        (Failure(1222, "Lock request time out"), DatasetLocked),
        (Failure(208, "Invalid object name"), SourceBroken),
        (TimeoutError("timed out"), SourceTimeLimit),
        (pytds.tds_base.ClosedConnectionError(), ConnectionLost),
        (ConnectionResetError(104, "reset"), ConnectionLost),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_what_goes_wrong_while_reading(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, error: type[SourceError], late: bool
) -> None:
    server = Server()
    server.answers.append(("FROM [vendite].[Ordini]]]", [(1, 1), failure] if late else failure))
    with session(monkeypatch, server, []) as opened:
        dataset = {it.name: it for it in opened.catalogue().datasets}["vendite.Ordini]"]
        with pytest.raises(error) as caught:
            list(opened.read(dataset).batches)
    assert all((caught.value.what("it"), caught.value.what("en"), caught.value.advice("it"), caught.value.advice("en")))


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (Failure(18456, f"Login failed for user 'lettore' {PASSWORD}"), LoginRefused),
        (Failure(4060, "Cannot open database"), DatabaseMissing),
        (Failure(916, "not able to access the database"), GrantMissing),
        (ConnectionRefusedError(111, "refused"), SourceUnreachable),
        (TimeoutError("timed out"), SourceUnreachable),
        (pytds.tds_base.Error("Client does not have encryption enabled but it is required by server"), TlsFailed),
        (ValueError("You are trying to use encryption but pyOpenSSL does not work"), TlsFailed),
        (pytds.tds_base.Error(f"odd {PASSWORD}"), SourceBroken),
    ],
)
def test_what_does_not_open(monkeypatch: pytest.MonkeyPatch, failure: Exception, error: type[SourceError]) -> None:
    def connect(**arguments: Any) -> None:
        raise failure

    monkeypatch.setattr(pytds, "connect", connect)
    with pytest.raises(error) as caught, CONNECTOR.open(SOURCE, PASSWORD, [].append):
        pass
    assert PASSWORD not in f"{caught.value} {caught.value.values} {caught.value.what('it')}"


def test_diagnosis_warns_of_writing_and_of_no_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    with session(monkeypatch, Server(rights=("CONNECT", "SELECT", "INSERT")), []) as opened:
        remarks = list(opened.diagnose())
    said = {(remark.level, remark.says.en.split(" (")[0]) for remark in remarks}
    assert ("warning", "'lettore' may write") in said
    assert any("not encrypted" in remark.says.en for remark in remarks)
    assert any("GRANT SELECT ON [dbo].[Chiusa] TO [lettore];" in it.fix.en for it in remarks if it.level == "problem")


def column(kind: str, *, precision: int = 0, scale: int = 0) -> Column:
    return Column("c", kind, kind, precision, scale)


# Type, then what the driver gives (as Microsoft's documentation has the server print it), Arrow type, value.
CASES: list[tuple[Column, Any, str, Any]] = [
    (column("bit"), True, "bool", True),
    (column("tinyint"), 255, "uint8", 255),
    (column("bigint"), -(2**63), "int64", -(2**63)),
    (column("real"), 0.5, "float", 0.5),
    (column("float"), -0.0, "double", -0.0),
    (column("date"), date(1, 1, 1), "date32[day]", date(1, 1, 1)),
    (column("money"), Decimal("922337203685477.5807"), "decimal128(19, 4)", Decimal("922337203685477.5807")),
    (column("smallmoney"), Decimal("-214748.3648"), "decimal128(10, 4)", Decimal("-214748.3648")),
    (column("decimal", precision=38, scale=2), Decimal(10) ** 35, "decimal128(38, 2)", Decimal("1" + "0" * 35 + ".00")),
    (column("uniqueidentifier"), utf16("6F9619FF-8B86-D011-B42D-00C04FC964FF"), "string",
     "6F9619FF-8B86-D011-B42D-00C04FC964FF"),
    (column("rowversion"), b"\0\0\0\0\0\0\x07\xd1", "binary", b"\0\0\0\0\0\0\x07\xd1"),
    (column("xml"), utf16("<a>è</a>"), "string", "<a>è</a>"),
    (column("hierarchyid"), utf16("/1/2/"), "string", "/1/2/"),
    (column("datetimeoffset", scale=7), utf16("2024-01-01T10:00:00.1234567+02:00"), "string",
     "2024-01-01T10:00:00.1234567+02:00"),
    (column("sql_variant"), utf16("int:7"), "string", "int:7"),
    (column("nvarchar"), utf16("a") + b"\x3d\xd8", "string", "a\\ud83d"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given", "arrow", "expected"), CASES, ids=lambda it: getattr(it, "kind", None))
def test_values(kind: Column, given: Any, arrow: str, expected: Any) -> None:
    found, _ = convert([given, None], plan(kind))
    assert str(found.type) == arrow
    assert repr(found.to_pylist()) == repr([expected, None])


def test_hundreds_of_nanoseconds_are_kept() -> None:
    moments, _ = convert(["2024-01-01T10:00:00.1234567", "2024-01-01T10:00:00"], plan(column("datetime2", scale=7)))
    assert str(moments.type) == "timestamp[ns]"
    assert moments.cast(pa.int64()).to_pylist() == [1704103200123456700, 1704103200000000000]
    times, _ = convert(["23:59:59.9999999"], plan(column("time", scale=7)))
    assert times.cast(pa.int64()).to_pylist() == [86399999999900]
    coarse, _ = convert(["9999-12-31T23:59:59.997"], plan(column("datetime")))
    assert str(coarse.type) == "timestamp[us]"
    with pytest.raises(DoesNotFit):
        convert(["0001-01-01T00:00:00"], plan(column("datetime2", scale=7)))
