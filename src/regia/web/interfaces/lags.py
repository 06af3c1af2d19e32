"""The lags of one interface as columns, beside what chance alone would give."""

from collections.abc import Sequence

from regia.errors import Text
from regia.web.evidence.reader import Row
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Measure, Plot, columns
from regia.wording import duration, number

_HOUR = 3_600


def lag_plot(rows: Sequence[Row]) -> Plot | None:
    """Return the plot of an interface's lags, in order; None where no time is known."""
    shown = _shown(sorted(rows, key=lambda row: _number(row["from_hours"])))
    if not shown:
        return None
    language = spoken()
    ranges = [_range(row) for row in shown]
    counts = [
        (number(_number(row["records"]), language), number(round(_number(row["expected_records"])), language))
        for row in shown
    ]
    return Plot(
        name="lags",
        title=Text("Dopo quanto arrivano", "How late they arrive"),
        description=Text(
            "Record per ritardo, da subito a più tardi; di ogni coppia di colonne la seconda è quanto darebbe il caso.",
            "Records by lag, from at once to later; the second column of each pair is what chance alone would give.",
        ),
        columns=columns(
            [each for at, row in enumerate(shown) for each in _pair(row, at, len(shown), ranges[at], counts[at])]
        ),
        ends=(ranges[0], ranges[-1]),
        head=(Text("Ritardo", "Lag"), Text("Record", "Records"), Text("Per caso", "By chance")),
        rows=tuple((name, *count) for name, count in zip(ranges, counts, strict=True)),
    )


def _shown(rows: Sequence[Row]) -> list[Row]:
    """Leave out the empty ranges at the end."""
    last = max((at for at, row in enumerate(rows) if row["records"] or row["expected_records"]), default=-1)
    return list(rows[: last + 1])


def _pair(row: Row, at: int, whole: int, name: str, counts: tuple[str, str]) -> tuple[Measure, Measure]:
    begins, middle, ends = at / whole, (at + 0.5) / whole, (at + 0.9) / whole
    seen = Text(f"{name}: {counts[0]} record", f"{name}: {counts[0]} records")
    chance = Text(f"{name}: {counts[1]} per caso", f"{name}: {counts[1]} by chance")
    return (
        Measure(begins, middle, _number(row["records"]), seen),
        Measure(middle, ends, _number(row["expected_records"]), chance, odd=True),
    )


def _range(row: Row) -> str:
    language = spoken()
    low, high = (duration(_number(row[name]) * _HOUR, language) for name in ("from_hours", "to_hours"))
    if not _number(row["from_hours"]):
        return Text(f"fino a {high}", f"up to {high}").say(language)
    return f"{low} - {high}" if low != high else Text(f"oltre {low}", f"over {low}").say(language)


def _number(value: object) -> float:
    return float(str(value)) if value is not None else 0.0
