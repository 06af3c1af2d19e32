"""Which records are one thing, beside Splink configured automatically, in the same run.

`python benchmarks/resolution.py --data FOLDER [--made 10000,100000] [--no-peer] [--json]`

FOLDER is one set or holds several: `records.parquet` (source, id and columns of text) with `gold_pairs.parquet` (id_l,
id_r) or a column `entity`, which only measuring sees. `--made` adds made-up firms and people, so many records each.
One configuration serves every set, ours and the peer's. Each tool runs in a process of its own, whose whole CPU and
peak memory count. Precision, recall and F1 are of pairs of records in one entity: across sources where there are
several and the truth is of pairs, else all. `f1` is at probability .5, `best_f1` over all thresholds.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import made_up_records
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import resolution_peer
from measuring import Measured, measure, print_line, verdict
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from regia.resolve.clustering import cluster

TARGETS = {"febrl1": 0.998, "febrl2": 0.998, "febrl3": 0.998, "fodors_zagats": 0.97, "dblp_acm": 0.98,
           "abt_buy": 0.88, "made_100000": 0.92}  # fmt: skip
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
NEAR_BEST = 0.03
MEMORY_MB = 3 * 1024


@dataclass(frozen=True)
class Truth:
    """Which entity each row is, from which source; `across`: only pairs of different sources are known."""

    entity: np.ndarray
    source: np.ndarray
    across: bool

    def scores(self, found: np.ndarray) -> tuple[float, float, float]:
        """Return precision, recall and F1 of the pairs that a labelling of rows implies, without listing them."""
        both = found.astype(np.int64) * (int(self.entity.max()) + 1) + self.entity
        hits, said, true = self._pairs(both), self._pairs(found), self._pairs(self.entity)
        return hits / max(1.0, said), hits / max(1.0, true), 2 * hits / max(1.0, said + true)

    def _pairs(self, label: np.ndarray) -> float:
        _, packed = np.unique(label, return_inverse=True)
        every = _within(np.bincount(packed))
        if not self.across:
            return every
        _, inside = np.unique(packed.astype(np.int64) * (int(self.source.max()) + 1) + self.source, return_inverse=True)
        return every - _within(np.bincount(inside))


def _within(sizes: np.ndarray) -> float:
    return float((sizes * (sizes - 1.0) / 2).sum())


def truth_of(folder: Path) -> Truth:
    records = pq.read_table(folder / "records.parquet")
    source = records["source"].combine_chunks().dictionary_encode().indices.to_numpy()
    if "entity" in records.column_names:
        return Truth(records["entity"].combine_chunks().dictionary_encode().indices.to_numpy(), source, across=False)
    row = {name: at for at, name in enumerate(records["id"].to_pylist())}
    gold = pq.read_table(folder / "gold_pairs.parquet")
    left, right = ([row[each] for each in gold[side].to_pylist()] for side in ("id_l", "id_r"))
    graph = csr_matrix((np.ones(len(left)), (left, right)), shape=(len(row), len(row)))
    entity = connected_components(graph, directed=False)[1]
    return Truth(entity, source, across=len(set(source.tolist())) > 1)


def main() -> None:
    asked = _arguments()
    if asked.run:
        RUNS[asked.run](asked.data, asked.out)
        return
    with tempfile.TemporaryDirectory() as scratch:
        for folder in _sets(asked, Path(scratch)):
            print_line(_line(folder, asked, Path(scratch)), as_json=asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a set, or a folder of sets")
    parser.add_argument("--made", default="", help="sizes of made-up sets, as in 10000,100000")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", choices=[*RUNS], help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _sets(asked: argparse.Namespace, scratch: Path) -> Iterator[Path]:
    if asked.data:
        alone = (asked.data / "records.parquet").exists()
        yield from [asked.data] if alone else sorted(each.parent for each in asked.data.glob("*/records.parquet"))
    for size in filter(None, asked.made.split(",")):
        made_up_records.make(scratch / f"made_{size}", int(size))
        yield scratch / f"made_{size}"


def _line(folder: Path, asked: argparse.Namespace, scratch: Path) -> dict[str, object]:
    truth = truth_of(folder)
    ours, out = _run("ours", folder, scratch)
    line = {"set": folder.name, "records": len(truth.entity), **_ours(truth, out)}
    line |= {"cpu_seconds": ours.cpu_seconds, "peak_mb": ours.peak_mb}
    if asked.no_peer:
        return line | _against_targets(folder.name, line, None)
    peer, out = _run("peer", folder, scratch)
    scores = _peer(truth, out) if peer.code == 0 else None
    line |= {
        "peer": f"splink {version('splink')}", "peer_f1": scores,
        "peer_cpu_seconds": peer.cpu_seconds, "peer_peak_mb": peer.peak_mb,
        "cpu_ratio": ours.cpu_seconds / peer.cpu_seconds,
    }  # fmt: skip
    return line | _against_targets(folder.name, line, ours.cpu_seconds / peer.cpu_seconds)


def _run(tool: str, folder: Path, scratch: Path) -> tuple[Measured, Path]:
    out = scratch / f"{tool}-{folder.name}.parquet"
    done = measure([sys.executable, __file__, "--run", tool, "--data", str(folder), "--out", str(out)])
    if done.code:
        sys.stderr.write(f"{tool} on {folder.name} ended with {done.code}\n{done.output[-3000:]}\n")
        if tool == "ours":
            raise SystemExit(1)
    return done, out


def _ours(truth: Truth, out: Path) -> dict[str, object]:
    pairs = pq.read_table(out)
    left, right, odds = (pairs[name].to_numpy() for name in ("left", "right", "odds"))
    size = len(truth.entity)
    scores = {
        at: truth.scores(cluster(size, left, right, odds - np.log(at / (1 - at)), truth.source)) for at in THRESHOLDS
    }
    precision, recall, f1 = truth.scores(pq.read_table(out.with_suffix(".things"))["thing"].to_numpy())
    told = pairs.schema.metadata[b"guards"].decode()
    best = max(f1, *(each[2] for each in scores.values()))
    return {"precision": precision, "recall": recall, "f1": f1, "best_f1": best, "guards": told}


def _peer(truth: Truth, out: Path) -> float:
    """Return the peer's F1 at .5; one to one across two sources, as the best links of both sides."""
    pairs = pq.read_table(out)
    left, right, chance = (pairs[name].to_numpy() for name in ("left", "right", "probability"))
    kept = chance >= 0.5
    left, right, chance = left[kept], right[kept], chance[kept]
    if truth.across:
        best = np.zeros(len(truth.entity))
        for rows in (left, right):
            np.maximum.at(best, rows, chance)
        mutual = (chance >= best[left]) & (chance >= best[right])
        left, right = left[mutual], right[mutual]
    graph = csr_matrix((np.ones(len(left)), (left, right)), shape=(len(truth.entity),) * 2)
    return truth.scores(connected_components(graph, directed=False)[1])[2]


def _against_targets(name: str, line: dict[str, object], ratio: float | None) -> dict[str, object]:
    f1, best, records, peak = (float(str(line[each])) for each in ("f1", "best_f1", "records", "peak_mb"))
    found: dict[str, object] = {"near_best": verdict(reached=best - f1 <= NEAR_BEST)}
    if name in TARGETS:
        found["target_f1"] = verdict(reached=f1 >= TARGETS[name])
    if ratio is not None:
        most = 0.2 if records <= 20_000 else 0.5 if records <= 200_000 else 1.0
        found["target_cpu"] = verdict(reached=ratio <= most)
    return found | {"target_memory": verdict(reached=peak <= MEMORY_MB)}


def run_ours(folder: Path, out: Path) -> None:
    """Resolve a set as the product does and write its links and things."""
    from regia.resolve.pool import pool_of
    from regia.resolve.resolving import resolve

    records = pq.read_table(folder / "records.parquet")
    names = [name for name in records.column_names if name not in ("source", "id", "entity")]
    source = records["source"].combine_chunks().dictionary_encode().indices.to_numpy()
    found = resolve(pool_of(source, {name: records[name] for name in names}))
    table = pa.table({"left": found.left, "right": found.right, "odds": found.odds})
    guards = ", ".join(f"{each.implied:.0f} of {each.cap:.0f}" for each in found.guards)
    pq.write_table(table.replace_schema_metadata({"guards": guards or "none hit"}), out)
    pq.write_table(pa.table({"thing": found.thing}), out.with_suffix(".things"))


RUNS = {"ours": run_ours, "peer": resolution_peer.run}

if __name__ == "__main__":
    main()
