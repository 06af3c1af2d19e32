"""How a rule tells what a flaw costs a year: the range, what it is made of, and whether a person confirmed that."""

from collections.abc import Mapping
from decimal import Decimal

from regia.errors import Text
from regia.model.rule import Pool

UNCONFIRMED = Text(", ipotesi da confermare", ", assumptions to be confirmed")
CONFIRMED = Text("", "")

COSTS = (
    "sum(eur_year_low) AS low, sum(eur_year_high) AS high, any_value(minutes_each) AS minutes, "
    "any_value(hour_cost_eur) AS hour_cost, bool_and(confirmed) AS confirmed"
)
"""The columns of `data_costs` that `priced` needs, summed up."""


def priced(row: Mapping[str, object]) -> dict[str, object]:
    """Return what a sentence says of a cost: low, high, minutes, hour_cost, assumed."""
    told = {name: row[name] for name in ("low", "high", "minutes", "hour_cost")}
    return told | {"assumed": CONFIRMED if row["confirmed"] else UNCONFIRMED}


def euros(row: Mapping[str, object], name: str) -> Decimal | None:
    """Return an amount of a row in cents; None where there is none."""
    value = row[name]
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


POOL = Pool.HOURS
"""Time that people lose on flawed data."""
