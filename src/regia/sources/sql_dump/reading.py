"""The second pass: the rows of one table as Arrow batches, each value exactly as the database held it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors.sources import TypeTooNarrow
from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.decoding import decoded
from regia.sources.sql_dump.dialect import Dialect
from regia.sources.sql_dump.index import Part, TablePlan
from regia.sources.sql_dump.literals import bits, copied_column, plain_column
from regia.sources.sql_dump.statements import Statement, Statements
from regia.sources.sql_dump.stream import opened
from regia.sources.sql_dump.types import Form, Shape, shape_of, to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 20_000
_BATCH_BYTES = 64 << 20
_BINARY = (Form.BINARY,)


class FieldsTooNarrow(TypeTooNarrow):
    """Values do not fit the declared types of some fields, whose names are the value `fields`."""

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields."""
        fields = self.values["fields"]
        return fields if isinstance(fields, frozenset) else frozenset()


@dataclass
class Told:
    """What happened to the values of one reading."""

    malformed: int = 0
    unfit: dict[str, int] = field(default_factory=dict)
    recoded: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TableReader:
    """Reads one table of a dump; the fields named in `as_text` are given as text whatever they declare."""

    path: Path
    dialect: Dialect
    plan: TablePlan
    dataset: str
    names: tuple[str, ...]
    as_text: frozenset[str] = frozenset()

    def schema(self) -> "pa.Schema":
        """Return the Arrow schema."""
        import pyarrow as pa

        return pa.schema([(name, shape.arrow_type()) for name, shape in zip(self.names, self._shapes(), strict=True)])

    def batches(self, report: Report, rows: int | None) -> "Iterator[pa.RecordBatch]":
        """Give the rows, at most `rows`; at the end, tell which values were changed and which rows left out.

        Raises:
            FieldsTooNarrow: values do not fit the declared type of some fields.
        """
        import pyarrow as pa

        told, schema, left = Told(), self.schema(), rows
        for part in self.plan.parts:
            for taken in self._lists(part, told):
                kept = taken if left is None else _Rows(taken.values[:left], copied=taken.copied)
                yield pa.RecordBatch.from_arrays(self._arrays(part, kept, told), schema=schema)
                left = None if left is None else left - len(kept.values)
                if left == 0:
                    break
            if left == 0:
                break
        self._tell(told, report)

    def _shapes(self) -> tuple[Shape, ...]:
        return tuple(
            Shape(Form.TEXT) if name in self.as_text else shape_of(column.type, self.dialect)
            for name, column in zip(self.names, self.plan.columns, strict=True)
        )

    def _lists(self, part: Part, told: Told) -> "Iterator[_Rows]":
        """Give the rows of a part, bounded in number and bytes."""
        rows: list[Sequence[bytes]] = []
        with opened(self.path, part.start) as window:
            statements, since = Statements(window, self.dialect), part.start
            while window.offset < part.end and (statement := statements.next()):
                if statement.kind == "other" or statement.target not in (part.target, part.target[1:]):
                    _pass(statements, statement)
                elif statement.kind == "copy":
                    yield from _whole(_copied_rows(statements), part, told, copied=True)
                else:
                    for row in statements.rows(len(part.columns)):
                        rows.append(row)
                        if len(rows) >= _BATCH_ROWS or window.offset - since > _BATCH_BYTES:
                            yield from _whole([rows], part, told, copied=False)
                            rows, since = [], window.offset
        yield from _whole([rows], part, told, copied=False)

    def _arrays(self, part: Part, rows: "_Rows", told: Told) -> "list[pa.Array]":
        places = {column: place for place, column in enumerate(part.columns)}
        written = list(zip(*rows.values, strict=True))
        from_copy = rows.copied
        arrays, unfit = [], []
        for name, column, shape in zip(self.names, self.plan.columns, self._shapes(), strict=True):
            place = places.get(column.name)
            values = (b"\\N" if from_copy else b"NULL",) * len(rows.values) if place is None else written[place]
            try:
                arrays.append(
                    self._array(name, shape, self._meant(shape_of(column.type, self.dialect), values, from_copy), told)
                )
            except ValueError:
                unfit.append(name)
            if name in self.as_text:
                told.unfit[name] = told.unfit.get(name, 0) + self._unfit(column.type, values, from_copy)
        if unfit:
            raise FieldsTooNarrow(system="", target=self.dataset, field=", ".join(unfit), fields=frozenset(unfit))
        return arrays

    def _meant(self, shape: Shape, values: Sequence[bytes], from_copy: bool) -> Sequence[bytes | None]:
        if from_copy:
            return copied_column(values)
        if shape.form is Form.BITS:
            return [bits(value, backslash=self.dialect.backslash) for value in values]
        return plain_column(values, backslash=self.dialect.backslash)

    def _array(self, name: str, shape: Shape, values: Sequence[bytes | None], told: Told) -> "pa.Array":
        if shape.form in _BINARY or (shape.form is not Form.TEXT and self.dialect.encoding == "utf-8"):
            return to_arrow(shape, values)
        try:
            if self.dialect.encoding != "utf-8":
                values = [None if v is None else v.decode(self.dialect.encoding).encode() for v in values]
            return to_arrow(shape, values)
        except ValueError:
            if shape.form is not Form.TEXT:
                raise
        texts = [decoded(value) for value in values]
        told.recoded[name] = told.recoded.get(name, 0) + sum(recoded for _, recoded in texts)
        return to_arrow(shape, [None if text is None else text.encode() for text, _ in texts])

    def _unfit(self, declared: str, values: Sequence[bytes], from_copy: bool) -> int:
        shape = shape_of(declared, self.dialect)
        return _count_unfit(shape, self._meant(shape, values, from_copy))

    def _tell(self, told: Told, report: Report) -> None:
        declared = dict(zip(self.names, self.plan.columns, strict=True))
        for name, count in told.unfit.items():
            report(Note(Reason.VALUE_AS_TEXT, self.dataset, name, detail=declared[name].type, count=count))
        for name, count in told.recoded.items():
            detail = f"not {self.dialect.encoding}: read as Windows-1252"
            report(Note(Reason.VALUE_CHANGED, self.dataset, name, detail=detail, count=count))
        if told.malformed:
            detail = "rows of another number of values"
            report(Note(Reason.ROW_MALFORMED, self.dataset, detail=detail, count=told.malformed))


@dataclass(frozen=True)
class _Rows:
    values: list[Sequence[bytes]]
    copied: bool


def _pass(statements: Statements, statement: Statement) -> None:
    if statement.kind == "copy":
        statements.skip_copy()
    elif statement.kind == "insert":
        statements.skip()


def _copied_rows(statements: Statements) -> Iterator[list[Sequence[bytes]]]:
    for lines in statements.copy_lines():
        yield [line.split(b"\t") for line in lines]


def _whole(lists: Iterable[list[Sequence[bytes]]], part: Part, told: Told, *, copied: bool) -> Iterator[_Rows]:
    """Give rows without those of another number of values."""
    width = len(part.columns)
    for rows in lists:
        kept = rows
        if set(map(len, rows)) - {width}:
            kept = [row for row in rows if len(row) == width]
            told.malformed += len(rows) - len(kept)
        if kept:
            yield _Rows(kept, copied)


def _count_unfit(shape: Shape, values: Sequence[bytes | None]) -> int:
    """Return how many values do not fit a shape, by halves."""
    try:
        to_arrow(shape, values)
    except ValueError:
        if len(values) == 1:
            return 1
        half = len(values) // 2
        return _count_unfit(shape, values[:half]) + _count_unfit(shape, values[half:])
    return 0
