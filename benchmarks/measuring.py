"""What every benchmark shares: how a command or a server is measured, and how a line is printed.

A line is one set or stage: figures with their units in the names, the peer's twins, and where a target is known
whether it was reached. With `--json` it is one JSON object a line and nothing else.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Measured:
    """What a command took: wall and CPU seconds of it and its children, peak memory, exit code and output."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    code: int
    output: str


_ALONE = """
import json, os, subprocess, sys, time
started = time.monotonic()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
taken = time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
with open(sys.argv[1], "w") as file:
    json.dump((*taken, os.waitstatus_to_exitcode(status)), file)
"""


def measure(command: Sequence[str], env: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end and measure it alone, whatever else this process started.

    A process's peak is never told below the memory of the one that started it, so a small one starts it.
    """
    with tempfile.TemporaryFile() as output, tempfile.NamedTemporaryFile("r") as told:
        starter = [sys.executable, "-I", "-S", "-c", _ALONE, told.name, *command]
        subprocess.run(starter, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, check=True)
        output.seek(0)
        return Measured(*json.load(told), output.read().decode(errors="replace"))


class ServerClock:
    """The CPU of a database server on this machine, with all the processes it has started and reaped."""

    def __init__(self, port: int) -> None:
        self._process = _listening(port)
        self._before = self._seconds()

    def seconds(self) -> float:
        """Return the CPU seconds since this clock was made."""
        return self._seconds() - self._before

    def _seconds(self) -> float:
        own = self._process.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for child in self._process.children(recursive=True):
            try:
                times = child.cpu_times()
            except psutil.NoSuchProcess:
                continue  # it ended meanwhile, and is among the reaped
            total += times.user + times.system
        return float(total)


def _listening(port: int) -> psutil.Process:
    owners = {
        each.pid
        for each in psutil.net_connections(kind="tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid
    }
    found = [psutil.Process(pid) for pid in owners]
    if not found:
        raise SystemExit(f"no server of this machine listens on port {port}, or its process may not be seen")
    return next(each for each in found if each.ppid() not in owners)


def print_line(line: Mapping[str, object], *, as_json: bool) -> None:
    """Print one line of figures."""
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in line.items()}
    if as_json:
        sys.stdout.write(json.dumps(rounded) + "\n")
    else:
        sys.stdout.write("  ".join(f"{name}={value}" for name, value in rounded.items()) + "\n")
    sys.stdout.flush()


def verdict(*, reached: bool) -> str:
    """Return how a figure stands against its target."""
    return "PASS" if reached else "FAIL"
