"""Makes companies whose systems are real SQLite files, and runs check-ups on them as a person would."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from regia.checkup.record import Records
from regia.checkup.stages import tables
from regia.snapshot.manifest import Manifest
from regia.snapshot.store import Store
from tests.snapshot.made import whole

# Where processes of the tests keep what Python compiles, so that each starts as fast as an installed Regia.
COMPILED = Path(tempfile.gettempdir()) / f"regia-tests-compiled-{os.getuid()}"

HEAD = '[company]\nname = "Prova S.p.A."\nlanguage = "{language}"\n\n[departments.sales]\nname = "Vendite"\n'
SYSTEM = '\n[systems.{name}]\nname = "{title}"\ndepartment = "sales"\nsource = "{source}"\n'


def company(folder: Path, sources: Mapping[str, str], *, language: str = "it", more: str = "") -> Path:
    """Write the regia.toml of a company with these systems, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    systems = "".join(SYSTEM.format(name=name, title=name.upper(), source=source) for name, source in sources.items())
    (folder / "regia.toml").write_text(HEAD.format(language=language) + systems + more, "utf-8")
    return folder


def sqlite(
    path: Path, tables: Mapping[str, Sequence[Sequence[Any]]], *, columns: str = "id INTEGER PRIMARY KEY, name TEXT"
) -> Path:
    """Write a SQLite file of tables, all with the same columns."""
    with closing(sqlite3.connect(path)) as connection:
        for name, rows in tables.items():
            connection.execute(f'CREATE TABLE IF NOT EXISTS "{name}" ({columns})')
            marks = ", ".join("?" * (columns.count(",") + 1))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        connection.commit()
    return path


def add(path: Path, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table of a SQLite file."""
    with closing(sqlite3.connect(path)) as connection:
        for row in rows:
            connection.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
        connection.commit()


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which Regia speaks the company's language, 80 columns wide, without colours."""
    ours = ("REGIA", "LC_", "LANG", "COL", "PYTHONDONT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONPYCACHEPREFIX": str(COMPILED)} | more


def regia(
    *arguments: object, stdin: str | None = None, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `regia` in a process of its own."""
    command = [sys.executable, "-m", "regia", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, env=environment(**more), cwd=cwd, timeout=120, check=False
    )


def started(*arguments: object, **more: str) -> subprocess.Popen[str]:
    """Start `regia` in a process of its own."""
    command = [sys.executable, "-m", "regia", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**more))


def checkup(folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    """Run a check-up, make sure of its exit code, and return what it says."""
    done = regia("checkup", folder, "--json", *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def content(found: Manifest) -> dict[str, str | None]:
    """Return the content of a snapshot: each dataset's object, which is named by its bytes."""
    return {f"{each.system}.{each.dataset}": each.object for each in found.datasets}


def assert_all_whole(folder: Path) -> None:
    """Make sure that every snapshot is whole to the byte, and every check-up to the last table of its stages."""
    store, records = Store(folder), Records(folder)
    assert list(whole(store)) == []
    for each in records.all():
        assert each.snapshot in store.ids()
        for name in [name for stage in each.stages for name in stage.rows]:
            assert tables()[name].check(records.load(each, tables()[name])) is not None


def left_in_the_making(folder: Path) -> list[Path]:
    """Return what a run left behind that no snapshot and no check-up needs."""
    inside = folder / ".regia"
    store, records = Store(folder), Records(folder)
    needed = {name for each in store.manifests() for name in each.objects}
    kept = {f"{run.stage}-{run.fingerprint}" for each in records.all() for run in each.stages}
    orphans = [store.objects.path(name) for name in store.objects.names() if name not in needed]
    hidden = list(inside.rglob(".*"))
    scratch = list((inside / "objects" / "scratch").glob("*"))
    evidence = [path for path in (inside / "evidence").glob("*") if path.name not in kept]
    loose = [path for path in (inside / "journal.jsonl", inside / "lock.holder") if path.exists()]
    return [*orphans, *hidden, *scratch, *evidence, *loose, *inside.glob("cache/*/spill/*")]
