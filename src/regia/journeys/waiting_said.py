"""How a rule tells what waiting costs a year, and what is missing where that is not known."""

from collections.abc import Mapping
from decimal import Decimal

from regia.errors import Text
from regia.model.rule import Pool
from regia.wording import both

POOL = Pool.HOURS
"""Time that people lose on work that waits."""

_COST = Text(
    ", da {low:money} a {high:money} l'anno{assumed}",
    ", {low:money} to {high:money} a year{assumed}",
)
_MISSING = Text(
    "; per dirlo in euro serve minutes_per_day_waited in regia.toml",
    "; to tell it in euro, regia.toml must say minutes_per_day_waited",
)
_ASSUMED = Text(" (ipotesi da confermare)", " (assumptions to be confirmed)")


def said(row: Mapping[str, object]) -> Text:
    """Return the end of a sentence on a row with eur_year_low, eur_year_high and cost_confirmed."""
    if row["eur_year_high"] is None:
        return _MISSING
    values = {
        "low": euros(row["eur_year_low"]),
        "high": euros(row["eur_year_high"]),
        "assumed": Text("", "") if row["cost_confirmed"] else _ASSUMED,
    }
    return both(_COST, values)


def euros(value: object) -> Decimal | None:
    """Return an amount of a row; None where there is none."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
