"""Which type holds every value of a column of text without changing one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.delimited.date_text import IsoText, PeopleDateText
from regia.sources.delimited.kind import Decision, Evidence, Kind, Undecided
from regia.sources.delimited.money_text import MoneyText
from regia.sources.delimited.number_text import NumberText
from regia.sources.delimited.word_text import TimeText, TruthText

if TYPE_CHECKING:
    import pyarrow as pa

# How programs write "no value"; only taken so in a column whose other values have a type.
_MISSING = ("NULL", "null", "\\N", "NA", "N/A", "NaN", "#N/D", "#N/A")
_DIGITS = b"0123456789"
_MARKS = b".,-/: T"  # searched one by one, which takes less than gathering each that stands there
_SPACE = frozenset(b" \t")


def _kinds() -> list[Kind]:
    return [NumberText(), IsoText(), PeopleDateText(), TimeText(), TruthText(), MoneyText()]


@dataclass
class ColumnGuess:
    """What a column may hold, after the values taken so far."""

    name: str
    kinds: list[Kind] = field(default_factory=_kinds)
    seen: bool = False
    untidy: bool = False
    missing: Counter[str] = field(default_factory=Counter)

    def take(self, values: "pa.Array") -> None:
        """Take a batch of text, nulls where the file has nothing."""
        if not self.kinds:
            return
        present = values.drop_null() if values.null_count else values
        present, letters = self._without_missing(*self._trimmed(present, _beside_digits(present)))
        if len(present):
            self.seen = True
            self.kinds = [kind for kind in self.kinds if _allows(kind, letters) and kind.keep(present, letters)]

    def evidence(self) -> Evidence:
        """Return what the column settles for others."""
        found = [kind.evidence() for kind in self.kinds] if self.seen else []
        return together(found)

    def decide(self, others: Evidence) -> Decision | Undecided | None:
        """Return the column's type, None for plain text."""
        decisions = [kind.decide(others) for kind in self.kinds] if self.seen else []
        found = next((each for each in decisions if isinstance(each, Decision)), None)
        if found is None:
            return next((each for each in decisions if each is not None), None)
        if not self.untidy and not self.missing:
            return found
        return Decision(found.type, lambda values: found.convert(_tidy(values)), guess=found.guess)

    def _trimmed(self, present: "pa.Array", letters: frozenset[int]) -> "tuple[pa.Array, frozenset[int]]":
        """Return values without spaces around them, empty ones left out."""
        import pyarrow.compute as pc

        bare = pc.ascii_trim_whitespace(present) if letters & _SPACE else present
        lengths = pc.binary_length(bare)
        if len(bare) and not pc.min(lengths).as_py():
            bare = bare.filter(pc.greater(lengths, 0))
        if bare is present or bare.equals(present):
            return present, letters
        self.untidy = True
        return bare, _beside_digits(bare)

    def _without_missing(self, present: "pa.Array", letters: frozenset[int]) -> "tuple[pa.Array, frozenset[int]]":
        import pyarrow as pa
        import pyarrow.compute as pc

        if not letters & _MISSING_BYTES or not len(present):
            return present, letters
        missing = pc.is_in(present, pa.array(_MISSING))
        if not missing.true_count:
            return present, letters
        self.missing.update(present.filter(missing).to_pylist())
        kept = present.filter(pc.invert(missing))
        return kept, _beside_digits(kept)


_MISSING_BYTES = frozenset(b"N\\n")


def decided(columns: Sequence[ColumnGuess], dataset: str, report: Report) -> list[Decision | None]:
    """Return each column's type, None for text, and tell what was guessed or could not be settled."""
    others = together(column.evidence() for column in columns)
    return [_told(column, column.decide(others), dataset, report) for column in columns]


def together(found: Iterable[Evidence]) -> Evidence:
    """Return the evidence of several columns as one."""
    evidence = list(found)
    return Evidence(
        frozenset().union(*(each.date_orders for each in evidence)),
        frozenset().union(*(each.decimal_marks for each in evidence)),
    )


def _tidy(values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.ascii_trim_whitespace(values)
    nothing = pc.is_in(trimmed, pa.array(["", *_MISSING]))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)


def _allows(kind: Kind, letters: frozenset[int]) -> bool:
    return kind.alphabet is None or letters <= kind.alphabet


def _beside_digits(values: "pa.Array") -> frozenset[int]:
    """Return the bytes other than digits in all values."""
    import numpy as np

    if not len(values):
        return frozenset()
    offsets = np.frombuffer(values.buffers()[1], np.int32)
    start, stop = int(offsets[values.offset]), int(offsets[values.offset + len(values)])
    data = values.buffers()[2].slice(start, stop - start).to_pybytes() if stop > start else b""
    found = frozenset(mark for mark in _MARKS if mark in data)
    return found | frozenset(data.translate(None, _DIGITS + _MARKS))


def _told(column: ColumnGuess, decision: Decision | Undecided | None, dataset: str, report: Report) -> Decision | None:
    if isinstance(decision, Undecided):
        report(Note(Reason.VALUE_AS_TEXT, dataset, column.name, detail=decision.why))
        return None
    if decision is None:
        return None
    if decision.guess:
        report(Note(Reason.GUESSED, dataset, column.name, detail=decision.guess))
    if column.missing:
        words = ", ".join(sorted(column.missing))
        note = Note(Reason.GUESSED, dataset, column.name, f"{words}: no value", column.missing.total())
        report(note)
    return decision
