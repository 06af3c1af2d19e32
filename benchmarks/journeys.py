"""What follows what, how long between, and the ways of cases: Regia beside pm4py and r4pm, on the same log.

Run: `uv run --group benchmark python benchmarks/journeys.py`, or with `--log FILE` on any log in XES, CSV (columns
case, activity, time), Parquet or OCEL 2.0. Without one, logs are made up: cases of a dozen activities with work that
comes back, as Parquet, and a smaller one as XES, which each tool reads with its own reader (pm4py with r4pm's). Each
tool is a process of its own, started anew; its CPU and memory are those of the process, with all that it loads. r4pm
counts passages and ways, but does not time them. Tools must agree in what they count, pair by pair and way by way, and
pm4py's mean and median of the time between: a line where they do not is a FAIL, and the command ends with 1.
"""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
from journeys_tool import ACTIVITY, CASE, TIME
from measuring import Measured, measure, print_line, verdict

SIZES = (1_000_000, 7_000_000)
XES_EVENTS = 200_000
CPU_TARGET, MEMORY_TARGET = 1 / 8, 1 / 3
KINDS = 12
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
BACK, ON = 0.08, 0.9
"""Chances that work goes back a step, and that it goes on to the next and not past it."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object a line and nothing else")
    parser.add_argument("--log", type=Path, help="a log of yours, instead of made-up ones")
    parser.add_argument("--events", type=int, action="append", help="events of a made-up log (1,000,000 and 7,000,000)")
    asked = parser.parse_args()
    disagreed = False
    with tempfile.TemporaryDirectory() as folder:
        for path in [asked.log] if asked.log else _made_up(Path(folder), asked.events or SIZES):
            for line in _lines(path):
                print_line(line, as_json=asked.json)
                disagreed |= line.get("agrees") is False
    sys.exit(disagreed)


def _made_up(folder: Path, sizes: tuple[int, ...] | list[int]) -> Iterator[Path]:
    """Yield the logs, each until the next is asked for."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for size in sizes:
        path = folder / f"made-up-{size}.parquet"
        case, activity, moment = _events(size, seed=1)
        names = pa.array([f"activity {number}" for number in range(KINDS)])
        ids = pa.array([f"case {number}" for number in range(int(case.max()) + 1)])
        columns = {
            CASE: pa.DictionaryArray.from_arrays(case.astype(np.int32), ids).cast(pa.string()),
            ACTIVITY: pa.DictionaryArray.from_arrays(activity.astype(np.int32), names).cast(pa.string()),
            TIME: pa.array(moment, pa.timestamp("us", "UTC")),
        }
        pq.write_table(pa.table(columns), path)
        yield path
        path.unlink()
    yield _xes(folder / f"made-up-{XES_EVENTS}.xes")


def _events(size: int, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cases, activities and moments of about so many events, in order of time as a system writes them."""
    draw = np.random.default_rng(seed)
    cases = size // 7
    at, step = np.zeros(cases, np.int64), draw.integers(0, 3 * 365 * 86_400, cases) * 1_000_000
    columns: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    going = np.arange(cases)
    while len(going) and sum(len(each[0]) for each in columns) < size:
        columns.append((going, at[going].copy(), step[going].copy()))
        chance = draw.random(len(going))
        move = np.where(chance < BACK, -1, np.where(chance < ON, 1, 2))
        at[going] = np.maximum(at[going] + move, 0)
        step[going] += (draw.exponential(6 * 3600, len(going)) * 1e6).astype(np.int64) + 1
        going = going[(at[going] < KINDS) & (draw.random(len(going)) > 0.02)]
    case, activity, moment = (np.concatenate(parts)[:size] for parts in zip(*columns, strict=True))
    order = np.argsort(moment, kind="stable")
    return case[order], activity[order], moment[order]


def _xes(path: Path) -> Path:
    case, activity, moment = _events(XES_EVENTS, seed=2)
    order = np.argsort(case, kind="stable")
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xmlns="http://www.xes-standard.org/">\n')
        last = -1
        for at in order:
            if case[at] != last:
                file.write(
                    ("</trace>\n" if last >= 0 else "") + f'<trace><string key="{ACTIVITY}" value="{case[at]}"/>\n'
                )
                last = case[at]
            when = np.datetime_as_string(np.datetime64(int(moment[at]) // 1000, "ms"))
            file.write(
                f'<event><string key="{ACTIVITY}" value="activity {activity[at]}"/>'
                f'<date key="{TIME}" value="{when}+00:00"/></event>\n'
            )
        file.write("</trace>\n</log>\n")
    return path


def _lines(path: Path) -> Iterator[dict[str, object]]:
    tools = ("regia", "pm4py") if path.suffix == ".csv" else ("regia", "pm4py", "r4pm")
    taken = {tool: _run(tool, path) for tool in tools}
    ours = taken["regia"]
    for tool, measured in taken.items():
        line: dict[str, object] = {"log": path.name, "tool": tool, "version": version(tool)}
        line |= {"python": platform.python_version(), "cpu_seconds": measured.cpu_seconds, "peak_mb": measured.peak_mb}
        if measured.code:
            sys.stderr.write(measured.output[-2000:])
            yield line | {"failed": measured.code}
            continue
        line |= {name: value for name, value in _counted(measured).items() if name not in ("counts", "waits")}
        if tool != "regia" and not ours.code:
            line |= _beside(ours, measured, timed=tool == "pm4py")
        yield line


def _beside(ours: Measured, peer: Measured, *, timed: bool) -> dict[str, object]:
    """Return the ratios to a peer; one that does all that we do is judged by."""
    cpu, memory, agrees = ours.cpu_seconds / peer.cpu_seconds, ours.peak_mb / peer.peak_mb, _agree(ours, peer)
    beside: dict[str, object] = {"agrees": agrees, "cpu_ratio": cpu, "memory_ratio": memory}
    reached = agrees and cpu <= CPU_TARGET and memory <= MEMORY_TARGET
    return beside | ({"verdict": verdict(reached=reached)} if timed or not agrees else {})


def _run(tool: str, path: Path) -> Measured:
    """Run a tool twice, and return the run that took less: the first may have had files to read and compile."""
    command = [sys.executable, str(Path(__file__).with_name("journeys_tool.py")), tool, str(path)]
    return min((measure(command, _COMPILED) for _ in range(2)), key=lambda each: (each.code != 0, each.cpu_seconds))


def _counted(measured: Measured) -> dict[str, object]:
    told: dict[str, object] = json.loads(measured.output.strip().splitlines()[-1])
    return told


def _agree(ours: Measured, peer: Measured) -> bool:
    """Whether two tools count every pair and way alike, and time them alike but for rounding."""
    first, second = _counted(ours), _counted(peer)
    one, other = (np.array(each.pop("waits"), np.float64) for each in (first, second))
    return first == second and bool(np.isnan(other).all() or np.allclose(one, other, rtol=1e-6, atol=1e-3))


if __name__ == "__main__":
    main()
