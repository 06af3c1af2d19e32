"""What the stages before found, as journeys need it: which records are one, where money and where states stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from regia.journeys.sources import EventSource, Place
from regia.match.tables import ATTRIBUTES
from regia.profile.names import says
from regia.profile.tables import FIELDS
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import pyarrow as pa

SURE_ENTITY = 0.5
"""Probability from which a record is taken for the same thing as the others of its entity."""

_TYPED = ["system", "dataset", "field", "semantic_type"]


def same_work(evidence: Evidence, sources: Sequence[EventSource]) -> "pa.Table":
    """Return the records that are surely enough one thing, of datasets that tell events.

    A registry of customers would be a hub: all that one customer ever did would hang together.
    """
    return surely_one(evidence, [source.place for source in sources])


def surely_one(evidence: Evidence, listed: Iterable[Place]) -> "pa.Table":
    """Return the records of some datasets that are surely enough one thing, and how surely.

    Columns: entity, system, dataset, record, probability.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    records = evidence.table(ENTITY_RECORDS.name)
    places = [".".join(place) for place in listed]
    named = pc.binary_join_element_wise(records["system"], records["dataset"], ".")
    sure = pc.greater_equal(records["probability"], SURE_ENTITY)
    kept = records.filter(pc.and_(sure, pc.is_in(named, pa.array(places, pa.string()))))
    return kept.select(["entity", "system", "dataset", "record", "probability"])


def amounts(evidence: Evidence) -> dict[Place, list[str]]:
    """Return the fields of money of each dataset."""
    found: dict[Place, list[str]] = defaultdict(list)
    for row in evidence.table(FIELDS.name).select(_TYPED).to_pylist():
        if row["semantic_type"] == "money":
            found[str(row["system"]), str(row["dataset"])].append(str(row["field"]))
    return found


def states(evidence: Evidence) -> dict[Place, list[str]]:
    """Return the fields of each dataset that hold its records' state: by the shared model, else by name."""
    found: dict[Place, list[str]] = defaultdict(list)
    for row in evidence.table(ATTRIBUTES.name).to_pylist():
        if row["attribute"] == "status":
            found[str(row["system"]), str(row["dataset"])].append(str(row["field"]))
    called: dict[Place, list[str]] = defaultdict(list)
    for row in evidence.table(FIELDS.name).select(_TYPED).to_pylist():
        if row["semantic_type"] == "status_code" and says(str(row["field"]), "kinds", "state"):
            called[str(row["system"]), str(row["dataset"])].append(str(row["field"]))
    return {**called, **found}
