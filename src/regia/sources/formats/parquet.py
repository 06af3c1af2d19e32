"""Parquet files: one dataset each, typed by the file itself; nested values are kept as JSON text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regia.errors import Text
from regia.errors.files import FileProtected
from regia.model.note import Note, Reason
from regia.sources.arrow_text import is_told, kept, kept_type
from regia.sources.connector import DatasetInfo, FieldInfo, Reading, Report
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

_BATCH_CELLS = 1_000_000
_BATCH_ROWS = 50_000
_BATCH_BYTES = 32 * 2**20
_ENCRYPTED = b"PARE"
_OPTIONS: dict[str, Any] = {
    "coerce_int96_timestamp_unit": "us",
    "pre_buffer": False,
    "page_checksum_verification": True,  # where a writer left checksums, a flipped bit is no value
}


class Parquet:
    """The format of Parquet files."""

    name = "Parquet"
    suffixes = (".parquet", ".pq", ".parq")

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe a file by its footer.

        Raises:
            FileUnreadable: it is damaged, encrypted, or no Parquet.
        """
        with _opened(path) as file:
            raw = file.schema_arrow.names
            names = unique_names(raw)
            tell_renamed(raw, names, None, report)
            kinds = zip(names, file.schema_arrow, strict=True)
            fields = tuple(FieldInfo(name, str(it.type), it.nullable) for name, it in kinds)
            rows, size = file.metadata.num_rows, path.stat().st_size
        if not fields:
            report(Note(Reason.BROKEN, detail="no columns"))
            return []
        return [DatasetInfo("", "file", fields, estimated_records=rows, estimated_bytes=size)]

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read a file, or its first `rows` rows.

        Raises:
            FileUnreadable: it is damaged; also while batches are taken.
        """
        import pyarrow as pa

        with _opened(path) as file:
            kinds = [it.type for it in file.schema_arrow]
            held, short = file.metadata.num_rows, _short_times(file)
        for it, kind in zip(dataset.fields, kinds, strict=True):
            if is_told(kind):
                report(Note(Reason.VALUE_AS_TEXT, dataset.name, it.name, str(kind)))
        for position in short:
            report(Note(Reason.VALUE_CHANGED, dataset.name, dataset.fields[position].name, "INT96 to the microsecond"))
        schema = pa.schema([(it.name, kept_type(kind)) for it, kind in zip(dataset.fields, kinds, strict=True)])
        asked = path.name if rows is None else f"{path.name}, first {rows} rows"
        return Reading(schema, _batches(path, schema, rows), asked, "all" if rows is None or rows >= held else "first")


@contextmanager
def _opened(path: Path) -> "Iterator[parquet.ParquetFile]":
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with path.open("rb") as start:
            if start.read(4) == _ENCRYPTED:
                raise unreadable(path, Text("cifrato", "encrypted"), error=FileProtected)
        with parquet.ParquetFile(path, **_OPTIONS) as file:
            yield file
    except OSError as error:
        raise unreadable(path, error.strerror or str(error).splitlines()[0]) from error
    except pa.ArrowException as error:
        raise unreadable(path, str(error).splitlines()[0]) from error


def _short_times(file: "parquet.ParquetFile") -> list[int]:
    """Return the positions of top-level INT96 columns: read in nanoseconds, years before 1677 would turn round."""
    leaves = [file.schema.column(index) for index in range(len(file.schema))]
    old = {leaf.path for leaf in leaves if leaf.physical_type == "INT96"}
    return [position for position, it in enumerate(file.schema_arrow) if it.name in old]


def _batches(path: Path, schema: "pa.Schema", rows: int | None) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    left = rows
    with _opened(path) as file:
        for batch in file.iter_batches(batch_size=_batch_rows(file)):
            taken = batch if left is None else batch.slice(0, left)
            if taken.num_rows:
                yield pa.record_batch([kept(values) for values in taken.columns], schema=schema)
            if left is not None and (left := left - taken.num_rows) <= 0:
                return


def _batch_rows(file: "parquet.ParquetFile") -> int:
    """Return how many rows stay within the limits, by the sizes that the footer tells."""
    metadata = file.metadata
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    widest = max((group.total_byte_size / group.num_rows for group in groups if group.num_rows), default=1)
    by_cells = _BATCH_CELLS // max(1, metadata.num_columns)
    return int(max(1, min(_BATCH_ROWS, by_cells, _BATCH_BYTES // max(1, widest))))


FORMAT = Parquet()
