"""Truth values and times of day as text: sì and no, true and false, 14:05."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regia.sources.delimited.kind import Decision, Evidence, Undecided, all_of

if TYPE_CHECKING:
    import pyarrow as pa

_PAIRS = (("true", "false"), ("vero", "falso"), ("sì", "no"), ("si", "no"), ("yes", "no"))
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_LONGEST = 6  # bytes of the longest word
_PARSED = {"true", "false", "True", "False", "TRUE", "FALSE"}


@dataclass
class TruthText:
    """Two words that answer yes or no, both present; S and N may mean anything, 1 and 0 are numbers."""

    alphabet: frozenset[int] | None = None
    words: set[str] = field(default_factory=set)

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:  # noqa: ARG002 the words say more
        """Take more values."""
        import pyarrow.compute as pc

        if pc.max(pc.binary_length(values)).as_py() > _LONGEST:
            return False
        self.words |= set(values.unique().to_pylist())
        said = {word.lower() for word in self.words}
        return any(said <= set(pair) for pair in _PAIRS)

    def evidence(self) -> Evidence:
        """Return nothing."""
        return Evidence()

    def decide(self, others: Evidence) -> Decision | Undecided | None:  # noqa: ARG002 the words say all
        """Return truth values, where both words were met."""
        import pyarrow as pa
        import pyarrow.compute as pc

        said = {word.lower() for word in self.words}
        pair = next((pair for pair in _PAIRS if said == set(pair)), None)
        if pair is None:
            return None
        return Decision(
            pa.bool_(), lambda values: pc.equal(pc.utf8_lower(values), pair[0]), parsed=self.words <= _PARSED
        )


@dataclass
class TimeText:
    """Times of day, from 00:00 to 23:59:59."""

    alphabet: frozenset[int] | None = frozenset(b":.")

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:
        """Take more values."""
        import pyarrow.compute as pc

        return ord(":") in present and all_of(pc.match_substring_regex(values, _TIME))

    def evidence(self) -> Evidence:
        """Return nothing."""
        return Evidence()

    def decide(self, others: Evidence) -> Decision | Undecided | None:  # noqa: ARG002 nothing is left open
        """Return times of day."""
        import pyarrow as pa

        return Decision(pa.time64("us"), _times)


def _times(values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    moments = pc.binary_join_element_wise("1970-01-01", values, "T").cast(pa.timestamp("us"))
    return moments.cast(pa.time64("us"))
