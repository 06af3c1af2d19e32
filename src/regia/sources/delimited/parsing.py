"""The records of a text file as Arrow batches: by Arrow's own parser where the file keeps the rules, else by ours.

Both give the same fields. Records with too few fields get nulls; the fields beyond the last stay in the last one,
joined as they were written.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regia.sources.delimited.layout import Layout
from regia.sources.delimited.records import Field, Records
from regia.sources.delimited.survey import Survey
from regia.sources.delimited.text_stream import utf8_stream

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 2 * 2**20
_BATCH_ROWS = 50_000
_BATCH_FIELDS = 400_000
_LONGEST_LINE = 64 * 2**20


@dataclass
class Misfits:
    """Records that did not have one field a column, while one pass was made."""

    few: int = 0
    many: int = 0
    strays: int = 0
    empty: int = 0


@dataclass(frozen=True)
class TextTable:
    """A table in a text file. `fast` is whether Arrow's parser may read it; `leave_last` leaves its last record out."""

    path: Path
    survey: Survey
    layout: Layout
    fast: bool
    leave_last: bool = False
    misfits: Misfits = field(default_factory=Misfits)

    @property
    def names(self) -> tuple[str, ...]:
        """Names for the columns while they are parsed, which cannot collide."""
        return tuple(f"f{position}" for position in range(len(self.layout.names)))

    def batches(self, types: "Mapping[str, pa.DataType]") -> "Iterator[pa.RecordBatch]":
        """Yield the records; columns are text, but for those that `types` has Arrow's parser convert.

        Records that had to be mended come as text, in batches of their own, as does all that our parser reads.

        Raises:
            OSError: it cannot be read.
            pyarrow.ArrowInvalid: it breaks the rules after all (only where `fast`).
        """
        return self._without_empty(self._by_arrow(types)) if self.fast else self._by_records()

    def open(self) -> io.BufferedReader:
        """Open the file as UTF-8 bytes, at the first record of data."""
        stream = utf8_stream(self.path, self.survey.encoding, skip=self.survey.skip)
        left = self._start
        while left and (passed := stream.read(left)):
            left -= len(passed)
        return stream

    @cached_property
    def _start(self) -> int:
        """Where the data starts: its line is known from the start of the file, its byte only once the encoding is."""
        with closing(utf8_stream(self.path, self.survey.encoding, skip=self.survey.skip)) as stream:
            text = io.TextIOWrapper(stream, "utf-8", "surrogateescape", newline="")
            before = [text.readline() for _ in range(self.layout.lines)]
        return sum(len(line.encode("utf-8", "surrogateescape")) for line in before)

    def _by_arrow(self, types: "Mapping[str, pa.DataType]") -> "Iterator[pa.RecordBatch]":
        import pyarrow as pa
        from pyarrow import csv

        odd: list[str] = []

        def keep(row: Any) -> str:
            odd.append(row.text)
            return "skip"

        columns = [f"f{position}" for position in range(self.layout.width)]
        with closing(self.open()) as stream:
            if not stream.peek(1):
                return
            reader = csv.open_csv(
                stream,
                read_options=csv.ReadOptions(column_names=columns, block_size=_BLOCK),
                parse_options=csv.ParseOptions(
                    delimiter=self.layout.delimiter, newlines_in_values=True, invalid_row_handler=keep
                ),
                convert_options=csv.ConvertOptions(
                    column_types={name: types.get(name, pa.string()) for name in columns},
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                ),
            )
            for batch in reader:
                yield self._without_spare(batch)
                yield from self._mended(odd)
            yield from self._mended(odd)

    def _without_empty(self, batches: "Iterator[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
        """Leave out rows that hold delimiters alone."""
        import pyarrow.compute as pc

        for batch in batches:
            empty = None
            if all(values.null_count for values in batch.columns):
                for values in batch.columns:
                    empty = values.is_null() if empty is None else pc.and_(empty, values.is_null())
            if empty is None or not empty.true_count:
                yield batch
            else:
                self.misfits.empty += empty.true_count
                yield batch.filter(pc.invert(empty))

    def _without_spare(self, batch: "pa.RecordBatch") -> "pa.RecordBatch":
        """Drop the column after a last delimiter.

        Raises:
            pyarrow.ArrowInvalid: it holds something, so our parser has to join it to the last field.
        """
        import pyarrow as pa

        if self.layout.width == len(self.layout.names):
            return batch
        if batch.column(self.layout.width - 1).null_count < batch.num_rows:
            raise pa.ArrowInvalid("a field beyond the last column")
        return batch.select(list(range(len(self.layout.names))))

    def _mended(self, odd: list[str]) -> "Iterator[pa.RecordBatch]":
        if odd:
            lines = [text for row in odd for text in (row, "\n")]
            odd.clear()
            yield from self._in_batches(Records(_joined(lines), self.layout.delimiter))

    def _by_records(self) -> "Iterator[pa.RecordBatch]":
        with closing(self.open()) as stream:
            text = io.TextIOWrapper(stream, "utf-8", newline="")
            source = Records(iter(lambda: text.readline(_LONGEST_LINE), ""), self.layout.delimiter)
            yield from self._in_batches(source)
            self.misfits.strays += source.strays

    def _in_batches(self, source: Records) -> "Iterator[pa.RecordBatch]":
        limit = max(1, min(_BATCH_ROWS, _BATCH_FIELDS // len(self.layout.names)))
        gathered: list[Sequence[Field]] = []
        before = 0
        for record in source:
            if len(gathered) > limit or (len(gathered) > 1 and source.characters - before > _BLOCK):
                last, before = gathered.pop(), source.characters
                yield self._batch(gathered)
                gathered = [last]
            if all(value is None for value in record):
                self.misfits.empty += 1
            else:
                gathered.append(self._fitted(record))
        kept = gathered[:-1] if self.leave_last else gathered
        if kept:
            yield self._batch(kept)

    def _fitted(self, record: list[Field]) -> Sequence[Field]:
        wanted = len(self.layout.names)
        if len(record) == wanted:
            return record
        if len(record) < wanted:
            self.misfits.few += 1
            return [*record, *[None] * (wanted - len(record))]
        while len(record) > wanted and record[-1] is None:
            record.pop()
        if len(record) == wanted:
            return record
        self.misfits.many += 1
        return [*record[: wanted - 1], self.layout.delimiter.join(value or "" for value in record[wanted - 1 :])]

    def _batch(self, rows: Sequence[Sequence[Field]]) -> "pa.RecordBatch":
        import pyarrow as pa

        columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
        return pa.record_batch(columns, names=list(self.names))


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """Yield rows with their ends; a row over several lines is one part already."""
    for row, end in zip(parts[::2], parts[1::2], strict=True):
        yield row + end
