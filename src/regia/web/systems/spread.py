"""How a field's values are spread, from its percentiles: each column holds a known share of the records.

A column is as wide as the values it covers and as high as they are dense, so that areas are shares, as in a histogram.
The tails beyond 5 % and 95 % are told in words: one far value would squeeze all others into a line.
"""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime

from regia.errors import Text
from regia.profile.showing import in_form, shown
from regia.web.evidence.reader import Row
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Measure, Plot, columns
from regia.wording import share

_BREAKS = (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95))
_NUMBERS = frozenset({"integer", "decimal", "float"})
_TIMES = frozenset({"date", "timestamp", "timestamp_utc"})


def value_shown(value: object, field: Row, *, in_clear: bool) -> str:
    """Return a value as it may be shown to this reader."""
    written = in_form(str(value), field, spoken()) if in_clear else shown(str(value), field, spoken())
    return " ".join(written.split())


def spread(field: Row, *, in_clear: bool) -> Plot | None:
    """Return the plot of a number's or a date's percentiles; None where there are none, or they may not be seen."""
    hidden = field["personal_data"] not in (None, "none") and not in_clear
    if hidden or field["type"] not in _NUMBERS | _TIMES or any(field[name] is None for name, _ in _BREAKS):
        return None
    places = [_place(str(field[name]), str(field["type"])) for name, _ in _BREAKS]
    if places[0] >= places[-1]:
        return None
    words = [value_shown(field[name], field, in_clear=in_clear) for name, _ in _BREAKS]
    low, high = (value_shown(field[name], field, in_clear=in_clear) for name in ("minimum", "maximum"))
    pieces = _pieces(words)
    return Plot(
        name="spread",
        title=Text("Come sono distribuiti i valori", "How the values are spread"),
        description=Text(
            f"Nove righe su dieci stanno fra {words[0]} e {words[-1]}; il resto arriva a {low} e a {high}.",
            f"Nine records in ten lie between {words[0]} and {words[-1]}; the others reach {low} and {high}.",
        ),
        columns=columns(_measures(places, pieces)),
        ends=(words[0], words[-1]),
        head=(Text("Fra", "Between"), Text("Quota delle righe", "Share of the records")),
        rows=tuple((label, share(part, spoken())) for label, part in pieces),
    )


def _pieces(words: Sequence[str]) -> list[tuple[str, float]]:
    parts = [high - low for (_, low), (_, high) in itertools.pairwise(_BREAKS)]
    return [(f"{a} – {b}", round(part, 2)) for a, b, part in zip(words, words[1:], parts, strict=False)]


def _measures(places: Sequence[float], pieces: Sequence[tuple[str, float]]) -> list[Measure]:
    span = places[-1] - places[0]
    # Percentiles that fall on one value make no area: that value holds them all, as wide as can be seen.
    least = span / 200
    found = []
    for (a, b), (label, part) in zip(itertools.pairwise(places), pieces, strict=True):
        says = Text(f"{label}: {share(part, 'it')}", f"{label}: {share(part, 'en')}")
        begins, ends_ = (a - places[0]) / span, (max(b, a + least) - places[0]) / span
        found.append(Measure(begins, ends_, part / max(b - a, least), says, odd=b - a < least))
    return found


def _place(text: str, kind: str) -> float:
    if kind in _NUMBERS:
        return float(text)
    if kind == "date":
        return float(date.fromisoformat(text).toordinal())
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
