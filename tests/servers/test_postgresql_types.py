"""Every type of a real server: what Arrow holds is typed, all else is the text PostgreSQL prints; nothing changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers.postgresql_cluster import Cluster, Scratch, scratch, whole

pytestmark = pytest.mark.server

# A column's type; each value as SQL; the Arrow type; and what must be read.
EXACT = [
    ("smallint", ["-32768", "32767", "NULL"], "int16", [-(2**15), 2**15 - 1, None]),
    ("integer", ["-2147483648", "2147483647"], "int32", [-(2**31), 2**31 - 1]),
    ("bigint", ["-9223372036854775808", "9223372036854775807"], "int64", [-(2**63), 2**63 - 1]),
    ("oid", ["0", "4294967295"], "int64", [0, 2**32 - 1]),
    (
        "real",
        ["1.1", "3.4028235e38", "'-0'", "'Infinity'"],
        "float",
        [1.100000023841858, 3.4028234663852886e38, -0.0, float("inf")],
    ),
    ("float8", ["'-0'", "5e-324", "'-Infinity'", "0.1"], "double", [-0.0, 5e-324, float("-inf"), 0.1]),
    ("boolean", ["true", "false", "NULL"], "bool", [True, False, None]),
    (
        "numeric(38,10)",
        ["9999999999999999999999999999.9999999999", "-0.0000000001"],
        "decimal128(38, 10)",
        [Decimal("9999999999999999999999999999.9999999999"), Decimal("-0.0000000001")],
    ),
    ("numeric(5)", ["99999", "-1"], "decimal128(5, 0)", [Decimal(99999), Decimal(-1)]),
    ("numeric(2,-3)", ["99000", "-1499"], "decimal128(5, 0)", [Decimal(99000), Decimal(-1000)]),
    ("numeric(2,5)", ["0.00099", "0"], "decimal128(5, 5)", [Decimal("0.00099"), Decimal("0.00000")]),
    (
        "numeric",
        ["1.5", "-12345678901234567890.123", "NULL"],
        "decimal128(38, 3)",
        [Decimal("1.500"), Decimal("-12345678901234567890.123"), None],
    ),
    (
        "numeric",
        ["1234567890123456789012345678901234567890.5"],
        "string",
        ["1234567890123456789012345678901234567890.5"],
    ),
    ("numeric", ["1e-30", "1e20"], "string", ["0." + "0" * 29 + "1", "1" + "0" * 20]),
    ("numeric", ["'NaN'", "1.50", "'-Infinity'"], "string", ["NaN", "1.50", "-Infinity"]),
    ("numeric", ["NULL"], "decimal128(38, 0)", [None]),
    (
        "numeric(50,2)",
        ["123456789012345678901234567890123456789012345678.99"],
        "decimal128(38, 2)" and "string",
        ["123456789012345678901234567890123456789012345678.99"],
    ),
    ("numeric(10,2)", ["1.5", "'NaN'"], "string", ["1.50", "NaN"]),
    (
        "money",
        ["'-92233720368547758.08'", "12.34"],
        "decimal128(19, 2)",
        [Decimal("-92233720368547758.08"), Decimal("12.34")],
    ),
    ("date", ["'0001-01-01'", "'9999-12-31'", "NULL"], "date32[day]", [date.min, date.max, None]),
    ("date", ["'2024-02-29'", "'infinity'", "'-infinity'"], "string", ["2024-02-29", "infinity", "-infinity"]),
    ("date", ["'0044-03-15 BC'"], "string", ["0044-03-15 BC"]),
    ("date", ["'10000-01-01'", "'5874897-12-31'"], "string", ["10000-01-01", "5874897-12-31"]),
    ("timestamp", ["'0001-01-01'", "'9999-12-31 23:59:59.999999'"], "timestamp[us]", [datetime.min, datetime.max]),
    ("timestamp", ["'infinity'", "'2024-01-01 10:00'"], "string", ["infinity", "2024-01-01 10:00:00"]),
    (
        "timestamp",
        ["'294276-12-31 23:59:59.999999'", "'4713-01-01 BC'"],
        "string",
        ["294276-12-31 23:59:59.999999", "4713-01-01 00:00:00 BC"],
    ),
    (
        "timestamptz",
        ["'2024-07-01 12:00:00.000001+02'"],
        "timestamp[us, tz=UTC]",
        [datetime(2024, 7, 1, 10, 0, 0, 1, UTC)],
    ),
    ("timestamptz", ["'-infinity'", "'9999-12-31 23:59-05'"], "string", ["-infinity", "10000-01-01 04:59:00+00"]),
    ("time", ["'00:00'", "'23:59:59.999999'"], "time64[us]", [time.min, time.max]),
    ("time", ["'24:00'", "'12:30'"], "string", ["24:00:00", "12:30:00"]),
    ("timetz", ["'12:00+02:30'", "'24:00-15:59'"], "string", ["12:00:00+02:30", "24:00:00-15:59"]),
    (
        "interval",
        ["'1 mon -2 days 03:04:05.6'", "'178000000 years'"],
        "string",
        ["1 mon -2 days +03:04:05.6", "178000000 years"],
    ),
    ("bytea", ["'\\x'", "'\\x00ff0a'"], "binary", [b"", b"\x00\xff\n"]),
    ("text", ["''", "NULL", "E'a\\tb\\n\\u20ac\\\\N'"], "string", ["", None, "a\tb\n€\\N"]),
    ("varchar(5)", ["'città'"], "string", ["città"]),
    ("char(5)", ["'ab'", "''"], "string", ["ab   ", "     "]),
    ('"char"', ["'a'", "''"], "string", ["a", ""]),
    ("name", ["'" + "è" * 31 + "x'"], "string", ["è" * 31 + "x"]),
    ("uuid", ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"], "string", ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
    ("json", ['\'{"a":1, "a":  2}\''], "string", ['{"a":1, "a":  2}']),
    ("jsonb", ['\'{"b":1,"a":1e400}\''], "string", ['{"a": 1' + "0" * 400 + ', "b": 1}']),
    ("xml", ["'<a>è</a>'"], "string", ["<a>è</a>"]),
    ("inet", ["'192.168.0.1/24'", "'::1'"], "string", ["192.168.0.1/24", "::1/128"]),
    ("cidr", ["'10.0.0.0/8'"], "string", ["10.0.0.0/8"]),
    ("macaddr", ["'08-00-2b-01-02-03'"], "string", ["08:00:2b:01:02:03"]),
    ("macaddr8", ["'08-00-2b-01-02-03-04-05'"], "string", ["08:00:2b:01:02:03:04:05"]),
    ("bit(3)", ["B'101'"], "string", ["101"]),
    ("varbit", ["B''", "B'0001'"], "string", ["", "0001"]),
    (
        "int[]",
        ["'{1,NULL,3}'", "'{{1,2},{3,4}}'", "'[2:3]={5,6}'", "'{}'"],
        "string",
        ["{1,NULL,3}", "{{1,2},{3,4}}", "[2:3]={5,6}", "{}"],
    ),
    ("text[]", ["ARRAY['a,b', '\"', 'NULL', NULL, '']"], "string", ['{"a,b","\\"","NULL",NULL,""}']),
    ("timestamptz[]", ["ARRAY['2024-07-01 12:00+02'::timestamptz]"], "string", ['{"2024-07-01 10:00:00+00"}']),
    ("float8[]", ["ARRAY[0.1::float8 + 0.2::float8]"], "string", ["{0.30000000000000004}"]),
    ("int4range", ["'[1,5]'", "'empty'", "'(,)'"], "string", ["[1,6)", "empty", "(,)"]),
    ("tstzrange", ["'[2024-01-01 00:00+01, infinity)'"], "string", ['["2023-12-31 23:00:00+00",infinity)']),
    ("int4multirange", ["'{[1,2],[5,6]}'"], "string", ["{[1,3),[5,7)}"]),
    ("point", ["'(1.5,-2)'"], "string", ["(1.5,-2)"]),
    ("polygon", ["'((0,0),(1,1),(0,1))'"], "string", ["((0,0),(1,1),(0,1))"]),
    ("circle", ["'<(0,0),1>'"], "string", ["<(0,0),1>"]),
    ("tsvector", ["'casa:1A gatto'"], "string", ["'casa':1A 'gatto'"]),
    ("tsquery", ["'casa & !gatto'"], "string", ["'casa' & !'gatto'"]),
    ("pg_lsn", ["'16/B374D848'"], "string", ["16/B374D848"]),
    ("regclass", ["'pg_catalog.pg_class'"], "string", ["pg_class"]),
    ("jsonpath", ["'$.a'"], "string", ['$."a"']),
    ("stato", ["'già fatto'"], "string", ["già fatto"]),
    ("stato[]", ["'{nuovo,\"già fatto\"}'"], "string", ['{nuovo,"già fatto"}']),
    ("euro", ["1.5"], "decimal128(9, 2)", [Decimal("1.50")]),
    ("euro_positivo", ["2"], "decimal128(9, 2)", [Decimal("2.00")]),
    ("indirizzo", ["ROW('via \"Roma\"', 1, 'infinity')"], "string", ['("via ""Roma""",1,infinity)']),
    ("citext", ["'MiSto'"], "string", ["MiSto"]),
    ("hstore", ["'a=>1, b=>NULL'"], "string", ['"a"=>"1", "b"=>NULL']),
]
TYPES = """
CREATE EXTENSION citext; CREATE EXTENSION hstore;
CREATE TYPE stato AS ENUM ('nuovo', 'già fatto');
CREATE DOMAIN euro AS numeric(9, 2);
CREATE DOMAIN euro_positivo AS euro CHECK (VALUE > 0);
CREATE TYPE indirizzo AS (via text, numero int, fino date);
"""


@pytest.fixture(scope="module")
def typed(postgresql_cluster: Cluster) -> Iterator[tuple[dict[str, pa.Table], set[tuple[str, str | None, str | None]]]]:
    with scratch(postgresql_cluster) as made:
        made.sql(TYPES)
        for at, (kind, values, _, _) in enumerate(EXACT):
            made.sql(f"CREATE TABLE t{at} (n int, x {kind})")
            made.sql(f"INSERT INTO t{at} VALUES " + ", ".join(f"({n}, {value})" for n, value in enumerate(values)))
        with made.session() as session:
            tables = {it.name: whole(session, it)[1].sort_by("n") for it in session.catalogue().datasets}
        yield tables, made.told()


@pytest.mark.parametrize("at", range(len(EXACT)), ids=[f"{kind}-{values[0]}"[:40] for kind, values, _, _ in EXACT])
def test_each_type_is_read_exactly(typed: tuple[dict[str, pa.Table], set[Any]], at: int) -> None:
    kind, _, arrow, expected = EXACT[at]
    tables, told = typed
    table = tables[f"t{at}"]
    assert str(table.schema.field("x").type) == arrow
    assert list(map(repr, table.column("x").to_pylist())) == [
        repr(one).replace("datetime.timezone.utc", "zoneinfo.ZoneInfo(key='UTC')") for one in expected
    ]
    stands_for_another = arrow == "string" and kind not in PLAIN
    assert (("value_as_text", f"t{at}", "x") in told) == stands_for_another


PLAIN = {
    "text", "varchar(5)", "char(5)", '"char"', "name", "uuid", "json", "jsonb", "xml", "inet", "cidr", "macaddr",
    "macaddr8", "stato", "citext",
}  # fmt: skip


def test_nan_is_kept_in_floats(postgresql_database: Scratch) -> None:
    postgresql_database.sql("CREATE TABLE f AS SELECT 'NaN'::float8 AS d, 'NaN'::real AS r")
    table = postgresql_database.table("f")
    assert [repr(table.column(name)[0].as_py()) for name in ("d", "r")] == ["nan", "nan"]


def test_a_database_without_an_encoding(postgresql_cluster: Cluster) -> None:
    with scratch(postgresql_cluster, encoding="SQL_ASCII") as database:
        database.sql(r"CREATE TABLE t AS SELECT 1 AS n, E'perch\xe8'::text AS x UNION ALL SELECT 2, E'perch\xc3\xa8'")
        table = database.table("t").sort_by("n")
        assert table.column("x").to_pylist() == ["perchè", "perchè"]
        assert [(note.reason, note.count) for note in database.notes if note.field == "x"] == [("guessed", 1)]


def test_a_database_in_another_encoding(postgresql_cluster: Cluster) -> None:
    with scratch(postgresql_cluster, encoding="LATIN1") as database:
        database.sql(r"CREATE TABLE t AS SELECT 'perché'::text AS x")
        assert database.table("t").column("x").to_pylist() == ["perché"]


def test_settings_of_the_login_change_no_value(postgresql_database: Scratch) -> None:
    database = postgresql_database
    database.sql("CREATE TABLE t AS SELECT timestamptz '2024-03-04 05:06+00' AS z, ARRAY[date '2024-03-04'] AS d")
    for name, value in (("TimeZone", "Asia/Tokyo"), ("DateStyle", "German"), ("client_encoding", "LATIN1")):
        database.sql(f"ALTER ROLE {database.name} SET {name} = '{value}'")
    table = database.table("t")
    assert table.column("z")[0].as_py() == datetime(2024, 3, 4, 5, 6, tzinfo=UTC)
    assert table.column("d")[0].as_py() == "{2024-03-04}"


STRATEGIES: dict[str, Any] = {
    "int8": st.integers(-(2**63), 2**63 - 1),
    "float8": st.floats(),
    "float4": st.floats(width=32),
    "numeric(30,8)": st.decimals(-(10**22) + 1, 10**22 - 1, places=8) | st.just(Decimal("NaN")),
    "numeric": st.decimals(allow_nan=False, allow_infinity=True) | st.just(Decimal("NaN")),
    "text": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    "bytea": st.binary(),
    "date": st.dates(),
    "timestamp": st.datetimes(),
    "timestamptz": st.datetimes(timezones=st.just(UTC)),
    "time": st.times(),
    "bool": st.booleans(),
    "uuid": st.uuids(),
    "interval": st.timedeltas(timedelta(days=-(10**6)), timedelta(days=10**6)),
    "text[]": st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
}


@pytest.fixture(scope="module")
def filled(postgresql_cluster: Cluster) -> Iterator[Scratch]:
    with scratch(postgresql_cluster) as made:
        columns = ", ".join(f'"{kind}" {kind}' for kind in STRATEGIES)
        made.sql(f"CREATE TABLE casi (n int, {columns})")
        yield made


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(*(st.none() | one for one in STRATEGIES.values())), min_size=1, max_size=12))
def test_generated_values_come_back(filled: Scratch, rows: list[tuple[Any, ...]]) -> None:
    """Compared with what the server itself prints of each value, which says the value in full."""
    filled.sql("TRUNCATE casi")
    marks = ", ".join(["%s"] * (len(STRATEGIES) + 1))
    with filled.admin.cursor() as cursor:
        cursor.executemany(f"INSERT INTO casi VALUES ({marks})", [(n, *row) for n, row in enumerate(rows)])
    table = filled.table("casi").sort_by("n")
    for at, kind in enumerate(STRATEGIES):
        column = table.column(kind)
        given = [row[at] for row in rows]
        printed = [it[0] for it in filled.sql(f'SELECT "{kind}"::text FROM casi ORDER BY n')]
        for read, written, text in zip(column.to_pylist(), given, printed, strict=True):
            assert _same(read, written, text, column.type), (kind, read, written, text)


def _same(read: Any, written: Any, text: str | None, kind: pa.DataType) -> bool:
    if written is None:
        return read is None
    if pa.types.is_string(kind):
        return bool(read == text)
    if isinstance(read, Decimal):
        return bool(read == Decimal(str(text)) and not read.is_nan())
    if isinstance(read, float):
        return repr(read) == repr(written) or repr(float(str(text))) == repr(written)
    return bool(read == written)


WIDE: dict[str, Any] = {
    "date": st.sampled_from(["infinity", "-infinity"])
    | st.integers(-2451545, 2145031948).map(lambda day: f"2000-01-01+{day}"),
    "timestamp": st.sampled_from(["infinity", "-infinity", "4713-01-01 00:00:00 BC", "294276-12-31 23:59:59.999999"])
    | st.datetimes().map(str),
    "timestamptz": st.sampled_from(["infinity", "-infinity"])
    | st.datetimes(datetime(2, 1, 1)).map(lambda it: f"{it}+13:45"),
    "time": st.sampled_from(["24:00:00", "00:00:00"]) | st.times().map(str),
    "timetz": st.builds(lambda at, hours: f"{at}{hours:+03d}:30", st.times(), st.integers(-15, 14)),
    "interval": st.builds(
        lambda months, days, micros: f"{months} mons {days} days {micros} microseconds",
        *(st.integers(-(2**31) + 1, 2**31 - 1) for _ in range(2)),
        st.integers(-(2**53), 2**53),
    ),
    "varbit": st.text("01"),
    "int8range": st.builds(lambda low, size: f"[{low},{low + size}]", st.integers(-(2**62), 2**62), st.integers(0, 9)),
    "int[]": st.lists(st.lists(st.none() | st.integers(-9, 9), min_size=2, max_size=2), max_size=3).map(
        lambda rows: (
            "{" + ",".join("{" + ",".join("NULL" if it is None else str(it) for it in row) + "}" for row in rows) + "}"
        )
    ),
    "inet": st.ip_addresses().map(str),
    "money": st.integers(-(2**63), 2**63 - 1).map(lambda cents: f"{Decimal(cents) / 100:.2f}"),
}


@pytest.fixture(scope="module")
def wide(postgresql_cluster: Cluster) -> Iterator[Scratch]:
    with scratch(postgresql_cluster) as made:
        made.sql("CREATE TABLE casi (n int, " + ", ".join(f'"{kind}" {kind}' for kind in WIDE) + ")")
        yield made


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(*(st.none() | one for one in WIDE.values())), min_size=1, max_size=8))
def test_the_server_reads_back_what_was_read(wide: Scratch, rows: list[tuple[str | None, ...]]) -> None:
    """There and back: what the connector gives is written to the server again, which finds it the same value."""
    wide.sql("TRUNCATE casi")
    casts = ["%s::date + %s::int" if kind == "date" else f"%s::text::{kind}" for kind in WIDE]
    with wide.admin.cursor() as cursor:
        for n, row in enumerate(rows):
            first, *others = row
            day, _, offset = (first or "").partition("+")
            cursor.execute(
                f"INSERT INTO casi VALUES (%s, {', '.join(casts)})", [n, day or None, int(offset or 0), *others]
            )
        for row in wide.table("casi").to_pylist():
            n = row.pop("n")
            same = [f'(%s::text)::{kind} IS NOT DISTINCT FROM "{kind}"' for kind in WIDE]
            texts = [None if value is None else str(value) for value in row.values()]
            found = cursor.execute(f"SELECT {', '.join(same)} FROM casi WHERE n = %s", [*texts, n]).fetchone()
            assert found == (True,) * len(WIDE), dict(zip(WIDE, zip(texts, found or (), strict=True), strict=True))


def test_psycopg_writes_what_the_strategies_give(filled: Scratch) -> None:
    """The comparison above leans on the server's text: it must be the value that was written."""
    with psycopg.connect(filled.cluster.address) as connection:
        row = connection.execute("SELECT %s::numeric::text", (Decimal("-1E-40"),)).fetchone()
    assert row == ("-0.0000000000000000000000000000000000000001",)
