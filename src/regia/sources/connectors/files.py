"""A folder of files, or one file: CSV, Excel, Parquet, JSON lines, SQL dumps, whatever format stands in the room."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileProtected
from regia.errors.sources import FileUnreadable, SourceError
from regia.model.interruption import stop_if_asked
from regia.model.note import Note, Reason
from regia.sources.connector import Capabilities, Catalogue, DatasetInfo, Diagnosis, Reading, Report
from regia.sources.folder.naming import dataset_names, file_names
from regia.sources.folder.walk import Found, files_of, format_of
from regia.sources.format_registry import formats
from regia.sources.local_path import local_path
from regia.workspace.company import Source

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 2**20
_NOT_KNOWN = Text("non è di un genere che Regia legge", "it is of no kind that Regia reads")


class FilesConnector:
    """The connector of files."""

    kind = "files"
    example = "path/to/folder"
    capabilities = Capabilities(fingerprint=True)

    def claims(self, source: Source) -> bool:
        """Whether the address is a folder, or a file whose suffix a format knows."""
        path = local_path(source)
        return path is not None and (path.is_dir() or format_of(path.name, formats()) is not None)

    @contextmanager
    def open(self, source: Source, password: str | None, report: Report) -> Iterator["FilesSession"]:  # noqa: ARG002
        """Open a folder or file.

        Raises:
            FileUnreadable: it is not there, or of no format.
        """
        path = local_path(source, self.kind) or Path(source.url)
        try:
            path.stat()
        except OSError as error:
            raise FileUnreadable(system=source.system, path=path, detail=error.strerror or str(error)) from error
        if path.is_file() and format_of(path.name, formats()) is None:
            raise FileUnreadable(system=source.system, path=path, detail=_NOT_KNOWN)
        yield FilesSession(path, source.system, report)


@dataclass
class FilesSession:
    """An open folder; each file is described once, and hashed once."""

    path: Path
    system: str
    report: Report
    _broken: dict[str, SourceError] = field(default_factory=dict)
    _hashes: dict[Path, str] = field(default_factory=dict)
    _changed: set[Path] = field(default_factory=set)

    @property
    def moment(self) -> None:
        """Files are not read at one moment."""
        return None

    def catalogue(self) -> Catalogue:
        """Describe the datasets of every file; `locator` is path, name in the file, and the format's own."""
        files = self._files()
        names = file_names(files, self.report)
        described = [self._describe(file, name) for file, name in zip(files, names, strict=True)]
        datasets = tuple(dataset for datasets in described for dataset in datasets)
        views = tuple((each.name, each.locator[-1]) for each in datasets if each.kind == "view" and each.locator[2:])
        return Catalogue(datasets, definitions=views)

    def diagnose(self) -> Iterator[Diagnosis]:
        """Say how many files there are to read."""
        count = len(self._files(silent=True))
        says = Text("{count} file da leggere.", "{count} files to read.").fill(count=count)
        none = Text(
            "Metti nella cartella le esportazioni, o correggi il percorso in regia.toml.",
            "Put the exports into the folder, or correct the path in regia.toml.",
        )
        yield Diagnosis("ok", says) if count else Diagnosis("problem", says, none)

    def fingerprint(self, dataset: DatasetInfo) -> str | None:
        """Return the hash of the file's content: cheap beside reading it, and right where times and sizes are not."""
        path = self._path(dataset)
        if path not in self._hashes:
            try:
                self._hashes[path] = _hash(path)
            except OSError:
                return None
        return self._hashes[path]

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a dataset, or its first `rows` rows.

        Raises:
            SourceError: its file cannot be read; also while its batches are taken.
        """
        if dataset.name in self._broken:
            raise self._broken[dataset.name]
        path = self._path(dataset)
        file = self._found(path)
        own = replace(dataset, name=dataset.locator[1], locator=dataset.locator[2:])
        before = _state(path)
        with self._named(path):
            reading = file.format.read(path, own, self._reporter(dataset.name, own.name), rows=rows)
        return replace(reading, batches=self._watched(reading.batches, path, before, dataset.name))

    def _files(self, *, silent: bool = False) -> list[Found]:
        if self.path.is_dir():
            return files_of(self.path, formats(), (lambda _: None) if silent else self.report)
        return [self._found(self.path)]

    def _found(self, path: Path) -> Found:
        kind = format_of(path.name, formats())
        if kind is None:
            raise FileUnreadable(system=self.system, path=path, detail=_NOT_KNOWN)
        return Found(path, path.name, kind)

    def _path(self, dataset: DatasetInfo) -> Path:
        return self.path / dataset.locator[0] if dataset.locator[0] else self.path

    def _describe(self, file: Found, name: str) -> list[DatasetInfo]:
        notes: list[Note] = []
        relative = file.relative if self.path.is_dir() else ""
        try:
            with self._named(file.path):
                datasets = file.format.describe(file.path, notes.append)
        except SourceError as error:
            return [self._unreadable(error, name, relative)]
        except Exception as error:  # noqa: BLE001 the edge of a file: one that no format foresaw stops no other
            stop_if_asked()
            broken = FileUnreadable(system=self.system, path=file.path, detail=f"{type(error).__name__}: {error}")
            return [self._unreadable(broken, name, relative)]
        names = dataset_names(name, [dataset.name for dataset in datasets], self.report)
        by_part = {dataset.name: new for dataset, new in zip(datasets, names, strict=True)}
        for note in notes:
            self.report(_qualified(note, by_part, name))
        return [
            replace(
                dataset,
                name=new,
                references=tuple(replace(each, to_dataset=by_part[each.to_dataset]) for each in dataset.references),
                locator=(relative, dataset.name, *dataset.locator),
            )
            for dataset, new in zip(datasets, names, strict=True)
        ]

    def _unreadable(self, error: SourceError, name: str, relative: str) -> DatasetInfo:
        self._broken[name] = error
        reason = Reason.ENCRYPTED if isinstance(error, FileProtected) else Reason.BROKEN
        self.report(Note(reason, name, detail=error.what("en")))
        return DatasetInfo(name, "file", (), locator=(relative, ""))

    def _reporter(self, name: str, part: str) -> Report:
        return lambda note: self.report(replace(note, dataset=name if note.dataset in (None, part) else note.dataset))

    def _watched(
        self, batches: "Iterator[pa.RecordBatch]", path: Path, before: tuple[int, ...], name: str
    ) -> "Iterator[pa.RecordBatch]":
        """Pass batches on, and tell once a file that it changed while it was read."""
        with self._named(path):
            yield from batches
        if _state(path) != before and path not in self._changed:
            self._changed.add(path)
            self.report(Note(Reason.NOT_SIMULTANEOUS, name, detail="the file changed while it was read"))

    @contextmanager
    def _named(self, path: Path) -> Iterator[None]:
        """Say in a format's errors which system the file is of, and where it is."""
        try:
            yield
        except SourceError as error:
            raise type(error)(**{**error.values, "system": self.system, "path": path}) from error
        except OSError as error:
            raise FileUnreadable(system=self.system, path=path, detail=error.strerror or str(error)) from error


def _qualified(note: Note, names: dict[str, str], file_name: str) -> Note:
    """Name the dataset of a format's note as the folder names it; what is of no dataset names its place."""
    if note.dataset in names:
        return replace(note, dataset=names[note.dataset])
    if note.dataset is None and len(names) == 1:
        return replace(note, dataset=next(iter(names.values())))
    place = f"{file_name}#{note.dataset}" if note.dataset else file_name
    return replace(note, dataset=None, detail=f"{place}: {note.detail}")


def _state(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


CONNECTOR = FilesConnector()
