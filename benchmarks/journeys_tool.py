"""One tool on one log: reads it, tells what follows what with the time between, and the ways that cases take.

Each tool in its own words, on one log in Parquet, CSV, XES or OCEL 2.0. A log of objects is looked at by the type that
has most things: each of them is a case. Prints one JSON object: what was counted, a hash of every pair's and way's name
and count, and every pair's mean and median wait.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import numpy as np

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"


class _WithoutPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def regia(path: Path) -> dict[str, Any]:
    """Count with Regia's own reading of files and its own kernel.

    Arrow loads pandas wherever it finds it; Regia is installed without, so it is hidden here.
    """
    sys.meta_path.insert(0, _WithoutPandas())
    from regia.journeys.case_flow import direct_flows, in_order, variants

    names, *columns = _regia_columns(path)
    events = in_order(*columns)
    flows, ways = direct_flows(events), variants(events)
    told = zip(flows.one, flows.other, flows.count, flows.mean / 1e6, flows.p50 / 1e6, strict=True)
    return _told(
        {(names[one], names[other]): (int(count), mean, median) for one, other, count, mean, median in told},
        {tuple(names[each] for each in ways.way(events, at)): int(n) for at, n in enumerate(ways.count)},
    )


def _regia_columns(path: Path) -> tuple[list[str], Any, Any, Any]:
    """Return the activities' names, cases and activities as numbers, and moments in microseconds.

    Of Parquet, one column is held at a time.
    """
    if path.suffix == ".parquet":
        from pyarrow.parquet import ParquetFile

        with ParquetFile(path, read_dictionary=[CASE, ACTIVITY], pre_buffer=False) as file:
            return _encoded(lambda name: file.read(columns=[name]).column(0))
    return _encoded(_regia_table(path).column)


def _encoded(column: Callable[[str], Any]) -> tuple[list[str], Any, Any, Any]:
    _, case = _numbers(column(CASE))
    names, activity = _numbers(column(ACTIVITY))
    return names.to_pylist(), case, activity, column(TIME).cast("timestamp[us]").to_numpy().view(np.int64)


def _regia_table(path: Path) -> Any:
    import pyarrow as pa

    if path.suffix == ".sqlite":
        return _of_sqlite(path)
    from regia.sources.format_registry import formats

    kind = next(each for each in formats() if path.name.lower().endswith(each.suffixes))
    described = {each.name: each for each in kind.describe(path, lambda _: None)}

    def read(name: str) -> Any:
        reading = kind.read(path, described[name], lambda _: None)
        return pa.Table.from_batches(list(reading.batches), reading.schema)

    if "event_object" in described:
        return _flattened(read("event"), read("object"), read("event_object"))
    table = read("events" if "events" in described else "")
    names = {} if ACTIVITY in table.column_names else {"case": CASE, "activity": ACTIVITY, "time": TIME}
    return table.rename_columns([names.get(name, name) for name in table.column_names])


def _of_sqlite(path: Path) -> Any:
    import sqlite3
    from contextlib import closing

    import pyarrow as pa

    with closing(sqlite3.connect(path)) as log:
        kinds = log.execute("SELECT ocel_type_map FROM event_map_type").fetchall()
        events = " UNION ALL ".join(f'SELECT ocel_id, ocel_time FROM "event_{kind}"' for (kind,) in kinds)
        asked = (
            (f"SELECT e.ocel_id, e.ocel_type, t.ocel_time FROM event e JOIN ({events}) t USING (ocel_id)",
             ("ocel_id", "ocel_type", "ocel_time")),
            ("SELECT ocel_id, ocel_type FROM object", ("ocel_id", "ocel_type")),
            ("SELECT ocel_event_id, ocel_object_id FROM event_object", ("ocel_event_id", "ocel_object_id")),
        )  # fmt: skip
        return _flattened(*(pa.table(list(zip(*log.execute(sql), strict=True)), names) for sql, names in asked))


def _flattened(events: Any, objects: Any, touched: Any) -> Any:
    """Return the events of each thing of the type that has most things."""
    import duckdb

    with duckdb.connect() as engine:
        for name, table in (("events", events), ("objects", objects), ("touched", touched)):
            engine.register(name, table)
        return engine.sql(
            f'SELECT DISTINCT t.ocel_object_id AS "{CASE}", e.ocel_type AS "{ACTIVITY}", '
            f'CAST(e.ocel_time AS TIMESTAMPTZ) AS "{TIME}", e.ocel_id '
            "FROM touched t JOIN events e ON e.ocel_id = t.ocel_event_id "
            "JOIN objects o ON o.ocel_id = t.ocel_object_id WHERE o.ocel_type = "
            "(SELECT ocel_type FROM objects GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)"
        ).to_arrow_table()


def _numbers(column: Any) -> tuple[Any, Any]:
    """Return the values that differ, and for each value the place of its like, in the least bytes that hold it."""
    encoded = column.combine_chunks().dictionary_encode()
    small = np.min_scalar_type(len(encoded.dictionary))
    return encoded.dictionary, encoded.indices.to_numpy().astype(small, copy=False)


def pm4py(path: Path) -> dict[str, Any]:
    """Count with pm4py, as its documentation says."""
    import pandas as pd
    import pm4py as tool

    match path.suffix:
        case ".parquet":
            log = tool.format_dataframe(pd.read_parquet(path), case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)
        case ".csv":
            log = pd.read_csv(path).rename(columns={"case": CASE, "activity": ACTIVITY, "time": TIME})
            log[TIME] = pd.to_datetime(log[TIME], utc=True)
            log[CASE] = log[CASE].astype(str)
            log = tool.format_dataframe(log, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)
        case ".xes" | ".gz":
            log = tool.read_xes(str(path))
        case ".json" | ".jsonocel":
            log = _pm4py_flattened(tool, tool.read_ocel2_json(str(path)))
        case _:
            log = _pm4py_flattened(tool, tool.read_ocel2_sqlite(str(path)))
    waits, _, _ = tool.discover_performance_dfg(log)
    counts, _, _ = tool.discover_dfg(log)
    ways = tool.get_variants(log)
    return _told({pair: (counts[pair], waits[pair]["mean"], waits[pair]["median"]) for pair in counts}, ways)


def _pm4py_flattened(tool: Any, log: Any) -> Any:
    sizes = log.objects[log.object_type_column].value_counts()
    flat = tool.ocel_flattening(log, min(name for name in sizes.index if sizes[name] == sizes.max()))
    return flat.sort_values([CASE, TIME], kind="stable")


def r4pm(path: Path) -> dict[str, Any]:
    """Count with r4pm: it tells how often and not how long."""
    import r4pm as tool
    from r4pm import bindings

    if path.suffix in (".json", ".jsonocel", ".sqlite"):
        log = tool.import_item("SlimLinkedOCEL", str(path))
        kinds = {name: len(bindings.get_object_ids_of_type(log, name)) for name in bindings.locel_get_ob_types(log)}
        log = bindings.flatten_ocel_on(log, min(name for name in kinds if kinds[name] == max(kinds.values())))
    elif path.suffix == ".parquet":
        import polars as pl

        log = tool.import_item_from_df("EventLog", pl.read_parquet(path).sort(CASE, TIME, maintain_order=True))
    else:
        log = tool.import_item("EventLog", str(path))
    graph = bindings.discover_dfg(log)
    ways = bindings.get_variants(bindings.log_to_activity_projection(log))
    return _told(
        {(one, other): (int(count), None, None) for (one, other), count in graph["directly_follows_relations"]},
        {tuple(each["activities"]): int(each["count"]) for each in ways},
    )


Passages = dict[tuple[str, str], tuple[int, float | None, float | None]]
"""Of two activities, how often one follows the other, and the mean and median of the seconds between."""


def _told(flows: Passages, ways: dict[tuple[str, ...], int]) -> dict[str, Any]:
    pairs = sorted(flows)
    counts = [[*pair, int(flows[pair][0])] for pair in pairs], [[*way, int(ways[way])] for way in sorted(ways)]
    return {
        "events": sum(len(way) * int(count) for way, count in ways.items()),
        "cases": int(sum(ways.values())),
        "pairs": len(flows),
        "passages": int(sum(count for count, *_ in flows.values())),
        "ways": len(ways),
        "most_travelled": int(max(ways.values(), default=0)),
        "counts": hashlib.sha256(json.dumps(counts).encode()).hexdigest(),
        "waits": [None if wait is None else float(wait) for pair in pairs for wait in flows[pair][1:]],
    }


TOOLS: dict[str, Callable[[Path], dict[str, Any]]] = {"regia": regia, "pm4py": pm4py, "r4pm": r4pm}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(TOOLS[sys.argv[1]](Path(sys.argv[2]))) + "\n")
