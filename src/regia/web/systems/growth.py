"""How a dataset grew, month by month, as columns."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from regia.errors import Text
from regia.web.evidence.reader import Row
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Measure, Plot, columns
from regia.wording import date_, number

MONTHS = 60


def growth(rows: Sequence[Row], dataset: str) -> Plot | None:
    """Return the plot of the last months; None where there are not two to compare."""
    shown = rows[-MONTHS:]
    if len(shown) < 2:
        return None
    language = spoken()
    first, last = (date_(cast("date", row["month"]), language) for row in (shown[0], shown[-1]))
    counts = [
        (date_(cast("date", row["month"]), language), number(int(str(row["records"])), language)) for row in shown
    ]
    return Plot(
        name="growth",
        title=Text(f"Righe al mese in {dataset}", f"Records a month in {dataset}"),
        description=Text(
            f"Righe al mese dal {first} al {last}, secondo {shown[0]['field']}.",
            f"Records a month from {first} to {last}, by {shown[0]['field']}.",
        ),
        columns=columns(_measures(shown, counts)),
        ends=(first, last),
        head=(Text("Mese", "Month"), Text("Righe", "Records")),
        rows=tuple(counts),
    )


def _measures(rows: Sequence[Row], counts: Sequence[tuple[str, str]]) -> list[Measure]:
    """Place each month where it belongs in time: a month without records is a gap, not left out."""
    months = [_months(cast("date", row["month"])) for row in rows]
    span = months[-1] - months[0] + 1
    return [
        Measure(
            (month - months[0]) / span,
            (month - months[0] + 1) / span,
            float(str(row["records"])),
            Text(f"{when}: {count}", f"{when}: {count}"),
        )
        for row, month, (when, count) in zip(rows, months, counts, strict=True)
    ]


def _months(day: date) -> int:
    return day.year * 12 + day.month
