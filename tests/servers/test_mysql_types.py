"""Every type of a real server: what Arrow holds is typed, all else is the text the server prints; nothing changes."""

import math
import struct
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers.mariadb_server import Mariadb, Scratch, scratch, whole

pytestmark = pytest.mark.server

F32 = struct.unpack("<f", struct.pack("<f", 0.1))[0]
# A column's type; each value as SQL; the Arrow type; and what must be read.
EXACT: list[tuple[str, list[str], str, list[Any]]] = [
    ("tinyint", ["-128", "127", "NULL"], "int8", [-128, 127, None]),
    ("tinyint(1)", ["2", "0", "1"], "int8", [2, 0, 1]),
    ("tinyint unsigned", ["255"], "uint8", [255]),
    ("smallint", ["-32768"], "int16", [-32768]),
    ("smallint unsigned", ["65535"], "uint16", [65535]),
    ("mediumint", ["-8388608"], "int32", [-8388608]),
    ("mediumint unsigned", ["16777215"], "uint32", [16777215]),
    ("int", ["-2147483648"], "int32", [-(2**31)]),
    ("int unsigned", ["4294967295"], "uint32", [2**32 - 1]),
    ("int(5) zerofill", ["42"], "uint32", [42]),
    ("bigint", ["-9223372036854775808", "9223372036854775807"], "int64", [-(2**63), 2**63 - 1]),
    ("bigint unsigned", ["18446744073709551615"], "uint64", [2**64 - 1]),
    ("bit(1)", ["1", "0", "NULL"], "uint64", [1, 0, None]),
    ("bit(64)", ["b'1'", "18446744073709551615"], "uint64", [1, 2**64 - 1]),
    ("year", ["2155", "0", "1901"], "int16", [2155, 0, 1901]),
    ("decimal(38,10)", ["9999999999999999999999999999.9999999999"], "decimal128(38, 10)",
     [Decimal("9999999999999999999999999999.9999999999")]),
    ("decimal(5,0)", ["-99999"], "decimal128(5, 0)", [Decimal(-99999)]),
    ("decimal(30,30)", ["0.000000000000000000000000000001"], "decimal128(30, 30)", [Decimal("1e-30")]),
    ("decimal(65,30)", ["-99999999999999999999999999999999999.999999999999999999999999999999"], "string",
     ["-99999999999999999999999999999999999.999999999999999999999999999999"]),
    ("float", ["0.1", "3.4028234663852886e38", "1.401298464324817e-45", "16777217"], "float",
     [F32, 3.4028234663852886e38, 1.401298464324817e-45, 16777216.0]),
    ("float", ["-1e-50"], "float", [-0.0]),  # what is too small keeps its sign, which the server does not print
    ("float(7,3)", ["-1.23456"], "float", [struct.unpack("<f", struct.pack("<f", -1.235))[0]]),
    ("double", ["0.1", "-1.7976931348623157e308", "5e-324", "2.2250738585072014e-308"], "double",
     [0.1, -1.7976931348623157e308, 5e-324, 2.2250738585072014e-308]),
    ("double(20,2)", ["123456789012345.67", "1e9"], "double", [123456789012345.67, 1e9]),
    ("date", ["'0001-01-01'", "'9999-12-31'", "NULL"], "date32[day]", [date.min, date.max, None]),
    ("date", ["'0000-00-00'", "'2024-00-10'", "'2024-02-29'"], "string", ["0000-00-00", "2024-00-10", "2024-02-29"]),
    ("date", ["'2024-02-31'"], "string", ["2024-02-31"]),
    ("date", ["'0000-05-10'"], "string", ["0000-05-10"]),
    ("datetime", ["'0001-01-01 00:00:00'"], "timestamp[us]", [datetime.min]),
    ("datetime(6)", ["'9999-12-31 23:59:59.999999'"], "timestamp[us]", [datetime.max]),
    ("datetime(3)", ["'0000-00-00 00:00:00.000'"], "string", ["0000-00-00 00:00:00.000"]),
    ("timestamp(6) NULL", ["'2038-01-19 03:14:07.999999'", "'1970-01-01 00:00:01'", "NULL"], "timestamp[us, tz=UTC]",
     [datetime(2038, 1, 19, 3, 14, 7, 999999, UTC), datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), None]),
    ("timestamp NULL", ["'0000-00-00 00:00:00'"], "string", ["0000-00-00 00:00:00"]),
    ("time(6)", ["'00:00:00'", "'23:59:59.999999'"], "time64[us]", [time(0), time(23, 59, 59, 999999)]),
    ("time", ["'-00:00:01'", "'12:00'"], "string", ["-00:00:01", "12:00:00"]),
    ("time(3)", ["'838:59:59.999'", "'-838:59:59.999'"], "string", ["838:59:59.999", "-838:59:59.999"]),
    ("time", ["'24:00:00'"], "string", ["24:00:00"]),
    ("char(5)", ["'ab  '", "''", "NULL"], "string", ["ab", "", None]),
    ("varchar(5)", ["'ab  '", "''"], "string", ["ab  ", ""]),
    ("text", ["'a\\0b'", "'🎬'", "'\\\\N'"], "string", ["a\0b", "🎬", "\\N"]),
    ("varchar(20) CHARACTER SET latin1", ["'è€'", "x'8190'"], "string", ["è€", "\x81\x90"]),
    ("varchar(20) CHARACTER SET cp1250", ["'Łódź'"], "string", ["Łódź"]),
    ("varchar(20) CHARACTER SET sjis", ["'カタカナ'"], "string", ["カタカナ"]),
    ("varchar(20) CHARACTER SET utf16", ["'名前🎬'"], "string", ["名前🎬"]),
    ("varchar(20) CHARACTER SET ascii", ["'puro'", "x'E9'"], "string", ["puro", "é"]),
    ("enum('a','b''c')", ["'b''c'", "NULL", "''"], "string", ["b'c", None, ""]),
    ("set('x','y')", ["'x,y'", "''"], "string", ["x,y", ""]),
    ("json", ["""'{"b": 1, "a": [null, 1.0]}'"""], "string", ['{"b": 1, "a": [null, 1.0]}']),
    ("uuid", ["'123e4567-e89b-12d3-a456-426655440000'"], "string", ["123e4567-e89b-12d3-a456-426655440000"]),
    ("inet6", ["'2001:db8::ff00:42:8329'", "'::ffff:192.0.2.128'"], "string",
     ["2001:db8::ff00:42:8329", "::ffff:192.0.2.128"]),
    ("inet4", ["'192.0.2.1'"], "string", ["192.0.2.1"]),
    ("binary(4)", ["'ab'"], "binary", [b"ab\0\0"]),
    ("varbinary(9)", ["x'00FF0A'", "''"], "binary", [b"\x00\xff\n", b""]),
    ("blob", ["x'FB'", "x'FE'", "NULL"], "binary", [b"\xfb", b"\xfe", None]),
    ("geometry", ["ST_GeomFromText('LINESTRING(0.1 1e-17, -3 4)', 4326)", "NULL"], "string",
     ["SRID=4326;LINESTRING(0.1 1e-17,-3 4)", None]),
    ("point", ["ST_GeomFromText('POINT(1 2)')"], "string", ["SRID=0;POINT(1 2)"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def database(mariadb_server: Mariadb) -> Any:
    with scratch(mariadb_server) as made:
        made.sql("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'")
        yield made


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(found, float):
        return found == expected and math.copysign(1, found) == math.copysign(1, expected)
    return bool(found == expected)


def test_every_type_is_read_exactly(database: Scratch) -> None:
    for at, (kind, values, _, _) in enumerate(EXACT):
        database.sql(f"CREATE OR REPLACE TABLE t{at} (n int, v {kind})")
        rows = ", ".join(f"({n}, {value})" for n, value in enumerate(values))
        database.sql(f"INSERT INTO t{at} VALUES {rows}")
    with database.session() as session:
        datasets = {dataset.name: dataset for dataset in session.catalogue().datasets}
        for at, (kind, _, arrow, expected) in enumerate(EXACT):
            _, table = whole(session, datasets[f"t{at}"])
            found = table.sort_by("n").column("v")
            assert str(found.type) == arrow, kind
            pairs = list(zip(found.to_pylist(), expected, strict=True))
            assert all(same(*pair) for pair in pairs), (kind, pairs)


def test_what_is_kept_as_text_is_told_with_counts(database: Scratch) -> None:
    database.sql("CREATE OR REPLACE TABLE odd (d date, t time, a varchar(9) CHARACTER SET ascii, p decimal(40,1))")
    database.sql(
        "INSERT INTO odd VALUES ('0000-00-00', '24:00', x'E9', 1), ('2024-02-30', '1:00', 'a', 2), (NULL,NULL,NULL,3)"
    )
    database.table("odd")
    told = {(str(it.reason), it.field, it.detail, it.count) for it in database.notes if it.dataset == "odd"}
    assert told == {
        ("value_as_text", "d", "date", 2),
        ("value_as_text", "t", "time", 1),
        ("guessed", "a", "Windows-1252", 1),
        ("value_as_text", "p", "decimal(40,1)", None),
    }


def test_a_value_that_does_not_fit_late_is_found(database: Scratch) -> None:
    database.sql("CREATE OR REPLACE TABLE late (id int PRIMARY KEY, pad char(200), d date, t time)")
    database.sql("INSERT INTO late SELECT seq, repeat('x', 200), '2024-01-01', '10:00' FROM seq_1_to_40000")
    database.sql("UPDATE late SET d = '0000-00-00', t = '-01:00' WHERE id = 40000")
    found = database.table("late").sort_by("id")
    assert found.num_rows == 40000
    assert found.column("d").to_pylist()[-2:] == ["2024-01-01", "0000-00-00"]
    assert found.column("t").to_pylist()[-2:] == ["10:00:00", "-01:00:00"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
BY_KIND = {
    "bigint unsigned": st.integers(0, 2**64 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "decimal(38,10)": st.decimals(places=10, min_value=-(10**17), max_value=10**17),
    "double": FLOATS,
    "float": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "longtext": TEXTS,
    "longblob": st.binary(max_size=300),
    "datetime(6)": st.datetimes(datetime(1, 1, 1), datetime.max),
    "date": st.dates(),
    "time(6)": st.times(),
}
ROWS = st.lists(st.tuples(*(st.none() | each for each in BY_KIND.values())), max_size=20)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_any_values_come_back_as_they_went(database: Scratch, rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f"c{at} {kind}" for at, kind in enumerate(BY_KIND))
    database.sql(f"CREATE TABLE IF NOT EXISTS there (n int, {columns})", "DELETE FROM there")
    listed = [(at, *row) for at, row in enumerate(rows)]
    database.admin.executemany(f"INSERT INTO there VALUES (%s{', %s' * len(BY_KIND)})", listed)
    found = database.table("there").sort_by("n").drop_columns("n").to_pylist()
    for got, row in zip(found, rows, strict=True):
        for value, expected in zip(got.values(), row, strict=True):
            # The server's own parser drops the sign of a zero that is written as such.
            assert value == expected, (value, expected)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.tuples(FLOATS, FLOATS), min_size=1, max_size=9))
def test_geometry_keeps_every_coordinate(database: Scratch, points: list[tuple[float, float]]) -> None:
    database.sql("CREATE TABLE IF NOT EXISTS shapes (n int, g point)", "DELETE FROM shapes")
    for at, (x, y) in enumerate(points):
        raw = struct.pack("<BIdd", 1, 1, x, y).hex()
        database.sql(f"INSERT INTO shapes VALUES ({at}, ST_GeomFromWKB(x'{raw}'))")
    found = database.table("shapes").sort_by("n").column("g").to_pylist()
    read = [tuple(map(float, text.removeprefix("SRID=0;POINT(").removesuffix(")").split(" "))) for text in found]
    assert read == points


def test_lengths_around_every_border_of_the_protocol(database: Scratch) -> None:
    sizes = [0, 1, 250, 251, 252, 65535, 65536, 70000, 2**24 - 20, 2**24 + 1]
    database.sql("CREATE OR REPLACE TABLE sizes (n int PRIMARY KEY, v longblob, after int)")
    for size in sizes:
        database.sql(f"INSERT INTO sizes SELECT {size}, repeat(x'F0', {size}), 7")
    found = database.table("sizes").sort_by("n").to_pylist()
    assert [(row["n"], row["after"]) for row in found] == [(size, 7) for size in sizes]
    assert all(row["v"] == b"\xf0" * row["n"] for row in found)


def test_wide_tables(database: Scratch) -> None:
    wide = ", ".join(f"c{at} int DEFAULT {at}" for at in range(1000))
    database.sql(f"CREATE OR REPLACE TABLE wide ({wide})", "INSERT INTO wide () VALUES (), ()")
    names = ", ".join(f"c{at} tinyint DEFAULT {at % 100}" for at in range(2000))
    database.sql(f"CREATE OR REPLACE TABLE wider ({names}) ENGINE = Aria", "INSERT INTO wider () VALUES ()")
    assert [row.values() and list(row.values()) for row in database.table("wide").to_pylist()] == [
        list(range(1000))
    ] * 2
    assert list(database.table("wider").to_pylist()[0].values()) == [at % 100 for at in range(2000)]
