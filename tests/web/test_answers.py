"""Answers of evidence: asked once of the same files, bounded, and never those of a file that was there before."""

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regia.checkup.record import Records
from regia.profile.tables import DATASETS, FIELD_VALUES
from regia.web.evidence import reader
from regia.web.evidence.answers import Answers, answers
from regia.web.evidence.reader import Evidence


def _table(bytes_: int) -> pa.Table:
    return pa.table({"n": pa.array([0] * (bytes_ // 8), pa.int64())})


class TestAnswers:
    def test_a_question_is_asked_once(self) -> None:
        asked: list[int] = []
        kept = Answers()

        def ask() -> pa.Table:
            asked.append(1)
            return _table(80)

        assert kept.get("a", ask) is kept.get("a", ask)
        assert len(asked) == 1

    def test_the_oldest_goes_where_there_is_no_more_room(self) -> None:
        kept = Answers(kept_bytes=1_000, most_bytes=400)
        for name in ("a", "b", "a", "c"):
            kept.get(name, lambda: _table(400))
        asked = [name for name in "abc" if kept.get(name, lambda: _table(0)).nbytes == 0]
        assert asked == ["b"]

    def test_what_is_large_is_not_kept(self) -> None:
        kept = Answers(most_bytes=400)
        kept.get("a", lambda: _table(800))
        assert kept.get("a", lambda: _table(8)).nbytes == 8


@pytest.fixture
def own(checked: Path, tmp_path: Path) -> Path:
    """A copy of the company, to be written to."""
    return Path(shutil.copytree(checked, tmp_path / "own"))


def test_a_file_that_changed_is_asked_anew(own: Path) -> None:
    evidence = Evidence.current(own)
    assert evidence.count(DATASETS) == 3
    run = evidence.checkup.stage_of(DATASETS.name)
    assert run is not None
    path = Records(own).path(run, DATASETS)
    shorter = pq.ParquetFile(path).read().slice(0, 1)
    pq.write_table(shorter, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)
    assert Evidence.current(own).count(DATASETS) == 1


def test_values_in_clear_are_kept_nowhere(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "answers", kept := Answers())
    assert Evidence.current(own, in_clear=True).values(FIELD_VALUES, "value", limit=10)
    assert not kept._kept
    assert answers is not kept


def test_a_list_may_be_asked_for(own: Path) -> None:
    evidence = Evidence.current(own)
    sql = "SELECT dataset FROM {datasets} WHERE list_contains(?, system)"
    assert {len(evidence.figures(sql, [name])) for name in ("crm", "erp", "crm")} == {1, 2}
