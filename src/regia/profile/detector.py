"""What a detector of one semantic type is; each is a file in `profile/semantic/` with a module-level `DETECTOR`."""

from collections.abc import Callable
from dataclasses import dataclass

from regia.errors import Text
from regia.profile.column import Column

SURE, LIKELY, POSSIBLE = 0.95, 0.8, 0.6
LEAST = 0.5
"""Evidence below this is none."""


@dataclass(frozen=True)
class Detector:
    """`evidence` says how sure it is (0..1) that a column holds this type; the surest detector wins.

    `valid` judges one value: the share that passes is `fields.semantic_share`. `checked` says that a value that
    does not pass is a mistake (a wrong check digit), not merely unknown to a list. `most_values` bounds how
    many distinct values are judged, by what one judgement costs. Of fewer than `fewest` distinct values only the
    field's name can tell: two words may be anything, one UUID is no chance. Where `zero_is_none`, zeros are no
    values of the type but the way a system says that there is none.
    """

    semantic_type: str
    title: Text
    evidence: Callable[[Column], float]
    valid: Callable[[str], object] | None = None
    checked: bool = False
    most_values: int = 20_000
    fewest: int = 3
    zero_is_none: bool = False


def by_values(
    column: Column,
    semantic_type: str,
    test: Callable[[str], object],
    *,
    least: float,
    least_named: float,
    fewest: int = 3,
) -> float:
    """Return the evidence that a share of values gives, a smaller one being enough where the name tells it too."""
    share = column.share(test)
    if column.named(semantic_type) and share >= least_named:
        return SURE
    return LIKELY if share >= least and len(column.looked_at) >= fewest else 0.0
