"""Snapshot and profile of real databases beside DataHub's profiler.

Run: `uv run --group benchmark python benchmarks/profile.py`.
One table of a million rows and 20 columns, and a catalogue of 2,000 tables, in the PostgreSQL and the MariaDB of this
machine; both tools run in this same run, each as its own process, and the server's own CPU is counted apart. DataHub
runs as its documentation recommends (a recipe with profiling on, a file sink, telemetry off) with as many workers as
this machine has cores. Memory is measured at one and at five million rows.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from databases import COLUMNS, SERVERS, Server
from measuring import Measured, ServerClock, measure, print_line, verdict

ROWS = 1_000_000
LARGE_ROWS = 5_000_000
CATALOGUE_TABLES = 2_000
MEMORY_TARGET_MB = 400
DATAHUB_TYPES = {"postgresql": "postgres", "mariadb": "mysql"}
TOTAL_TARGET = 1 / 4
SERVER_TARGET = 1 / 15


@dataclass(frozen=True)
class Run:
    """One tool on one database: the client's figures and the server's CPU."""

    client: Measured
    server_cpu_seconds: float

    @property
    def cpu_seconds(self) -> float:
        """CPU of client and server together."""
        return self.client.cpu_seconds + self.server_cpu_seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object a line and nothing else")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the table (1,000,000)")
    parser.add_argument("--large-rows", type=int, default=LARGE_ROWS, help="rows of the large table, 0 for none")
    parser.add_argument("--server", choices=[*SERVERS], action="append", help="one server only")
    asked = parser.parse_args()
    for name in asked.server or SERVERS:
        for line in _lines(SERVERS[name], asked.rows, asked.large_rows):
            print_line(line, as_json=asked.json)


def _lines(server: Server, rows: int, large_rows: int) -> Iterator[dict[str, object]]:
    with server.table(rows=rows) as url:
        ours, peer = _regia(server, url), _datahub(server, url)
        yield _compared(f"{server.name}-{rows}x{len(COLUMNS)}", rows, ours, peer)
    if large_rows:
        with server.table(rows=large_rows) as url:
            yield _memory(f"{server.name}-{large_rows}x{len(COLUMNS)}", large_rows, ours, _regia(server, url))
    with server.catalogue(tables=CATALOGUE_TABLES) as url:
        yield _catalogue(server, url)


def _compared(name: str, rows: int, ours: Run, peer: Run) -> dict[str, object]:
    total = ours.cpu_seconds / peer.cpu_seconds
    share = ours.server_cpu_seconds / max(peer.server_cpu_seconds, 0.01)
    return {
        **_head(name),
        "rows": rows,
        "seconds": ours.client.seconds,
        "cpu_seconds": ours.cpu_seconds,
        "client_cpu_seconds": ours.client.cpu_seconds,
        "server_cpu_seconds": ours.server_cpu_seconds,
        "peak_mb": ours.client.peak_mb,
        "peer": f"datahub {version('acryl-datahub')}",
        "peer_seconds": peer.client.seconds,
        "peer_cpu_seconds": peer.cpu_seconds,
        "peer_client_cpu_seconds": peer.client.cpu_seconds,
        "peer_server_cpu_seconds": peer.server_cpu_seconds,
        "peer_peak_mb": peer.client.peak_mb,
        "cpu_ratio": total,
        "server_cpu_ratio": share,
        "cpu_target": verdict(reached=total <= TOTAL_TARGET),
        "server_cpu_target": verdict(reached=share <= SERVER_TARGET),
        "memory_target": verdict(reached=ours.client.peak_mb <= MEMORY_TARGET_MB),
    }


def _memory(name: str, rows: int, small: Run, large: Run) -> dict[str, object]:
    return {
        **_head(name),
        "rows": rows,
        "seconds": large.client.seconds,
        "cpu_seconds": large.cpu_seconds,
        "server_cpu_seconds": large.server_cpu_seconds,
        "peak_mb": large.client.peak_mb,
        "peak_mb_growth": large.client.peak_mb / small.client.peak_mb,
        "memory_target": verdict(reached=large.client.peak_mb <= MEMORY_TARGET_MB),
    }


def _catalogue(server: Server, url: str) -> dict[str, object]:
    clock = ServerClock(server.port)
    ours = _checked(measure(_checkup_command(_company(url), "--dry-run")))
    mine = clock.seconds()
    clock = ServerClock(server.port)
    peer = _checked(measure(_datahub_command(server, url, profiling=False), env=_QUIET))
    theirs = clock.seconds()
    return {
        **_head(f"{server.name}-catalogue-{CATALOGUE_TABLES}"),
        "tables": CATALOGUE_TABLES,
        "seconds": ours.seconds,
        "cpu_seconds": ours.cpu_seconds + mine,
        "server_cpu_seconds": mine,
        "peak_mb": ours.peak_mb,
        "peer": f"datahub {version('acryl-datahub')}",
        "peer_seconds": peer.seconds,
        "peer_cpu_seconds": peer.cpu_seconds + theirs,
        "peer_server_cpu_seconds": theirs,
        "peer_peak_mb": peer.peak_mb,
        "cpu_ratio": (ours.cpu_seconds + mine) / (peer.cpu_seconds + theirs),
    }


def _head(name: str) -> dict[str, object]:
    return {"set": name, "python": platform.python_version(), "cores": os.cpu_count()}


def _regia(server: Server, url: str) -> Run:
    folder = _company(url)
    clock = ServerClock(server.port)
    client = _checked(measure(_checkup_command(folder, "--json")))
    return Run(client, clock.seconds())


def _checkup_command(folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "regia", "checkup", str(folder), "--until", "profile", *options]


def _company(url: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="regia-benchmark-"))
    toml = f'[company]\nname = "Benchmark"\nlanguage = "en"\n\n[systems.db]\nname = "db"\nsource = "{url}"\n'
    (folder / "regia.toml").write_text(toml, "utf-8")
    return folder


_QUIET = {"DATAHUB_TELEMETRY_ENABLED": "false"}


def _datahub(server: Server, url: str) -> Run:
    clock = ServerClock(server.port)
    client = _checked(measure(_datahub_command(server, url, profiling=True), env=_QUIET))
    return Run(client, clock.seconds())


def _datahub_command(server: Server, url: str, *, profiling: bool) -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="datahub-benchmark-"))
    parts = urlsplit(url)
    recipe = {
        "source": {
            "type": DATAHUB_TYPES[server.name],
            "config": {
                "host_port": f"{parts.hostname}:{parts.port}",
                "database": parts.path.lstrip("/"),
                "username": parts.username,
                "password": "",
                "include_view_lineage": False,
                "profiling": {"enabled": profiling, "max_workers": os.cpu_count()},
            },
        },
        "sink": {"type": "file", "config": {"filename": str(folder / "out.json")}},
    }
    (folder / "recipe.json").write_text(json.dumps(recipe), "utf-8")
    return [
        str(Path(sys.executable).with_name("datahub")),
        "ingest",
        "-c",
        str(folder / "recipe.json"),
        "--no-progress",
    ]


def _checked(measured: Measured) -> Measured:
    if measured.code != 0:
        raise SystemExit(f"a tool failed:\n{measured.output[-3000:]}")
    return measured


if __name__ == "__main__":
    main()
