"""Files read by Regia beside the library that a person would read them with.

    uv run --group benchmark python benchmarks/files.py [--json] [--rows N] [--large-rows N] [--set NAME ...]

One made-up table of 20 columns (whole numbers, decimals, text, dates, times, truth values) is written as each kind of
file. Both readers go through every value once, in batches, and keep none; each runs as a process of its own, in this
same run. The peer is told what Regia finds by itself (delimiter, encoding, decimal mark, forms of dates), and uses its
streaming reader, which takes less CPU than the one that holds all. Memory is measured at two sizes.
"""

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROWS = 1_000_000
LARGE_ROWS = 5_000_000
SLOWER = 3.0  # times the peer's CPU, for clean CSV; the others have no target but memory
PEAK_MB = 400
STEP = 100_000
SEED = 1
TEXTS = ("Milano", "Forlì", "Reggio nell'Emilia", "S. Donà di Piave", "L'Aquila")


def main() -> None:
    """Measure and print, or read one file when asked by a measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object a line and nothing else")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the table (1,000,000)")
    parser.add_argument("--large-rows", type=int, default=LARGE_ROWS, help="rows of the large CSV, 0 for none")
    parser.add_argument("--set", choices=[*WRITERS], action="append", help="one kind of file only")
    parser.add_argument("--read", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        WRITERS[asked.write[0]](Path(asked.write[1]), asked.rows)
        return
    if asked.read:
        who, kind, path = asked.read
        sys.stdout.write(str(_ours(Path(path)) if who == "regia" else PEERS[kind][1](Path(path))))
        return
    from measuring import print_line

    for name in asked.set or WRITERS:
        for rows in [asked.rows, *([asked.large_rows] if name == "csv" and asked.large_rows else [])]:
            print_line(_line(name, rows), as_json=asked.json)


def _line(name: str, rows: int) -> dict[str, object]:
    from measuring import measure, verdict

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"dati.{SUFFIXES.get(name, name)}"
        command = [sys.executable, __file__]
        # in a process of its own: a process starts with the peak memory of the one that started it
        written = measure([*command, "--write", name, str(path), "--rows", str(rows)])
        ours, peer = (measure([*command, "--read", who, name, str(path)]) for who in ("regia", "peer"))
        size = path.stat().st_size
    if (ours.output, peer.output) != (str(rows), str(rows)):
        raise SystemExit(
            f"{name}: {written.output}{ours.output[-2000:]} and {peer.output[-2000:]} instead of {rows} rows"
        )
    ratio = ours.cpu_seconds / peer.cpu_seconds
    reached = ours.peak_mb <= PEAK_MB and (ratio <= SLOWER or name != "csv")
    return {
        "set": name,
        "rows": rows,
        "file_mb": size / 2**20,
        "seconds": ours.seconds,
        "cpu_seconds": ours.cpu_seconds,
        "peak_mb": ours.peak_mb,
        "peer": PEERS[name][0],
        "peer_seconds": peer.seconds,
        "peer_cpu_seconds": peer.cpu_seconds,
        "peer_peak_mb": peer.peak_mb,
        "ratio": ratio,
        "verdict": verdict(reached=reached),
    }


def _ours(path: Path) -> int:
    from regia.sources.registry import connector_for
    from regia.workspace.company import Source

    source = Source("prova", str(path))
    with connector_for(source).open(source, None, lambda _: None) as session:
        (dataset,) = session.catalogue().datasets
        return sum(batch.num_rows for batch in session.read(dataset).batches)


def tables(rows: int) -> Iterator[Any]:
    """Yield the made-up table in parts."""
    import numpy as np
    import pyarrow as pa

    random = np.random.default_rng(SEED)
    texts = np.array([f"{TEXTS[i % len(TEXTS)]} {i}" for i in range(5000)])
    for start in range(0, rows, STEP):
        count = min(STEP, rows - start)
        columns: dict[str, Any] = {"id": pa.array(np.arange(start, start + count))}
        columns |= {f"intero_{i}": pa.array(random.integers(0, 10 ** (i + 2), count)) for i in range(5)}
        columns |= {f"numero_{i}": pa.array(np.round(random.random(count) * 10**4, 2 + i)) for i in range(5)}
        columns |= {f"testo_{i}": pa.array(texts[random.integers(0, len(texts), count)]) for i in range(6)}
        days = random.integers(10_000, 20_000, count)
        columns["giorno"] = pa.array(days.astype("int32"), pa.int32()).cast(pa.date32())
        moments = pa.array(random.integers(10**9, 17 * 10**8, count)).cast(pa.timestamp("s"))
        columns["quando"] = moments
        columns["attivo"] = pa.array(random.random(count) > 0.5)
        yield pa.table(columns)


def _write_csv(path: Path, rows: int) -> None:
    from pyarrow import csv

    writer = None
    for table in tables(rows):
        writer = writer or csv.CSVWriter(path, table.schema, write_options=csv.WriteOptions(quoting_style="needed"))
        writer.write_table(table)
    if writer:
        writer.close()


def _write_italian(path: Path, rows: int) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    with path.open("wb") as file:
        for number, table in enumerate(tables(rows)):
            columns = []
            for name, values in zip(table.column_names, table.columns, strict=True):
                if name.startswith("numero"):
                    columns.append(pc.replace_substring(values.cast(pa.string()), ".", ","))
                elif name == "giorno":
                    columns.append(pc.strftime(values, "%d/%m/%Y"))
                elif name == "quando":
                    columns.append(pc.strftime(values, "%d/%m/%Y %H:%M:%S"))
                else:
                    columns.append(values.cast(pa.string()))
            sink = pa.BufferOutputStream()
            options = csv.WriteOptions(include_header=number == 0, delimiter=";", quoting_style="needed")
            csv.write_csv(pa.table(columns, table.column_names), sink, options)
            file.write(sink.getvalue().to_pybytes().decode().encode("windows-1252"))


def _write_jsonl(path: Path, rows: int) -> None:
    import json

    with path.open("w", encoding="utf-8") as file:
        for table in tables(rows):
            file.writelines(json.dumps(row, default=str, ensure_ascii=False) + "\n" for row in table.to_pylist())


def _write_parquet(path: Path, rows: int) -> None:
    from pyarrow import parquet

    writer = None
    for table in tables(rows):
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _write_sqlite(path: Path, rows: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for number, table in enumerate(tables(rows)):
            if not number:
                connection.execute(f"CREATE TABLE t ({', '.join(table.column_names)})")
            marks = ", ".join("?" * table.num_columns)
            texts = [[str(it) if i in (17, 18) else it for it in c.to_pylist()] for i, c in enumerate(table.columns)]
            connection.executemany(f"INSERT INTO t VALUES ({marks})", zip(*texts, strict=True))
        connection.commit()


def _write_duckdb(path: Path, rows: int) -> None:
    import duckdb

    with duckdb.connect(str(path)) as connection:
        for number, table in enumerate(tables(rows)):
            connection.register("part", table)
            connection.execute("INSERT INTO t SELECT * FROM part" if number else "CREATE TABLE t AS SELECT * FROM part")


def _peer_csv(path: Path) -> int:
    from pyarrow import csv

    return sum(batch.num_rows for batch in csv.open_csv(path))


def _peer_italian(path: Path) -> int:
    import pyarrow as pa
    from pyarrow import csv

    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(encoding="windows-1252"),
        parse_options=csv.ParseOptions(delimiter=";"),
        convert_options=csv.ConvertOptions(
            decimal_point=",",
            timestamp_parsers=["%d/%m/%Y", "%d/%m/%Y %H:%M:%S"],
            column_types={"giorno": pa.timestamp("s"), "quando": pa.timestamp("s")},
        ),
    )
    return sum(batch.num_rows for batch in reader)


def _peer_jsonl(path: Path) -> int:
    from pyarrow import json

    return sum(batch.num_rows for batch in json.open_json(path))


def _peer_parquet(path: Path) -> int:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        return sum(batch.num_rows for batch in file.iter_batches(50_000))


def _peer_sqlite(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute("SELECT * FROM t")
        return sum(len(rows) for rows in iter(lambda: cursor.fetchmany(2000), []))


def _peer_duckdb(path: Path) -> int:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        return sum(batch.num_rows for batch in connection.sql("SELECT * FROM t").to_arrow_reader(50_000))


SUFFIXES = {"csv_italian": "csv"}
WRITERS: dict[str, Callable[[Path, int], None]] = {
    "csv": _write_csv,
    "csv_italian": _write_italian,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
    "sqlite": _write_sqlite,
    "duckdb": _write_duckdb,
}
_ARROW, _DUCKDB = f"pyarrow {version('pyarrow')}", f"duckdb {version('duckdb')}"
PEERS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "csv": (f"{_ARROW} csv.open_csv", _peer_csv),
    "csv_italian": (f"{_ARROW} csv.open_csv", _peer_italian),
    "jsonl": (f"{_ARROW} json.open_json", _peer_jsonl),
    "parquet": (f"{_ARROW} ParquetFile.iter_batches", _peer_parquet),
    "sqlite": (f"sqlite3 {sqlite3.sqlite_version} fetchmany, no Arrow", _peer_sqlite),
    "duckdb": (f"{_DUCKDB} to_arrow_reader", _peer_duckdb),
}

if __name__ == "__main__":
    main()
