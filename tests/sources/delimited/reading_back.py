"""Reads a text file through the format, whole, as the tests of delimited text do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo
from regia.sources.formats.delimited import FORMAT


@dataclass(frozen=True)
class Back:
    dataset: DatasetInfo
    types: list[str]
    rows: list[tuple[Any, ...]]
    notes: list[Note]

    def told(self, reason: Reason) -> list[tuple[str, int | None]]:
        return [(note.detail, note.count) for note in self.notes if note.reason is reason]

    def column(self, name: str) -> list[Any]:
        position = [field.name for field in self.dataset.fields].index(name)
        return [row[position] for row in self.rows]


def read_back(folder: Path, content: bytes | str, *, name: str = "t.csv", rows: int | None = None) -> Back:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    notes: list[Note] = []
    (dataset,) = FORMAT.describe(path, notes.append)
    reading = FORMAT.read(path, dataset, notes.append, rows=rows)
    batches = list(reading.batches)
    assert all(batch.schema == reading.schema for batch in batches)
    assert reading.schema.names == [field.name for field in dataset.fields]
    found = [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
    return Back(dataset, [str(field.type) for field in reading.schema], found, notes)
