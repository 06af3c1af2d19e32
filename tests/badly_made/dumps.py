"""SQL dumps that were cut, recoded, packed, or hold what no type holds."""

import gzip
import random
from collections.abc import Iterator
from decimal import Decimal

from regia.model.note import Reason
from tests.badly_made.truth import BadFile, Table, Value, some_table

_BROKEN = frozenset({Reason.BROKEN})


def dumps(chance: random.Random) -> Iterator[BadFile]:
    """Give the files."""
    table = some_table(chance, 40)
    postgres, mysql = _postgres(table), _mysql(table)
    for name, text in (("pg", postgres), ("my", mysql)):
        yield BadFile(f"{name}.sql", text.encode(), (table,))
        yield BadFile(f"{name}_windows.sql", text.replace("\n", "\r\n").encode(), (table,))
        yield BadFile(f"{name}_utf16.sql", text.encode("utf-16"), (table,))
        yield BadFile(f"{name}_mark.sql", text.encode("utf-8-sig"), (table,))
        packed = gzip.compress(text.encode(), mtime=0)
        yield BadFile(f"{name}_packed.sql.gz", packed, (table,))
        yield BadFile(f"{name}_packed_cut.sql.gz", packed[: len(packed) // 2], (table,), _BROKEN, partial=True)
        start = text.index("00001") + 20
        for number in range(8):
            cut = text.encode()[: chance.randrange(start, len(text) - 200)]
            yield BadFile(f"{name}_cut{number}.sql", cut, (table,), _BROKEN, partial=True)
    latin = mysql.replace("utf8mb4", "latin1").encode("cp1252")
    yield BadFile("my_latin1.sql", latin, (table,))
    yield BadFile("my_lies.sql", mysql.encode("cp1252"), (table,), frozenset({Reason.VALUE_CHANGED}))
    yield BadFile("empty.sql", b"", None, _BROKEN)
    yield BadFile("noise.sql", chance.randbytes(4000), None, _BROKEN)
    yield BadFile("zeros.sql", b"\0" * 4000, None, _BROKEN)
    yield BadFile("archive.sql", b"PGDMP\x01\x0e\x00" + chance.randbytes(400), None, _BROKEN)
    yield BadFile("queries.sql", b"select * from clienti;\nupdate clienti set nome = 'x';\n", None, _BROKEN)
    zero = Table(("d", "n"), (("2024-01-31", 1), ("0000-00-00", 2)))
    text = "-- MySQL dump\nCREATE TABLE `t` (`d` date, `n` int);\nINSERT INTO `t` VALUES "
    text += "('2024-01-31',1),('0000-00-00',2);\n-- Dump completed\n"
    yield BadFile("zero_dates.sql", text.encode(), (zero,), frozenset({Reason.VALUE_AS_TEXT}))
    ragged = postgres.replace("00003\t", "00003\tin\tpiù\t", 1)
    kept = Table(table.names, (*table.rows[:2], *table.rows[3:]))
    yield BadFile("pg_ragged.sql", ragged.encode(), (kept,), frozenset({Reason.ROW_MALFORMED}))


def _postgres(table: Table) -> str:
    lines = "".join("\t".join(map(_copied, row)) + "\n" for row in table.rows)
    return (
        "--\n-- PostgreSQL database dump\n--\n\n"
        "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n"
        'CREATE TABLE public.clienti (\n    codice text NOT NULL,\n    "ragione sociale" text,\n    pezzi integer,\n'
        "    importo numeric(12,2),\n    data date\n);\n\n"
        'COPY public.clienti (codice, "ragione sociale", pezzi, importo, data) FROM stdin;\n'
        f"{lines}\\.\n\n\nALTER TABLE ONLY public.clienti\n    ADD CONSTRAINT k PRIMARY KEY (codice);\n\n"
        "--\n-- PostgreSQL database dump complete\n--\n"
    )


def _copied(value: Value) -> str:
    return "\\N" if value is None else str(value).replace("\\", "\\\\").replace("\t", "\\t")


def _mysql(table: Table) -> str:
    rows = ",\n".join("(" + ",".join(map(_quoted, row)) + ")" for row in table.rows)
    return (
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `clienti`;\n"
        "CREATE TABLE `clienti` (\n  `codice` varchar(5) NOT NULL,\n  `ragione sociale` text,\n  `pezzi` int,\n"
        "  `importo` decimal(12,2),\n  `data` date,\n  PRIMARY KEY (`codice`)\n) ENGINE=InnoDB;\n"
        f"INSERT INTO `clienti` VALUES {rows};\n"
        "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n-- Dump completed on 2024-01-01  0:00:00\n"
    )


def _quoted(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, (int, Decimal)):
        return str(value)
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"') + "'"
