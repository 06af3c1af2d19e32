"""Which records people are asked about next: uncertain links, of which an answer settles much."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from regia.resolve.entities import Record

Row = Mapping[str, object]

# Outside of these an answer is all but known.
LEAST, MOST = 0.05, 0.95
# One question for two entities, or for one that might be two: its most uncertain link.
_OPEN = """
WITH open AS (
  SELECT * FROM {links} WHERE origin = 'inferred' AND probability BETWEEN ? AND ?
), homes AS (
  SELECT system, dataset, record, entity, count(*) OVER (PARTITION BY entity) AS size FROM {entity_records}
), asked AS (
  SELECT o.*, o.probability * (1 - o.probability) AS unsure, l.size + r.size AS records,
    least(l.entity, r.entity) AS one, greatest(l.entity, r.entity) AS other
  FROM open o
  JOIN homes l ON (l.system, l.dataset, l.record) = (o.left_system, o.left_dataset, o.left_record)
  JOIN homes r ON (r.system, r.dataset, r.record) = (o.right_system, o.right_dataset, o.right_record)
)
SELECT * FROM asked
QUALIFY row_number() OVER (
  PARTITION BY one, other ORDER BY unsure DESC, left_system, left_dataset, left_record, right_record
) = 1
ORDER BY unsure * records DESC, one, other LIMIT ?
"""


@dataclass(frozen=True)
class Doubt:
    """A link to ask about: its row of `links`; `worth` is how uncertain it is times the records that it settles."""

    row: Row
    worth: float

    @property
    def left(self) -> Record:
        """One record."""
        return _record(self.row, "left")

    @property
    def right(self) -> Record:
        """The other record."""
        return _record(self.row, "right")


def doubts(figures: Callable[..., Sequence[Row]], *, most: int) -> tuple[Doubt, ...]:
    """Return the best questions on records, the best first.

    `figures` answers a SELECT over the evidence tables named in braces, with its values.
    """
    rows = figures(_OPEN, LEAST, MOST, most)
    return tuple(Doubt(row, float(str(row["unsure"])) * int(str(row["records"]))) for row in rows)


def _record(row: Row, side: str) -> Record:
    return str(row[f"{side}_system"]), str(row[f"{side}_dataset"]), str(row[f"{side}_record"])
