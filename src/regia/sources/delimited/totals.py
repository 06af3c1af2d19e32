"""A last record of totals, left out only when its sums are right."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

from regia.sources.delimited.kind import Decision
from regia.sources.delimited.layout import Layout
from regia.sources.delimited.parsing import TextTable
from regia.sources.delimited.records import Field, Records
from regia.sources.delimited.survey import Survey
from regia.sources.delimited.text_stream import utf8_stream

_TAIL = 64 * 1024
_WORD = re.compile(
    r"\W*(totale|totali|totals?|grand total|somma|sum|summe)( (generale|complessivo|finale|eur|euro))?\W*",
    re.IGNORECASE,
)
_FEWEST = 2  # rows that a sum says something about
_TOLERANCE = 1e-9
_ROUNDING = 0.005  # half a cent


def last_record(path: Path, survey: Survey, layout: Layout) -> list[Field] | None:
    """Return the last record of a file where it calls itself a total, else None.

    Raises:
        OSError: the file cannot be read.
    """
    if survey.encoding.startswith("utf-16") or survey.encoding.startswith("utf-32"):
        return None
    skip = max(survey.skip + layout.start, survey.size - _TAIL)
    with utf8_stream(path, survey.encoding, skip=skip) as stream:
        text = stream.read().decode("utf-8", "replace")
    last: list[Field] | None = None
    for record in Records(io.StringIO(text, newline=""), layout.delimiter):
        last = record if any(record) else last
    return last if _WORD.fullmatch(_label(last or ())) else None


def is_total(table: TextTable, last: Sequence[Field], decisions: Sequence[Decision | None]) -> bool:
    """Whether every number of the last record is the sum of its column, and at least one is not zero."""
    import pyarrow.compute as pc

    claimed = _claims(last, decisions)
    if not any(claimed.values()):
        return False
    sums, rows = dict.fromkeys(claimed, 0.0), 0
    for batch in table.batches({}):
        rows += batch.num_rows
        for index in claimed:
            decision = decisions[index]
            values = decision.convert(batch.column(index)) if decision else None
            sums[index] += float(pc.sum(values).as_py() or 0)
    right = (abs(sums[index] - value) <= _TOLERANCE * abs(value) + _ROUNDING for index, value in claimed.items())
    return rows >= _FEWEST and all(right)


def _claims(last: Sequence[Field], decisions: Sequence[Decision | None]) -> dict[int, float]:
    """Return the numbers of a last record by column; none where one is not a number of its column."""
    import pyarrow as pa

    claimed: dict[int, float] = {}
    for index, (cell, decision) in enumerate(zip(last, decisions, strict=False)):
        if not cell or not decision or cell == _label(last):
            continue
        if not (pa.types.is_floating(decision.type) or pa.types.is_integer(decision.type)):
            continue
        try:
            claimed[index] = float(decision.convert(pa.array([cell]))[0].as_py())
        except pa.ArrowInvalid:
            return {}
    return claimed


def _label(record: Sequence[Field]) -> str:
    return next((cell for cell in record if cell), "")
