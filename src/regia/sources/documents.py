"""Files that tell how systems talk: scripts, job tables, descriptions of interfaces, traces and logs, kept as text.

Each is read once, without passwords, and kept line by line in the snapshot; one that cannot be read is told.
"""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from regia.model.note import Reason
from regia.snapshot.manifest import Document
from regia.snapshot.store import Store
from regia.sources.decoding import decoded
from regia.sources.valid_text import valid_text
from regia.workspace.company import Company
from regia.workspace.secrets import redact

if TYPE_CHECKING:
    import pyarrow as pa

MOST_FILES = 5_000
MOST_BYTES = 64 * 2**20
"""Of one file: what follows is left out, and told."""
MOST_BYTES_ALL = 512 * 2**20
LINES = "line"

_DEEPEST = 16
_SUFFIXES = frozenset(
    (
        *(".sql", ".ddl", ".prc", ".pkb", ".pks", ".fnc", ".trg", ".vw"),
        *(".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".log"),
        *(".cron", ".crontab", ".tab", ".py", ".txt", ".sh"),
    )
)
_NAMES = frozenset(("crontab", "cron"))
_ROTATED = re.compile(r"(?:[.-]\d+)+$")
_BATCH = 50_000


def read_documents(company: Company, store: Store) -> tuple[Document, ...]:
    """Return the files that the company names as evidence, each kept as an object of the snapshot.

    Raises:
        DiskFull: nothing more can be kept.
    """
    left = MOST_BYTES_ALL
    found: list[Document] = []
    for name, path in _files(company):
        document = _document(name, path, store, left) if len(found) < MOST_FILES else _aside(name, Reason.ROW_LIMIT)
        left -= document.bytes or 0
        found.append(document)
    return tuple(found)


def _files(company: Company) -> Iterator[tuple[str, Path]]:
    seen: set[Path] = set()
    for given in company.evidence:
        path = (company.folder / given).expanduser()
        for each in sorted(_below(path)) if path.is_dir() else (path,):
            if each.resolve() not in seen:
                seen.add(each.resolve())
                inside = each.relative_to(path).as_posix() if path.is_dir() else each.name
                yield valid_text(f"{given.rstrip('/')}/{inside}" if path.is_dir() else given), each


def _below(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the files below a folder; symbolic links are not followed, what is hidden is left alone."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.is_symlink():
            continue
        if entry.is_dir():
            if depth < _DEEPEST:
                yield from _below(entry, depth + 1)
        elif entry.is_file():
            yield entry


def _document(name: str, path: Path, store: Store, left: int) -> Document:
    if not _readable_kind(path.name):
        return _aside(name, Reason.UNSUPPORTED)
    try:
        data, cut = _bytes(path, min(MOST_BYTES, left))
    except (OSError, EOFError, zlib.error) as error:
        return _aside(name, Reason.BROKEN, getattr(error, "strerror", None) or type(error).__name__)
    if b"\0" in data[:8192] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _aside(name, Reason.UNSUPPORTED, "binary")
    text = valid_text(redact(_text(data)))
    reason = Reason.BYTE_LIMIT if cut else None
    return Document(name, _kept(text, store), len(data), reason, f"{len(data)} bytes" if cut else "")


def _readable_kind(name: str) -> bool:
    plain = _ROTATED.sub("", name.lower().removesuffix(".gz"))
    return plain in _NAMES or Path(plain).suffix in _SUFFIXES


def _aside(name: str, reason: Reason, detail: str = "") -> Document:
    return Document(name, None, None, reason, detail)


def _bytes(path: Path, most: int) -> tuple[bytes, bool]:
    """Return a file's first bytes, unpacked where it is packed, and whether there are more."""
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) <= most:
        return data, False
    return data[: data.rfind(b"\n", 0, most) + 1 or most], True


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    text, _ = decoded(data.removeprefix(codecs.BOM_UTF8))
    return text or ""


def _kept(text: str, store: Store) -> str | None:
    import pyarrow as pa

    writer = store.writer(pa.schema([(LINES, pa.string())]))
    try:
        for batch in _batches(text.splitlines()):
            writer.write(batch)
        return writer.finish().object
    except BaseException:
        writer.abandon()
        raise


def _batches(lines: list[str]) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    for start in range(0, len(lines), _BATCH):
        yield pa.record_batch({LINES: pa.array(lines[start : start + _BATCH], pa.string())})
