"""Which records are one thing, found beside true: pairs of records of a made-up company.

Records of old copies are left out: they follow their original by its key. A record without a key is known to the
truth by its place in the dataset, and to Regia by its content; both are brought to the place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Protocol

import duckdb

from regia.engine.session import parquet, quoted
from regia.resolve.records import Holder, holders, identity
from regia.snapshot.evidence import Evidence

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]
Record = tuple[str, str, str]
PARTIES = ("customer", "contact", "lead", "supplier", "employee", "party")
_NEEDED = ("concept_datasets", "attributes", "dataset_keys", "datasets")


class Company(Protocol):
    """A checked-up company."""

    folder: Path

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""

    def evidence(self, *tables: str) -> Evidence:
        """Return its evidence with these tables."""


def entities(company: Company) -> tuple[Facts, Facts]:
    """All pairs of records of one entity."""
    return _pairs_of(company, lambda _: True)


def parties(company: Company) -> tuple[Facts, Facts]:
    """The pairs of customers, contacts, leads, suppliers and employees."""
    return _pairs_of(company, lambda concept: concept in PARTIES)


def products(company: Company) -> tuple[Facts, Facts]:
    """The pairs of products."""
    return _pairs_of(company, lambda concept: concept == "product")


def duplicates(company: Company) -> tuple[Facts, Facts]:
    """The pairs of parties inside one dataset."""
    found, true = parties(company)
    return {pair for pair in found if _inside(pair)}, {pair for pair in true if _inside(pair)}


def _inside(pair: tuple[object, ...]) -> bool:
    one, other = pair
    return one[:2] == other[:2]  # type: ignore[index]


def _pairs_of(company: Company, wanted: Callable[[str], bool]) -> tuple[Facts, Facts]:
    """Return pairs found and true among the records that the truth knows of such a concept, in datasets compared."""
    places = _places(company)
    true = {
        (str(row["system"]), str(row["dataset"]), str(row["record"])): str(row["entity"])
        for row in company.true("entity_records")
        if wanted(str(row["concept"])) and (str(row["system"]), str(row["dataset"])) not in places.copies
    }
    found = {
        record: str(row["entity"])
        for row in company.found("entity_records")
        if (record := places.truth((str(row["system"]), str(row["dataset"]), str(row["record"])))) in true
    }
    return _pairs(found), _pairs(true)


def _pairs(entity: dict[Record, str]) -> Facts:
    together: dict[str, list[Record]] = defaultdict(list)
    for record, name in entity.items():
        together[name].append(record)
    return {pair for records in together.values() for pair in combinations(sorted(records), 2)}


class _Places:
    """What Regia's ids of records without a key are in the truth, and which datasets are copies."""

    def __init__(self, company: Company) -> None:
        evidence = company.evidence(*_NEEDED)
        keys = {
            (str(row["system"]), str(row["dataset"])): str(row["fields"]).split("|") for row in company.true("keys")
        }
        self.copies = {
            (str(row["system"]), str(row["dataset"])) for row in company.found("datasets") if row.get("copy_of")
        }
        self._known: dict[Record, Record] = {}
        for each in holders(evidence):
            if not each.key:
                self._known |= {(*each.place, ours): (*each.place, theirs) for ours, theirs in _names(each, keys)}

    def truth(self, record: Record) -> Record:
        return self._known.get(record, record)


_KNOWN: dict[Path, _Places] = {}


def _places(company: Company) -> _Places:
    if company.folder not in _KNOWN:
        _KNOWN[company.folder] = _Places(company)
    return _KNOWN[company.folder]


def _names(holder: Holder, keys: dict[tuple[str, str], list[str]]) -> Iterable[tuple[str, str]]:
    key = [field for field in keys.get(holder.place, ()) if field]
    told = " || '|' || ".join(f"CAST({quoted(field)} AS VARCHAR)" for field in key) or "'#' || (file_row_number + 1)"
    source = parquet(holder.path).replace("hive_partitioning", "file_row_number = true, hive_partitioning")
    rows = duckdb.sql(f"SELECT {identity(holder)}, {told} FROM {source}").fetchall()
    return [(str(ours), str(theirs)) for ours, theirs in rows]


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "entities": entities,
    "parties": parties,
    "duplicates": duplicates,
    "products": products,
}
