"""Text files whose records are lines and whose fields a delimiter parts: CSV, TSV, and .txt that are such."""

from pathlib import Path

from regia.errors import Text
from regia.model.note import Note, Reason
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, Report
from regia.sources.delimited import reading
from regia.sources.delimited.layout import SAMPLE_BYTES, Layout, layout
from regia.sources.field_names import tell_renamed
from regia.sources.file_format import unreadable

_NOT_TEXT = Text("non è un file di testo", "it is no text file")
_NO_LINES = Text("non ha righe", "it has no lines")
_STARTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format 3\0", b"PAR1")
_WEAK = 0.9  # a table whose records are less regular was guessed


class DelimitedText:
    """The format of delimited text."""

    name = "delimited text"
    suffixes = (".csv", ".tsv", ".tab", ".psv", ".txt")

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe the table in a file by its first 256 KiB; a .txt without columns holds none.

        Raises:
            FileUnreadable: it is not text, or cannot be opened.
        """
        found = _layout(path)
        if found is None:
            report(Note(Reason.BROKEN, detail="empty file"))
            return []
        if path.suffix.lower() == ".txt" and (len(found.names) < 2 or found.share < _WEAK):
            report(Note(Reason.UNSUPPORTED, detail="text without columns"))
            return []
        _tell(found, report)
        size = path.stat().st_size
        fields = tuple(FieldInfo(name, "text") for name in found.names)
        estimate = round((size - found.start) / found.record_bytes)
        return [DatasetInfo("", "file", fields, estimated_records=estimate, estimated_bytes=size)]

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read the table, or its first `rows` rows.

        Raises:
            FileUnreadable: it cannot be read, or changed since it was described.
        """
        found = _layout(path)
        if found is None:
            raise unreadable(path, _NO_LINES)
        try:
            return reading.read(path, found, dataset, report, rows=rows)
        except OSError as error:
            raise unreadable(path, error.strerror or str(error)) from error


def _layout(path: Path) -> Layout | None:
    try:
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
        if start.startswith(_STARTS) or _control_share(start) > 0.1:
            raise unreadable(path, _NOT_TEXT)
        if len(start) == SAMPLE_BYTES and not any(end in start for end in (b"\n", b"\r")):
            raise unreadable(path, _NO_LINES)
        return layout(path)
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error


def _control_share(start: bytes) -> float:
    """Return the share of bytes that text does not have; NUL stands in UTF-16."""
    controls = bytes(set(range(1, 32)) - set(b"\t\n\r\x0b\x0c\x1b\x1f"))
    return 1 - len(start.translate(None, controls)) / len(start) if start else 0.0


def _tell(found: Layout, report: Report) -> None:
    if found.above:
        report(Note(Reason.ROWS_LEFT_OUT, detail="rows above the header", count=found.above))
    if not found.has_header:
        report(Note(Reason.GUESSED, detail="no header: columns are numbered"))
    elif not found.sure_of_header:
        report(Note(Reason.GUESSED, detail="the first row holds the names of the columns"))
    if found.share < _WEAK:
        report(Note(Reason.GUESSED, detail=f"delimiter {found.delimiter!r}", share=found.share))
    if found.has_header:
        tell_renamed(found.raw_names, found.names, None, report)


FORMAT = DelimitedText()
