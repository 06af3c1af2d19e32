"""Two hundred and more badly made files through the real connector: no traceback, each read right or told."""

import random
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from regia.errors import RegiaError
from regia.errors.files import FileProtected
from regia.errors.sources import TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.connectors.files import CONNECTOR
from regia.workspace.company import Source
from tests.badly_made.delimited_files import delimited_files
from tests.badly_made.dumps import dumps
from tests.badly_made.record_files import record_files
from tests.badly_made.truth import BadFile, matches
from tests.badly_made.workbooks import workbooks

SEED = 20240229


@dataclass(frozen=True)
class Reading:
    """What the connector made of a file."""

    tables: list[tuple[list[str], list[tuple[Any, ...]]]]
    told: set[Reason]


@cache
def all_files() -> tuple[BadFile, ...]:
    chance = random.Random(SEED)
    return (*delimited_files(chance), *workbooks(chance), *dumps(chance), *record_files(chance))


def read(path: Path) -> Reading:
    """Read a file as the check-up does: what cannot be read is told, and the rest goes on."""
    notes: list[Note] = []
    told: set[Reason] = set()
    tables = []
    with CONNECTOR.open(Source("prova", str(path)), None, notes.append) as session:
        for dataset in session.catalogue().datasets:
            try:
                if dataset.readable:
                    tables.append(_table(session, dataset))
            except RegiaError as error:
                told.add(Reason.ENCRYPTED if isinstance(error, FileProtected) else Reason.BROKEN)
    return Reading(tables, told | {note.reason for note in notes})


def _table(session: Any, dataset: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
    while True:
        try:
            reading = session.read(dataset)
            rows = [row for batch in reading.batches for row in zip(*batch.to_pydict().values(), strict=True)]
            return reading.schema.names, rows
        except TypeTooNarrow:
            continue


def judge(file: BadFile, path: Path) -> str:
    """Return 'right', 'told', 'traceback: ...' or 'wrong: ...'."""
    try:
        reading = read(path)
    except RegiaError:
        reading = Reading([], {Reason.BROKEN})
    except BaseException as error:  # noqa: BLE001 - the very thing that must not happen
        return f"traceback: {type(error).__name__}: {error}"
    if missing := file.told - reading.told - ({Reason.BROKEN} if file.either else set()):
        return f"wrong: not told {sorted(missing)}, but {sorted(reading.told)}"
    if file.tables is not None and _all_match(file, reading):
        return "right"
    if (file.tables is None and file.told) or (file.either and reading.told):
        return "told"
    return f"wrong: {reading}"[:600]


def _all_match(file: BadFile, reading: Reading) -> bool:
    tables = file.tables or ()
    return len(reading.tables) == len(tables) and all(
        matches(truth, names, rows, partial=file.partial)
        for truth, (names, rows) in zip(tables, reading.tables, strict=True)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("badly_made")
    for file in all_files():
        (root / file.name).write_bytes(file.content)
    return root


def test_each_badly_made_file_is_read_right_or_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = all_files()
    verdicts = {file.name: judge(file, folder / file.name) for file in files}
    assert len(verdicts) == len(files) >= 200
    tally = Counter((name.rsplit(".", 1)[-1], verdict.split(":")[0]) for name, verdict in verdicts.items())
    with capsys.disabled():
        sys.stdout.write(f"\n{len(files)} badly made files: {_said(tally)}\n")
    assert {name: verdict for name, verdict in verdicts.items() if verdict not in ("right", "told")} == {}


def _said(tally: Counter[tuple[str, str]]) -> str:
    kinds = sorted({kind for kind, _ in tally})
    told = (", ".join(f"{n} {what}" for (of, what), n in sorted(tally.items()) if of == kind) for kind in kinds)
    return "; ".join(f"{kind}: {counts}" for kind, counts in zip(kinds, told, strict=True))


def test_one_bad_file_does_not_stop_the_folder(tmp_path: Path) -> None:
    some = all_files()[::6]
    for file in some:
        (tmp_path / file.name).write_bytes(file.content)
    with CONNECTOR.open(Source("prova", str(tmp_path)), None, lambda note: None) as session:
        names = [dataset.name for dataset in session.catalogue().datasets]
    assert len(names) == len(set(names)) >= len(some) - 3
