"""Which column becomes which in SQL: ours beside sqllineage, on the same statements with the same columns known.

`uv run --group benchmark python benchmarks/lineage.py [--northwind FILE] [--wrong] [--json]`

One line for each origin of statements: how many there are and how many each side reads (gives a column for), edges
(table.column > output) of each and those that both give; where truth was written down by hand (`lineage_truth.txt`),
precision and recall of both. Edges are compared by the table's last name; what is only told by `*` counts for neither
side. Both are told the dialect; `untold_same` is the share of our edges that stay when it is not told, as in a company.
The peer is called as its documentation says, with its metadata provider and, where it helps, its switch for T-SQL
without semicolons.
"""

import argparse
import re
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import sqllineage
from lineage_statements import HERE, Sample, samples
from measuring import print_line
from sqllineage.config import SQLLineageConfig
from sqllineage.core.metadata.dummy import DummyMetaDataProvider
from sqllineage.core.models import Column
from sqllineage.runner import LineageRunner

from regia.interfaces.evidence.sql_lineage import flows
from regia.interfaces.evidence.sql_statements import statements

Edge = tuple[str, str, str]
Edges = frozenset[Edge]
UNNAMED = "_"
PEER_DIALECTS = {"spark": "sparksql", "mysql": "mariadb", "sqlite": "tsql"}
"""What the peer calls a dialect, or reads it best as: its SQLite knows no names in brackets."""


@dataclass
class Tally:
    """What is counted of one origin."""

    statements: int = 0
    checked: int = 0
    read: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    edges: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    true: int = 0
    both: int = 0
    same: int = 0


def main() -> None:
    """Measure what the arguments ask for."""
    asked = _arguments()
    warnings.simplefilter("ignore")
    truth = read_truth((HERE / "lineage_truth.txt").read_text())
    tpcds = Path(sqllineage.__file__).parent / "data" / "tpcds"
    tallies: dict[str, Tally] = defaultdict(Tally)
    for sample in samples(asked.northwind, tpcds):
        _count(tallies[sample.origin], sample, truth.pop(sample.key, None), wrong=asked.wrong)
    for origin, tally in tallies.items():
        print_line(_line(origin, tally), as_json=asked.json)
    real = _sum(tally for origin, tally in tallies.items() if origin != "own")
    print_line(_line("all real", real), as_json=asked.json)
    if truth:
        raise SystemExit(f"not at hand, though checked: {', '.join(truth)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = HERE.parents[1] / "shared" / "data" / "flows" / "northwind.sqlite"
    parser.add_argument("--northwind", type=Path, default=shared)
    parser.add_argument("--wrong", action="store_true", help="print to stderr what is missed (-) or made up (+)")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def read_truth(text: str) -> dict[str, Edges]:
    """Return the edges of each statement that was checked by hand."""
    found: dict[str, set[Edge]] = {}
    edges: set[Edge] = set()
    for line in filter(None, text.splitlines()):
        if line.startswith("= "):
            edges = found.setdefault(line[2:], set())
        elif not line.startswith("#"):
            edges |= set(_written(line))
    return {key: frozenset(each) for key, each in found.items()}


def _written(line: str) -> Iterable[Edge]:
    outputs, _, sources = line.partition(" < ")
    for output in outputs.split():
        for table, column in re.findall(r"([^.]+?)(?:\.(\w+))?(?: |$)", sources) if "." in sources else [(sources, "")]:
            yield table.replace("~", " "), column or output, output


def ours(sample: Sample, *, told: bool = True) -> Edges:
    """Return the edges that Regia reads."""
    known = {name.lower(): fields for name, fields in sample.columns.items()}
    parsed = statements(sample.sql, sample.dialect if told else None)
    found = (
        (flow.frm[-1], flow.from_field, flow.to_field)
        for each in parsed.found
        for flow in flows(each.tree, lambda table: known.get(table[-1].lower(), ()), parsed.dialect)
    )
    return _plain(found)


def peer(sample: Sample) -> Edges:
    """Return the edges that sqllineage reads, from column to column of tables, sub-queries left out."""
    dialect = PEER_DIALECTS.get(sample.dialect, sample.dialect)
    metadata = {f"main.{name.lower()}": [each.lower() for each in names] for name, names in sample.columns.items()}
    with SQLLineageConfig(DEFAULT_SCHEMA="main", TSQL_NO_SEMICOLON=dialect == "tsql"):
        try:
            runner = LineageRunner(sample.sql, dialect=dialect, metadata_provider=DummyMetaDataProvider(metadata))
            paths = runner.get_column_lineage()
        except Exception:  # noqa: BLE001 whatever the peer cannot read counts as nothing read
            return frozenset()
        return _plain((_table(path[0]), path[0].raw_name, path[-1].raw_name) for path in paths)


def _table(column: Column) -> str:
    return str(column.parent).rpartition(".")[2] if column.parent else "?"


def _plain(edges: Iterable[Edge]) -> Edges:
    """Return edges in small letters and without quotes; an output without a name of its own as `_`."""
    lowered = (tuple(part.lower().strip('"`[]') for part in edge) for edge in edges)
    return frozenset(
        (table, column, output if re.fullmatch(r"[\w ]+", output) and not output.startswith("_col") else UNNAMED)
        for table, column, output in lowered
        if "*" not in (column, output)
    )


def _count(tally: Tally, sample: Sample, truth: Edges | None, *, wrong: bool) -> None:
    tally.statements += 1
    found = {}
    for side, reads in (("", ours), ("peer_", peer)):
        started = time.process_time()
        found[side] = reads(sample)
        tally.seconds[side] += time.process_time() - started
        tally.read[side] += bool(found[side])
        tally.edges[side] += len(found[side])
    tally.both += len(found[""] & found["peer_"])
    tally.same += len(found[""] & ours(sample, told=False))
    if truth is None:
        return
    tally.checked += 1
    tally.true += len(truth)
    for side, edges in found.items():
        tally.right[side] += len(edges & truth)
        tally.told[side] += len(edges)
        if wrong:
            for mark, each in (("-", truth - edges), ("+", edges - truth)):
                sys.stderr.writelines(f"{side or 'our_'} {mark} {sample.key}: {edge}\n" for edge in sorted(each))


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for each in tallies:
        for name in ("statements", "checked", "true", "both", "same"):
            setattr(whole, name, getattr(whole, name) + getattr(each, name))
        for name in ("read", "edges", "right", "told", "seconds"):
            for side, count in getattr(each, name).items():
                getattr(whole, name)[side] += count
    return whole


def _line(origin: str, tally: Tally) -> dict[str, object]:
    line: dict[str, object] = {
        "statements_of": origin, "statements": tally.statements, "checked": tally.checked,
        "edges_true": tally.true, "edges_of_both": tally.both, "peer": f"sqllineage {version('sqllineage')}",
        "untold_same": tally.same / tally.edges[""] if tally.edges[""] else None,
    }  # fmt: skip
    for side in ("", "peer_"):
        line |= {
            f"{side}read": tally.read[side],
            f"{side}edges": tally.edges[side],
            f"{side}precision": tally.right[side] / tally.told[side] if tally.told[side] else None,
            f"{side}recall": tally.right[side] / tally.true if tally.true else None,
            f"{side}cpu_seconds": tally.seconds[side],
        }
    return line


if __name__ == "__main__":
    main()
