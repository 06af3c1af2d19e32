"""JSON lines and Parquet that were cut, recoded, damaged or given another's suffix."""

import datetime as dt
import gzip
import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
from pyarrow import parquet

from regia.model.note import Reason
from tests.badly_made.truth import BadFile, Table, Value, some_table

_BROKEN = frozenset({Reason.BROKEN})


def record_files(chance: random.Random) -> Iterator[BadFile]:
    """Give the files."""
    yield from _json_lines(chance)
    yield from _parquet(chance)


def _json_lines(chance: random.Random) -> Iterator[BadFile]:
    table = some_table(chance, 25)
    lines = [_line(table, row) for row in table.rows]
    text = "\n".join(lines) + "\n"
    yield BadFile("lines.jsonl", text.encode(), (table,))
    yield BadFile("lines_mark.jsonl", text.encode("utf-8-sig"), (table,))
    yield BadFile("lines_windows.ndjson", text.replace("\n", "\r\n\r\n").encode(), (table,))
    yield BadFile("array.json", f"[{','.join(lines)}]".encode(), (table,))
    for number in range(6):
        cut = text.encode()[: chance.randrange(300, len(text) - 100)]
        whole = cut.decode(errors="ignore").count("\n")
        yield BadFile(f"lines_cut{number}.jsonl", cut, (replace(table, rows=table.rows[:whole]),), either=True)
    noisy = "\n".join([*lines[:9], '{"codice": "00', "non è JSON", *lines[9:]])
    yield BadFile("lines_noise.jsonl", noisy.encode(), (table,), frozenset({Reason.ROW_MALFORMED}))
    yield BadFile("empty.jsonl", b"", None, _BROKEN)
    yield BadFile("zeros.jsonl", b"\0" * 3000, None, either=True)
    yield BadFile("random.jsonl", chance.randbytes(3000), None, either=True)
    mixed = Table(("a", "b"), (("1", "x"), ("due", None), ('{"c":3}', "y")))
    content = b'{"a": 1, "b": "x"}\n{"a": "due"}\n{"a": {"c":3}, "b": "y"}\n'
    yield BadFile("mixed.jsonl", content, (mixed,), either=True)


def _line(table: Table, row: tuple[Value, ...]) -> str:
    shown = (float(v) if isinstance(v, Decimal) else str(v) if isinstance(v, dt.date) else v for v in row)
    return json.dumps(dict(zip(table.names, shown, strict=True)), ensure_ascii=False)


def _parquet(chance: random.Random) -> Iterator[BadFile]:
    table = some_table(chance, 60)
    whole = _as_parquet(table)
    yield BadFile("table.parquet", whole, (table,))
    for number in range(4):
        yield BadFile(f"cut{number}.parquet", whole[: chance.randrange(8, len(whole) - 8)], None, _BROKEN)
    for number in range(6):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        # Without checksums a flipped bit in a value cannot be told: these were written with them.
        yield BadFile(f"flipped{number}.parquet", bytes(damaged), (table,), either=True)
    yield BadFile("empty.parquet", b"", None, _BROKEN)
    yield BadFile("ends_only.parquet", b"PAR1PAR1", None, _BROKEN)
    yield BadFile("packed.parquet", gzip.compress(whole, mtime=0), None, _BROKEN)
    yield BadFile("table_as_text.csv", whole, None, _BROKEN)
    yield BadFile("table_as_workbook.xlsx", whole, None, _BROKEN)


def _as_parquet(table: Table) -> bytes:
    out = io.BytesIO()
    columns = {name: list(table.column(name)) for name in table.names}
    parquet.write_table(pa.table(columns), out, write_page_checksum=True)
    return out.getvalue()
