"""Forgets a person in the files of evidence: the value goes from every line that names it, the line stays."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from regia.snapshot.objects import Written
from regia.snapshot.store import Store

FORGOTTEN = "***"


def count_lines(path: Path, value: str) -> int:
    """Return how many lines of a kept file name a value, whatever its case, as a word of its own."""
    pattern = _pattern(value)
    return sum(bool(pattern.search(line)) for batch in _batches(path) for line in batch)


def rewrite_lines(store: Store, name: str, value: str) -> Written:
    """Write a kept file anew without the value.

    Raises:
        DiskFull: no room; nothing changed.
    """
    import pyarrow as pa

    pattern, schema = _pattern(value), pa.schema([("line", pa.string())])
    writer = store.writer(schema)
    try:
        for batch in _batches(store.objects.path(name)):
            writer.write(pa.record_batch([pa.array([pattern.sub(FORGOTTEN, line) for line in batch])], schema=schema))
        return writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _batches(path: Path) -> Iterator[list[str]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield [line or "" for line in batch.column(0).to_pylist()]


def _pattern(value: str) -> re.Pattern[str]:
    plain = value.strip()
    forms = sorted({plain, quote(plain, safe=""), quote_plus(plain)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
