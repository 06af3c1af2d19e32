"""Numbers as people and programs write them: 1234, 1234.5, 1.234,56, 1,234.56."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from regia.sources.delimited.kind import DecimalMark, Decision, Evidence, Undecided, all_of, any_of

if TYPE_CHECKING:
    import pyarrow as pa

_SAFE_LENGTH = 16  # a number so short has at most 15 digits that count, which a double keeps
_MINUS = ord("-")
_EXPONENT = frozenset(b"eE+")
_SCIENTIFIC = r"^-?\d(\.\d+)?[eE][+-]\d{2,3}$"  # as programs write it; 12E5 is a code
_OTHER: dict[DecimalMark, DecimalMark] = {".": ",", ",": "."}


@dataclass
class _Style:
    """Whether the values can be read with one decimal mark, must be, and whether thousands are marked too."""

    mark: DecimalMark
    standing: Literal["refuted", "possible", "certain"] = "possible"
    grouped: bool = False


@dataclass
class NumberText:
    """Whole and decimal numbers, in either style.

    A number with leading zeros is a code, one with a plus sign may be a telephone: both refute.
    """

    alphabet: frozenset[int] | None = frozenset(b"-.,eE+")
    whole: bool = True
    ungrouped: bool = False
    longest: int = 0
    styles: tuple[_Style, ...] = field(default_factory=lambda: (_Style("."), _Style(",")))

    def keep(self, values: "pa.Array", present: frozenset[int]) -> bool:
        """Take more values."""
        if _leading_zeros(values):
            return False
        if not self.ungrouped and all(style.standing != "certain" for style in self.styles):
            self.ungrouped = _any_ungrouped(values)
        if present <= {_MINUS}:
            return self._keep_whole(values)
        self.whole = False
        possible = [style for style in self.styles if style.standing != "refuted"]
        for style in possible:
            _weigh(style, values, present)
        return any(style.standing != "refuted" for style in possible)

    def evidence(self) -> Evidence:
        """Return the decimal mark that the values settle."""
        return Evidence(decimal_marks=frozenset(style.mark for style in self.styles if style.standing == "certain"))

    def decide(self, others: Evidence) -> Decision | Undecided | None:
        """Return whole numbers as int64, others as double; one style must be settled, here or by other columns."""
        import pyarrow as pa

        if self.whole:
            return Decision(pa.int64(), lambda values: values.cast(pa.int64()), parsed=True)
        if self.longest > _SAFE_LENGTH - 1:
            return Undecided("numbers of more than 15 digits")
        style, guess = self._style(others)
        if style is None:
            return Undecided("numbers like 1.234: thousands or decimals?")
        return Decision(
            pa.float64(),
            lambda values: _plain(values, style.mark, grouped=style.grouped).cast(pa.float64()),
            parsed=style.mark == "." and not style.grouped,
            guess=guess,
        )

    def _keep_whole(self, values: "pa.Array") -> bool:
        import pyarrow as pa
        import pyarrow.compute as pc

        try:
            values.cast(pa.int64())
        except pa.ArrowInvalid:
            return False
        self.longest = max(self.longest, pc.max(pc.binary_length(values)).as_py())
        return not any_of(pc.equal(values, "-0"))

    def _style(self, others: Evidence) -> tuple[_Style | None, str]:
        left = [style for style in self.styles if style.standing != "refuted"]
        settled = [style for style in left if style.standing == "certain"] or left
        if len(settled) == 1:
            return settled[0], ""
        told = {style.mark for style in left if others.decimal_marks == {style.mark}}
        shown = {style.mark for style in left if self.ungrouped and not style.grouped}
        agreed = [style for style in left if told | shown == {style.mark}]
        if not agreed:
            return None, ""
        why = "as in other columns" if told else "since longer numbers have no thousands marks"
        return agreed[0], f"decimals marked by {agreed[0].mark!r} {why}"


def _weigh(style: _Style, values: "pa.Array", present: frozenset[int]) -> None:
    """Refute a style, or find that only it can be meant."""
    import pyarrow.compute as pc

    group, mark = rf"\{_OTHER[style.mark]}", rf"\{style.mark}"
    grouped = ord(_OTHER[style.mark]) in present
    pattern = rf"^-?(0|[1-9]\d{{0,2}}({group}\d{{3}})+|[1-9]\d*)({mark}\d+)?$"
    fits = not grouped or all_of(pc.match_substring_regex(values, pattern))
    if not fits or not _exact(_plain(values, style.mark, grouped=grouped), scientific=bool(present & _EXPONENT)):
        style.standing = "refuted"
        return
    style.grouped = style.grouped or grouped
    if style.standing == "certain":
        return
    marked = values.filter(pc.match_substring(values, style.mark))
    decimals = not all_of(pc.match_substring_regex(marked, rf"^-?[1-9]\d{{0,2}}{mark}\d{{3}}$"))
    if decimals or (grouped and _any_matches(values, rf"{group}\d{{3}}{group}")):
        style.standing = "certain"


def _plain(values: "pa.Array", mark: DecimalMark, *, grouped: bool) -> "pa.Array":
    """Return number text with a point for decimals and no thousands marks."""
    import pyarrow.compute as pc

    bare = pc.replace_substring(values, _OTHER[mark], "") if grouped else values
    return bare if mark == "." else pc.replace_substring(bare, ",", ".")


def _exact(values: "pa.Array", *, scientific: bool) -> bool:
    """Whether each text is a number that a double gives back: 15 digits, or the text that the double prints."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        numbers = values.cast(pa.float64())
    except pa.ArrowInvalid:
        return False
    if scientific and not _scientific_well(values):
        return False
    long = pc.greater(pc.binary_length(values), _SAFE_LENGTH)
    if not any_of(long):
        return True
    texts, doubles = values.filter(long), numbers.filter(long)
    differing = pc.not_equal(texts, doubles.cast(pa.string()))
    pairs = zip(texts.filter(differing).to_pylist(), doubles.filter(differing).to_pylist(), strict=True)
    return all(_given_back(text, number) for text, number in pairs)


def _given_back(text: str, number: float) -> bool:
    digits = re.sub(r"[eE].*", "", text).replace("-", "").replace(".", "").strip("0")
    return len(digits) <= _SAFE_LENGTH - 1 or text in (repr(number), f"{number:.17g}")


def _scientific_well(values: "pa.Array") -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    marked = values.filter(pc.match_substring_regex(values, "[eE+]"))
    return all_of(pc.match_substring_regex(marked, _SCIENTIFIC)) and all_of(pc.is_finite(marked.cast(pa.float64())))


def _leading_zeros(values: "pa.Array") -> bool:
    import pyarrow.compute as pc

    zero = any_of(pc.starts_with(values, "0")) or any_of(pc.starts_with(values, "-0"))
    return zero and _any_matches(values, "^-?0[0-9]")


def _any_ungrouped(values: "pa.Array") -> bool:
    import pyarrow.compute as pc

    return any_of(pc.greater(pc.binary_length(values), 3)) and _any_matches(values, r"^-?\d{4}")


def _any_matches(values: "pa.Array", pattern: str) -> bool:
    import pyarrow.compute as pc

    return any_of(pc.match_substring_regex(values, pattern))
