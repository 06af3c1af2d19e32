"""What flaws cost a year, as a range, from the assumptions that regia.toml declares."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from regia.model.rule import Pool
from regia.workspace.company import Assumptions

Row = dict[str, object]
Place = tuple[str, str, str, str, str]
"""Concept, attribute, system, dataset, flaw."""

CONFLICT, DUPLICATE = "conflict", "duplicate"
_CENT = Decimal("0.01")


@dataclass
class Tally:
    """How many values of each place are flawed, and how many of them in records that somebody touched of late."""

    values: Counter[Place] = field(default_factory=Counter)
    active: Counter[Place] = field(default_factory=Counter)


def cost_rows(tally: Tally, assumptions: Assumptions) -> list[Row]:
    """Return the yearly cost of each kind of flaw in each dataset.

    High end: every flawed value costs its minutes once a year. Low end: only those in records changed within the last
    year do, since somebody is known to have worked with these.
    """
    minutes = {CONFLICT: assumptions.minutes_per_conflict, DUPLICATE: assumptions.minutes_per_duplicate}
    return [_row(place, tally, minutes, assumptions) for place in sorted(tally.values)]


def _row(place: Place, tally: Tally, minutes: Mapping[str, Decimal], assumptions: Assumptions) -> Row:
    each = minutes[place[4]] * assumptions.hour_cost_eur / 60
    names = ("concept", "attribute", "system", "dataset", "flaw")
    return dict(zip(names, place, strict=True)) | {
        "values": tally.values[place],
        "active_values": tally.active[place],
        "minutes_each": float(minutes[place[4]]),
        "hour_cost_eur": assumptions.hour_cost_eur.quantize(_CENT),
        "eur_year_low": (tally.active[place] * each).quantize(_CENT),
        "eur_year_high": (tally.values[place] * each).quantize(_CENT),
        "eur_pool": Pool.HOURS.value,
        "confirmed": assumptions.confirmed,
    }
