"""Numbers with a sign of money or percent before or after them: € 1.234,50, 12 %, 30.00 EUR."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regia.sources.delimited.kind import Decision, Evidence, Undecided, all_of
from regia.sources.delimited.number_text import NumberText

if TYPE_CHECKING:
    import pyarrow as pa

_SIGNS = ("€", "$", "£", "EUR", "USD", "GBP", "CHF", "%")
_SHAPE = re.compile(r"(?P<before>[^\d\s.,-]*)[\s ]*-?[\d.,]*\d[\s ]*(?P<after>[^\d\s.,-]*)")
_SPACES = "   "


@dataclass
class MoneyText:
    """Numbers that all carry the same sign on the same side; the sign is told, the number kept."""

    alphabet: frozenset[int] | None = frozenset("".join((*_SIGNS, " .,-", _SPACES)).encode())
    numbers: NumberText = field(default_factory=NumberText)
    before: str | None = None
    after: str = ""

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:  # noqa: ARG002 the signs are not the numbers
        """Take more values."""
        import pyarrow.compute as pc

        if self.before is None:
            shape = _SHAPE.fullmatch(values[0].as_py())
            self.before, self.after = (shape["before"], shape["after"]) if shape else ("", "")
        if (self.before in _SIGNS) == (self.after in _SIGNS) or (self.before and self.after):
            return False
        if not (all_of(pc.starts_with(values, self.before)) and all_of(pc.ends_with(values, self.after))):
            return False
        bare = self._bare(values)
        if not all_of(pc.match_substring_regex(bare, r"^-?[0-9][0-9.,]*$")):
            return False
        return self.numbers.keep(bare, frozenset(ord(mark) for mark in "-.," if _has(bare, mark)))

    def evidence(self) -> Evidence:
        """Return the decimal mark that the numbers settle."""
        return self.numbers.evidence()

    def decide(self, others: Evidence) -> Decision | Undecided | None:
        """Return what the numbers are, with the sign that was left out."""
        decision = self.numbers.decide(others)
        if not isinstance(decision, Decision):
            return decision
        told = f"numbers written with {(self.before or self.after)!r}"
        guess = f"{told}; {decision.guess}" if decision.guess else told
        return Decision(decision.type, lambda values: decision.convert(self._bare(values)), guess=guess)

    def _bare(self, values: "pa.Array") -> "pa.Array":
        import pyarrow.compute as pc

        start, stop = len(self.before or ""), -len(self.after) or None
        return pc.utf8_trim(pc.utf8_slice_codeunits(values, start, stop), _SPACES)


def _has(values: "pa.Array", mark: str) -> bool:
    import pyarrow.compute as pc

    return bool(pc.match_substring(values, mark).true_count)
