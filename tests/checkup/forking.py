"""Runs many `regia` processes from one that has loaded everything: each is a process of its own, to be killed alone.

Started as a script it forks a child for every line of arguments; `Forking` is the test's end of it.
"""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.checkup.made import environment

ROOT = Path(__file__).parents[2]
HEAVY = (
    "charset_normalizer", "duckdb", "holidays.countries", "phonenumbers", "pyarrow.compute", "pyarrow.parquet",
    "rapidfuzz", "scipy.sparse", "scipy.special", "regia.checkup.stages", "regia.cli",
)  # fmt: skip
"""What a check-up would load as it goes: loaded once, for all the children."""


class Forking:
    """One parent of many processes."""

    def __init__(self) -> None:
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = [sys.executable, "-m", "tests.checkup.forking"]
        self._parent = subprocess.Popen(command, text=True, cwd=ROOT, env=environment(), **pipes)

    def start(self, *arguments: object) -> int:
        """Start `regia` and return its process id; one at a time."""
        return int(self._ask([str(each) for each in arguments]))

    def wait(self) -> int:
        """Return the exit code of the process started last, or minus the signal that ended it."""
        return int(self._ask("wait"))

    def kill(self, pid: int) -> bool:
        """Kill the process started last; return whether that was before its end."""
        os.kill(pid, signal.SIGKILL)  # not yet waited for, so the id is still its own
        return self.wait() == -signal.SIGKILL

    def close(self) -> None:
        """End the parent."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.close()
        self._parent.stdout.close()
        self._parent.wait(timeout=30)

    def _ask(self, what: object) -> str:
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(json.dumps(what) + "\n")
        self._parent.stdin.flush()
        return self._parent.stdout.readline()


def _serve() -> None:
    for heavy in HEAVY:
        import_module(heavy)
    from regia.findings.rules import rules
    from regia.sources.registry import connectors

    rules(), connectors()
    pid = 0
    for line in sys.stdin:
        asked = json.loads(line)
        if asked == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        else:
            answer = pid = os.fork() or _child(asked)
        print(answer, flush=True)  # noqa: T201


def _child(arguments: list[str]) -> int:
    from regia.cli import main

    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.argv = ["regia", *arguments]
    try:
        main()
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 1)
    os._exit(0)


if __name__ == "__main__":
    _serve()
