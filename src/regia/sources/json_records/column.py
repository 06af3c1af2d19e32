"""What a JSON member holds over all records, and how its texts become values."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regia.model.note import Note, Reason
from regia.sources.delimited.date_text import IsoText
from regia.sources.delimited.guess import ColumnGuess
from regia.sources.delimited.kind import Decision, Evidence
from regia.sources.delimited.number_text import NumberText

if TYPE_CHECKING:
    import pyarrow as pa

_NUMBER, _STRING, _TRUTH, _NESTED, _OTHER = "-", '"', "t", "{", "NaN"
_CLASSES = {**dict.fromkeys(b"-0123456789", _NUMBER), ord('"'): _STRING}
_CLASSES |= {ord("t"): _TRUTH, ord("f"): _TRUTH, ord("{"): _NESTED, ord("["): _NESTED}


@dataclass
class MemberGuess:
    """What a member may hold, after the records taken so far."""

    name: str
    classes: set[str] = field(default_factory=set)
    others: int = 0
    numbers: ColumnGuess = field(init=False)
    strings: ColumnGuess = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = ColumnGuess(self.name, [NumberText()])
        self.strings = ColumnGuess(self.name, [IsoText()])

    def take(self, tokens: "pa.Array") -> None:
        """Take the texts of some records; `null` and a member that is not there are null."""
        import pyarrow as pa
        import pyarrow.compute as pc

        present = tokens.drop_null()
        if not len(present):
            return
        starts = pc.binary_slice(present, 0, 1)
        self.classes |= {_CLASSES.get(start[0], _OTHER) for start in starts.unique().to_pylist()}
        self.others += pc.not_equal(starts, b'"').true_count
        if self.classes == {_NUMBER}:
            self.numbers.take(present.cast(pa.string()))
        elif self.classes == {_STRING} and self.strings.kinds:
            self.strings.take(strings(present))

    def decide(self) -> "Member":
        """Return how the member is kept."""
        import pyarrow as pa

        decision = None
        if self.classes == {_NUMBER}:
            decision = self.numbers.decide(Evidence())
        elif self.classes == {_STRING}:
            decision = self.strings.decide(Evidence())
        if isinstance(decision, Decision):
            return Member(self.name, decision.type, self.classes == {_STRING}, decision)
        if self.classes == {_TRUTH}:
            return Member(self.name, pa.bool_(), False, None)
        return Member(self.name, pa.string(), _STRING in self.classes, None, as_text=self.others)


@dataclass(frozen=True)
class Member:
    """How a member is kept: its type, whether strings come without their quotes, what converts its text."""

    name: str
    type: "pa.DataType"
    unquote: bool
    decision: Decision | None
    as_text: int = 0

    def array(self, tokens: "pa.Array") -> "pa.Array":
        """Return values of texts.

        Raises:
            pyarrow.ArrowInvalid: the file changed since the type was decided.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.type == pa.bool_():
            return pc.equal(tokens, b"true")
        texts = strings(tokens) if self.unquote else tokens.cast(pa.string())
        return self.decision.convert(texts) if self.decision else texts

    def notes(self, dataset: str) -> list[Note]:
        """Return what is to be told of it."""
        if self.as_text:
            return [Note(Reason.VALUE_AS_TEXT, dataset, self.name, "JSON that is no string", self.as_text)]
        if self.decision and self.decision.guess:
            return [Note(Reason.GUESSED, dataset, self.name, self.decision.guess)]
        return []


def strings(tokens: "pa.Array") -> "pa.Array":
    """Return the texts of JSON strings; what is no string stays as it is written."""
    import pyarrow as pa
    import pyarrow.compute as pc

    written = tokens.cast(pa.string())
    quoted = pc.starts_with(written, '"')
    texts = pc.if_else(quoted, pc.binary_slice(tokens, 1, -1), tokens).cast(pa.string())
    escaped = pc.and_(quoted, pc.match_substring(written, "\\"))
    if not escaped.true_count:
        return texts
    plain = [_unescaped(token) for token in tokens.filter(escaped).to_pylist()]
    return pc.replace_with_mask(texts, pc.fill_null(escaped, False), pa.array(plain, pa.string()))


def _unescaped(token: bytes) -> str:
    text: str = json.loads(token, strict=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which no text can hold, stays escaped
        return token[1:-1].decode()
    return text
