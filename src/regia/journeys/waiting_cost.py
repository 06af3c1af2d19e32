"""What waiting costs a year: the time that people lose on what waits, where the company says how much that is."""

from decimal import Decimal
from typing import TYPE_CHECKING

from regia.workspace.company import Company

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_YEAR = 365 * 86_400
_WEEK = 7 * 86_400
_CENT = Decimal("0.01")


def yearly(ended: "NDArray[np.float64]") -> float:
    """Return how many passages end in a year, by those of the last one, or of as much of it as there was."""
    last, first = float(ended.max()), float(ended.min())
    kept = int((ended > last - _YEAR).sum())
    return kept * _YEAR / max(min(last - first, _YEAR), _WEEK)


def cost(hours: float, company: Company) -> Decimal | None:
    """Return the euro that so many working hours of waiting cost; None where the company does not say."""
    minutes = company.assumptions.minutes_per_day_waited
    if minutes is None:
        return None
    opens, closes = (
        clock.hour + clock.minute / 60 for clock in (company.working_time.opens, company.working_time.closes)
    )
    days = Decimal(hours / (closes - opens))
    return (days * minutes / 60 * company.assumptions.hour_cost_eur).quantize(_CENT)
