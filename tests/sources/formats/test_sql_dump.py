"""SQL dumps: made by hand with known content, and by the real pg_dump and mariadb-dump against their databases."""

import datetime as dt
import gzip
import os
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regia.errors.files import FileChanged, FileVersionUnknown
from regia.errors.sources import FileUnreadable, TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, ReferenceInfo
from regia.sources.connectors.files import CONNECTOR
from regia.sources.formats.sql_dump import FORMAT
from regia.sources.sql_dump import statements, stream
from regia.workspace.company import Source

POSTGRES = """--
-- PostgreSQL database dump
--

\\restrict abc
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$ select ';''' $_$;

CREATE TABLE public.clienti (
    id integer NOT NULL,
    nome character varying(40) DEFAULT 'x;y''z'::character varying,
    importo numeric(10,2),
    nato date,
    "Il ""tot"" x" integer
);

COMMENT ON TABLE public.clienti IS 'I clienti; dell''azienda';
COMMENT ON COLUMN public.clienti.nome IS 'ragione sociale';

CREATE TABLE vendite.ordini (
    id bigint NOT NULL,
    cliente integer
);

COPY public.clienti (id, nome, importo, nato, "Il ""tot"" x") FROM stdin;
1\ttab\\tnl\\n\\\\N\t1.50\t2024-02-29\t7
2\t\\N\t\\N\t\\N\t\\N
3\t\t-0.01\t1999-12-31\t0
\\.


COPY vendite.ordini (id, cliente) FROM stdin;
\\.


CREATE VIEW public.v AS
 SELECT 1 AS x
  WHERE ('a;b'::text = 'c'::text);

ALTER TABLE ONLY public.clienti
    ADD CONSTRAINT clienti_pkey PRIMARY KEY (id);

ALTER TABLE ONLY vendite.ordini
    ADD CONSTRAINT ordini_fkey FOREIGN KEY (cliente) REFERENCES public.clienti(id) ON DELETE CASCADE;

--
-- PostgreSQL database dump complete
--
"""

MYSQL = r"""-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
DROP TABLE IF EXISTS `clienti`;
CREATE TABLE `clienti` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `no``me` varchar(40) NOT NULL DEFAULT 'a,b' COMMENT 'ragione; ''sociale''',
  `stato` enum('a NOT NULL','b,c') DEFAULT NULL,
  `bin` varbinary(20) DEFAULT NULL,
  `bit` bit(4) DEFAULT NULL,
  `quando` timestamp NULL DEFAULT NULL,
  `grande` bigint unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `k` (`no``me`(10)),
  CONSTRAINT `fk` FOREIGN KEY (`id`, `grande`) REFERENCES `altra` (`x`,`y`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='I clienti';
LOCK TABLES `clienti` WRITE;
INSERT INTO `clienti` VALUES (1,'a\'b\\c\"d\n),(;','b,c',_binary '\0\'x',b'101','2024-01-01 10:00:00',
  18446744073709551615),
(2,'it''s',NULL,0x00FF,0x0f,NULL,NULL);
INSERT INTO `clienti` VALUES (3,'','a NOT NULL',NULL,NULL,NULL,0);
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `clienti` FOR EACH ROW
BEGIN SET NEW.id = 0; INSERT INTO clienti VALUES ('don''t'); END */;;
DELIMITER ;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`%` SQL SECURITY DEFINER */
/*!50001 VIEW `v` AS select 1 AS `x` */;
-- Dump completed on 2024-01-01  0:00:00
"""


def dump(tmp_path: Path, content: str | bytes, name: str = "a.sql") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path, dataset: DatasetInfo, notes: list[Note]) -> list[dict[str, Any]]:
    """Read a dataset as the check-up does: once more where a value did not fit."""
    while True:
        told: list[Note] = []
        try:
            batches = list(FORMAT.read(path, dataset, told.append).batches)
        except TypeTooNarrow:
            continue
        notes.extend(told)
        return [row for batch in batches for row in batch.to_pylist()]


def read(path: Path) -> tuple[dict[str, list[dict[str, Any]]], list[Note], dict[str, DatasetInfo]]:
    notes: list[Note] = []
    described = {dataset.name: dataset for dataset in FORMAT.describe(path, notes.append)}
    tables = {name: rows_of(path, dataset, notes) for name, dataset in described.items() if dataset.kind == "table"}
    return tables, notes, described


CLIENTI = [
    {"id": 1, "nome": "tab\tnl\n\\N", "importo": Decimal("1.50"), "nato": dt.date(2024, 2, 29), 'Il "tot" x': 7},
    {"id": 2, "nome": None, "importo": None, "nato": None, 'Il "tot" x': None},
    {"id": 3, "nome": "", "importo": Decimal("-0.01"), "nato": dt.date(1999, 12, 31), 'Il "tot" x': 0},
]
CLIENTI_MYSQL = [
    {
        "id": 1,
        "no`me": "a'b\\c\"d\n),(;",
        "stato": "b,c",
        "bin": b"\0'x",
        "bit": "0101",
        "quando": dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC),
        "grande": 2**64 - 1,
    },
    {"id": 2, "no`me": "it's", "stato": None, "bin": b"\0\xff", "bit": "1111", "quando": None, "grande": None},
    {"id": 3, "no`me": "", "stato": "a NOT NULL", "bin": None, "bit": None, "quando": None, "grande": 0},
]


def test_a_postgresql_dump(tmp_path: Path) -> None:
    tables, notes, described = read(dump(tmp_path, POSTGRES))
    assert tables == {"clienti": CLIENTI, "vendite.ordini": []}
    clienti, ordini = described["clienti"], described["vendite.ordini"]
    assert (clienti.key, clienti.comment, clienti.estimated_records) == (("id",), "I clienti; dell'azienda", 3)
    assert [field.comment for field in clienti.fields] == ["", "ragione sociale", "", "", ""]
    assert [field.nullable for field in clienti.fields] == [False, True, True, True, True]
    assert ordini.references == (ReferenceInfo(("cliente",), "clienti", ("id",)),)
    assert (described["v"].kind, described["v"].readable) == ("view", False)
    assert described["v"].locator[0].startswith("CREATE VIEW public.v AS")
    assert [(note.reason, note.dataset) for note in notes] == [(Reason.VIEW, "v")]


def test_definitions_of_views_reach_the_catalogue(tmp_path: Path) -> None:
    dump(tmp_path, POSTGRES)
    with CONNECTOR.open(Source("crm", str(tmp_path)), None, lambda note: None) as session:
        ((name, definition),) = session.catalogue().definitions
    assert name == "a#v"
    assert definition.startswith("CREATE VIEW public.v AS")


def test_a_mysql_dump(tmp_path: Path) -> None:
    tables, notes, described = read(dump(tmp_path, MYSQL))
    assert tables == {"clienti": CLIENTI_MYSQL}
    clienti = described["clienti"]
    assert (clienti.key, clienti.comment) == (("id",), "I clienti")
    assert clienti.references == (ReferenceInfo(("id", "grande"), "altra", ("x", "y")),)
    assert clienti.fields[1].comment == "ragione; 'sociale'"
    assert "select 1 AS `x`" in described["v"].locator[0]
    assert [(note.reason, note.dataset) for note in notes] == [(Reason.VIEW, "v")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_where_the_window_ends_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(stream, "CHUNK", size)
    monkeypatch.setattr(statements, "HEAD", 200)
    assert read(dump(tmp_path, POSTGRES))[0] == {"clienti": CLIENTI, "vendite.ordini": []}
    assert read(dump(tmp_path, MYSQL, "b.sql"))[0] == {"clienti": CLIENTI_MYSQL}


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(POSTGRES.encode()),
        POSTGRES.encode("utf-16"),
        b"\xef\xbb\xbf" + POSTGRES.encode(),
        POSTGRES.replace("\n", "\r\n").replace("\\n\r\n", "\\n").encode(),
    ],
    ids=["gzip", "utf-16", "mark", "windows"],
)
def test_packed_and_recoded_dumps(tmp_path: Path, packed: bytes) -> None:
    assert read(dump(tmp_path, packed))[0] == {"clienti": CLIENTI, "vendite.ordini": []}


def test_partitions_are_read_as_their_table_each_in_its_own_order_of_columns(tmp_path: Path) -> None:
    text = """SET client_encoding = 'UTF8';
CREATE TABLE public.log (id integer, giorno date) PARTITION BY RANGE (giorno);
CREATE TABLE public.log_a (id integer, giorno date);
CREATE TABLE public.log_b (giorno date, id integer);
ALTER TABLE ONLY public.log ATTACH PARTITION public.log_a FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE ONLY public.log ATTACH PARTITION public.log_b FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
COPY public.log_a (id, giorno) FROM stdin;
1\t2024-05-05
\\.
INSERT INTO public.log_b VALUES ('2025-05-05', 2);
"""
    expected = [{"id": 1, "giorno": dt.date(2024, 5, 5)}, {"id": 2, "giorno": dt.date(2025, 5, 5)}]
    assert read(dump(tmp_path, text))[0] == {"log": expected}


def test_values_that_do_not_fit_make_the_field_text_and_are_counted(tmp_path: Path) -> None:
    text = r"""-- MySQL dump
CREATE TABLE `t` (`d` date, `s` datetime, `t` time, `n` int);
INSERT INTO `t` VALUES ('2024-01-31','2024-01-31 10:00:00','10:00:00',1),
('0000-00-00','0000-00-00 00:00:00','838:59:59',2);
-- Dump completed"""
    tables, notes, _ = read(dump(tmp_path, text))
    assert tables["t"] == [
        {"d": "2024-01-31", "s": "2024-01-31 10:00:00", "t": "10:00:00", "n": 1},
        {"d": "0000-00-00", "s": "0000-00-00 00:00:00", "t": "838:59:59", "n": 2},
    ]
    assert [(note.reason, note.field, note.count) for note in notes] == [
        (Reason.VALUE_AS_TEXT, field, 1) for field in ("d", "s", "t")
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [(POSTGRES.split("3\t\t", maxsplit=1)[0], CLIENTI[:2]), (POSTGRES.split("\t1999", maxsplit=1)[0], CLIENTI[:2])],
)
def test_a_dump_that_ends_within_a_copy_keeps_the_whole_rows(tmp_path: Path, text: str, left: list[Any]) -> None:
    tables, notes, _ = read(dump(tmp_path, text))
    assert tables["clienti"] == left
    assert [(note.reason, note.dataset) for note in notes] == [(Reason.BROKEN, "clienti")]


def test_a_dump_that_ends_within_an_insert_keeps_the_whole_rows(tmp_path: Path) -> None:
    tables, notes, _ = read(dump(tmp_path, MYSQL.split("s',NULL,0x00FF", maxsplit=1)[0]))
    assert tables["clienti"] == CLIENTI_MYSQL[:1]
    assert [(note.reason, note.dataset) for note in notes] == [(Reason.BROKEN, "clienti")]


def test_a_damaged_gzip_keeps_what_comes_before(tmp_path: Path) -> None:
    whole = gzip.compress((POSTGRES + "-- \n" * 200_000).encode(), mtime=0)
    tables, notes, _ = read(dump(tmp_path, whole[:-20], "a.sql.gz"))
    assert tables["clienti"] == CLIENTI
    assert Reason.BROKEN in {note.reason for note in notes}


def test_rows_of_another_length_are_told(tmp_path: Path) -> None:
    text = "SET client_encoding = 'UTF8';\nCREATE TABLE t (a integer, b integer);\n"
    text += "COPY t (a, b) FROM stdin;\n1\t2\n3\n4\t5\n\\.\n"
    tables, notes, _ = read(dump(tmp_path, text))
    assert tables == {"t": [{"a": 1, "b": 2}, {"a": 4, "b": 5}]}
    assert [(note.reason, note.count) for note in notes] == [(Reason.ROW_MALFORMED, 1)]


def test_calls_among_the_values_and_data_without_a_definition(tmp_path: Path) -> None:
    text = "-- phpMyAdmin SQL Dump\nINSERT INTO `t` VALUES (1, ST_GeomFromText('POINT(1 2)'), 'a'), (2, NULL, 'b');\n"
    assert read(dump(tmp_path, text))[0] == {
        "t": [
            {"column_1": "1", "column_2": "ST_GeomFromText('POINT(1 2)')", "column_3": "a"},
            {"column_1": "2", "column_2": None, "column_3": "b"},
        ]
    }


def test_keys_added_afterwards_as_phpmyadmin_does(tmp_path: Path) -> None:
    text = """-- phpMyAdmin SQL Dump
CREATE TABLE `t` (`a` int(11) NOT NULL, `b` int(11)) ENGINE=InnoDB;
INSERT INTO `t` (`a`, `b`) VALUES
(1, 2),
(3, 4);
ALTER TABLE `t`
  ADD PRIMARY KEY (`a`),
  ADD KEY `b` (`b`);
ALTER TABLE `t`
  ADD CONSTRAINT `x` FOREIGN KEY (`b`) REFERENCES `u` (`id`);
"""
    tables, _, described = read(dump(tmp_path, text))
    assert tables == {"t": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}
    assert described["t"].key == ("a",)
    assert described["t"].references == (ReferenceInfo(("b",), "u", ("id",)),)


def test_several_databases_keep_their_names_apart(tmp_path: Path) -> None:
    one = "USE `{0}`;\nCREATE TABLE `t` (`a` int);\nINSERT INTO `t` VALUES ({1});\n"
    tables, _, _ = read(
        dump(tmp_path, "-- MySQL dump\n" + one.format("uno", 1) + one.format("due", 2) + "-- Dump completed")
    )
    assert tables == {"uno.t": [{"a": 1}], "due.t": [{"a": 2}]}


def test_text_in_another_encoding(tmp_path: Path) -> None:
    text = "-- MySQL dump\n/*!40101 SET NAMES latin1 */;\n"
    text += "CREATE TABLE `città` (`è` text);\nINSERT INTO `città` VALUES ('€ perché');\n"
    assert read(dump(tmp_path, text.encode("cp1252")))[0] == {"città": [{"è": "€ perché"}]}


def test_the_first_rows_only(tmp_path: Path) -> None:
    path = dump(tmp_path, POSTGRES)
    dataset = FORMAT.describe(path, lambda note: None)[0]
    reading = FORMAT.read(path, dataset, lambda note: None, rows=2)
    assert [row for batch in reading.batches for row in batch.to_pylist()] == CLIENTI[:2]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileUnreadable),
        (b"PGDMP\x01\x0e\x00", FileVersionUnknown),
        (b"\x1f\x8b\x08 not gzip at all", FileUnreadable),
        (b"select 1;\n", FileUnreadable),
        (bytes(range(256)) * 10, FileUnreadable),
    ],
)
def test_what_is_no_dump_says_so(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        FORMAT.describe(dump(tmp_path, content), lambda note: None)


def test_a_dump_that_changed_since_it_was_described_is_refused(tmp_path: Path) -> None:
    path = dump(tmp_path, POSTGRES)
    dataset = FORMAT.describe(path, lambda note: None)[0]
    dump(tmp_path, MYSQL)
    with pytest.raises(FileChanged):
        FORMAT.read(path, dataset, lambda note: None)


TEXTS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
BYTES = st.one_of(st.none(), st.binary())


def _copy(value: str | None) -> str:
    if value is None:
        return "\\N"
    for sign, escape in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(sign, escape)
    return value


def _mysql(value: str | None) -> str:
    if value is None:
        return "NULL"
    for sign, escape in (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("\n", "\\n"), ("\x1a", "\\Z")):
        value = value.replace(sign, escape)
    return f"'{value}'"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=8))
def test_any_text_comes_back(tmp_path: Path, rows: list[tuple[str | None, str | None]]) -> None:
    expected = {"t": [{"a": a, "b": b} for a, b in rows]}
    head = "SET client_encoding = 'UTF8';\nCREATE TABLE t (a text, b text);\n"
    lines = "".join(f"{_copy(a)}\t{_copy(b)}\n" for a, b in rows)
    assert read(dump(tmp_path, f"{head}COPY t (a, b) FROM stdin;\n{lines}\\.\n"))[0] == expected
    if not rows:
        return
    values = ",".join(f"({_mysql(a)},{_mysql(b)})" for a, b in rows)
    text = f"-- MySQL dump\nCREATE TABLE `t` (`a` text, `b` text);\nINSERT INTO `t` VALUES {values};\n-- Dump completed"
    assert read(dump(tmp_path, text))[0] == expected
    plain = ",".join(
        "(" + ", ".join("NULL" if v is None else "'" + v.replace("'", "''") + "'" for v in row) + ")" for row in rows
    )
    assert read(dump(tmp_path, f"{head}INSERT INTO t VALUES {plain};\n"))[0] == expected


NAME = f"regia_dump_{os.getpid()}"
PG_TABLES = r"""
create schema vendite;
create type stato as enum ('a', 'b c');
create table clienti (id serial primary key, nome text not null, n numeric(12,3), nn numeric, d date, ts timestamp,
  tz timestamptz, b bytea, j jsonb, a text[], s stato, t time, u uuid, ok bool, f real, g float8, bi bit(4),
  i2 smallint);
create table vendite.ordini (id bigint, riga int, cliente int references clienti, primary key (id, riga));
create table log (id int, giorno date) partition by range (giorno);
create table log_24 partition of log for values from ('2024-01-01') to ('2025-01-01');
create view v as select id from clienti;
insert into clienti (nome, n, nn, d, ts, tz, b, j, a, s, t, u, ok, f, g, bi, i2)
  select E'a\t\n\r\\' || chr(39) || '"' || chr(8364) || g, g / 7.0, g * 1e20, date '2024-01-01' + g, now()::timestamp,
    now(),
    decode(md5(g::text), 'hex'), '{"a": "\""}', array['x', null, 'y"z'], 'b c', '23:59:59.5', gen_random_uuid(),
    g % 2 = 0,
    g / 3.0, g / 3.0, b'0101', g from generate_series(1, 300) g;
insert into clienti (nome) values (E'\\N'), (''), ('\.');
insert into vendite.ordini select g, 1, 1 from generate_series(1, 50) g;
insert into log values (1, '2024-05-05');
"""


@pytest.fixture
def pg_database(postgresql: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgresql, autocommit=True) as admin:
        admin.execute(f"drop database if exists {NAME}")
        admin.execute(f"create database {NAME}")
        with psycopg.connect(postgresql.rsplit("/", 1)[0] + f"/{NAME}", autocommit=True) as database:
            database.execute(PG_TABLES)
            yield database
        admin.execute(f"drop database {NAME}")


@pytest.mark.server
@pytest.mark.parametrize("options", [[], ["--inserts"], ["--column-inserts", "--rows-per-insert=50"]])
def test_pg_dump_says_what_the_database_holds(
    tmp_path: Path, postgresql: str, pg_database: psycopg.Connection, options: list[str]
) -> None:
    path = tmp_path / "a.sql"
    address = postgresql.rsplit("/", 1)[0] + f"/{NAME}"
    subprocess.run(["pg_dump", *options, "-f", str(path), address], check=True, timeout=60)
    tables, notes, described = read(path)
    plain = {"clienti": "clienti", "vendite.ordini": "vendite.ordini", "log": "log"}
    text = {"nn", "j", "a", "s", "u", "bi"}
    for name, table in plain.items():
        fields = [field.name for field in described[name].fields]
        wanted = ", ".join(f'"{each}"::text' if each in text else f'"{each}"' for each in fields)
        held = pg_database.execute(f"select {wanted} from {table} order by 1, 2").fetchall()  # type: ignore[call-overload]
        ours = sorted(tables[name], key=lambda row: tuple(row.values())[:2])
        assert [_close(tuple(row.values())) for row in ours] == [_close(row) for row in held]
    assert set(tables) == set(plain)
    assert described["clienti"].key == ("id",)
    assert {note.reason for note in notes} == {Reason.VIEW}


def _close(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Singles come from the server as doubles of their shortest text."""
    return tuple(float(f"{value:.6g}") if isinstance(value, float) else value for value in row)


MY_TABLES = r"""
create table clienti (id int unsigned not null auto_increment primary key, nome varchar(60) not null comment 'il; nome',
  n decimal(12,3), nn decimal(65,30), d date, dt datetime(6), t time(3), y year, b varbinary(40), bl blob,
  e enum('a','b,c'),
  ub bigint unsigned, g double, k tinyint(1), tx longtext, unique key nome (nome)) comment='I clienti';
insert into clienti (nome, n, nn, d, dt, t, y, b, bl, e, ub, g, k, tx)
  select concat('a\'b\\c"d\n\t;),(\0\Z%_è€', seq), seq / 7, seq / 3, '2024-02-29', '2024-01-01 10:00:00.123456',
    '10:00:00.5', 2024, unhex(md5(seq)), unhex(sha1(seq)), 'b,c', 18446744073709551615,
    seq / 3, seq % 2, repeat('x\'', seq)
    from seq_1_to_300;
insert into clienti (nome) values ('vuoto');
create table ordini (id int, riga int, cliente int unsigned, primary key (id, riga),
  constraint fk foreign key (cliente) references clienti (id));
insert into ordini values (1, 1, 1), (1, 2, null);
create view v as select id from clienti;
"""


@pytest.fixture
def my_database(mariadb: str) -> Iterator[pymysql.connections.Connection]:
    options = {"host": "127.0.0.1", "user": "root", "charset": "utf8mb4", "autocommit": True}
    with pymysql.connect(**options) as connection, connection.cursor() as cursor:  # type: ignore[arg-type]
        cursor.execute(f"drop database if exists {NAME}")
        cursor.execute(f"create database {NAME} character set utf8mb4")
        cursor.execute(f"use {NAME}")
        for statement in MY_TABLES.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        yield connection
        cursor.execute(f"drop database {NAME}")


@pytest.mark.server
@pytest.mark.parametrize("options", [[], ["--hex-blob", "--skip-extended-insert", "--complete-insert"]])
def test_mariadb_dump_says_what_the_database_holds(
    tmp_path: Path, my_database: pymysql.connections.Connection, options: list[str]
) -> None:
    path = tmp_path / "a.sql"
    command = ["mariadb-dump", "-h", "127.0.0.1", "-u", "root", "--default-character-set=utf8mb4", *options]
    path.write_bytes(subprocess.run([*command, NAME], check=True, capture_output=True, timeout=60).stdout)
    tables, notes, described = read(path)
    with my_database.cursor() as cursor:
        for name in ("clienti", "ordini"):
            fields = [field.name for field in described[name].fields]
            wanted = ", ".join(f"cast({each} as char)" if each == "nn" else each for each in fields)
            cursor.execute(f"select {wanted} from {name} order by 1, 2")
            held = [_times(row) for row in cursor.fetchall()]
            ours = sorted((tuple(row.values()) for row in tables[name]), key=lambda row: row[:2])
            assert ours == held
    assert described["ordini"].references == (ReferenceInfo(("cliente",), "clienti", ("id",)),)
    assert {note.reason for note in notes} == {Reason.VIEW}


def _times(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The driver gives a time of day as the time since midnight."""
    return tuple((dt.datetime.min + v).time() if isinstance(v, dt.timedelta) else v for v in row)
