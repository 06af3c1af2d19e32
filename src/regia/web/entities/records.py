"""The records of entities, read from the snapshot, each value as this reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from regia.checkup.record import Records
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS
from regia.model.masking import mask
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELDS
from regia.resolve.records import RECORD, Holder, Place, find_records, holders
from regia.snapshot.evidence import Evidence as Analysed
from regia.snapshot.store import Store
from regia.web.evidence.reader import Row
from regia.web.evidence.where import Where
from regia.web.systems.spread import value_shown
from regia.web.visit import Visit
from regia.workspace import load

_ASKED = "asked"

# What a thing is called by, the first that it has.
NAMES = ("company_name", "full_name", "name", "title", "description", "code", "number", "email", "id")


@dataclass(frozen=True)
class Value:
    """A value of a record: as it is, for comparing, and as this reader may see it.

    `tells` is false of keys and times, which differ from record to record without contradicting one another.
    """

    raw: str
    shown: str
    field: str
    tells: bool


@dataclass(frozen=True)
class Record:
    """One record of an entity, with the values of its attributes."""

    system: str
    dataset: str
    record: str
    shown_record: str
    is_copy: bool
    values: Mapping[str, Value]

    @property
    def place(self) -> Place:
        """Its system and dataset."""
        return self.system, self.dataset

    @property
    def called(self) -> str | None:
        """What this reader may see of its name."""
        if "first_name" in self.values and "last_name" in self.values:
            return f"{self.values['first_name'].shown} {self.values['last_name'].shown}"
        return next((self.values[name].shown for name in NAMES if name in self.values), None)


def records_of(visit: Visit, rows: Sequence[Row]) -> list[Record]:
    """Return the records that rows of `entity_records` name, in their order; one that is gone is left out.

    Raises:
        SnapshotMissing, SnapshotDamaged: the snapshot is not kept any more.
        CompanyError: regia.toml has mistakes.
    """
    checkup = visit.evidence.checkup
    known = {each.place: each for each in _holders(visit.company.path, checkup.checkup)}
    wanted: dict[Place, list[str]] = {}
    for row in rows:
        place = str(row["system"]), str(row["dataset"])
        if place in known:
            wanted.setdefault(place, []).append(str(row["record"]))
    fields = fields_of(visit, list(wanted))
    found = {}
    for place, ids in wanted.items():
        for record in find_records(known[place], ids):
            found[(*place, record[RECORD])] = _record(visit, known[place], record, fields)
    order = [(str(row["system"]), str(row["dataset"]), str(row["record"])) for row in rows]
    return [found[key] for key in order if key in found]


def said_in(visit: Visit, place: Place, field: str, records: Sequence[str]) -> dict[str, str]:
    """Return what one field says in some records of a dataset, by record, as this reader may see it.

    Raises:
        SnapshotMissing, SnapshotDamaged: the snapshot is not kept any more.
        CompanyError: regia.toml has mistakes.
    """
    found = _holders(visit.company.path, visit.evidence.checkup.checkup)
    holder = next((each for each in found if each.place == place and field in each.all_fields), None)
    known = fields_of(visit, [place]).get((*place, field))
    if holder is None or known is None:
        return {}
    rows = find_records(replace(holder, fields={_ASKED: field}), records)
    return {
        str(row[RECORD]): value_shown(row[_ASKED], known, in_clear=visit.sees_clear)
        for row in rows
        if row[_ASKED] is not None and str(row[_ASKED]).strip()
    }


def fields_of(visit: Visit, places: Sequence[Place]) -> dict[tuple[str, str, str], Row]:
    """Return what is known of the fields of some datasets."""
    if not places:
        return {}
    where = Where(
        " OR ".join("(system = ? AND dataset = ?)" for _ in places), tuple(part for place in places for part in place)
    )
    rows = visit.evidence.rows(FIELDS, where)
    return {(str(row["system"]), str(row["dataset"]), str(row["field"])): row for row in rows}


def _record(
    visit: Visit, holder: Holder, row: Mapping[str, str | None], fields: Mapping[tuple[str, str, str], Row]
) -> Record:
    values = {}
    for attribute, field in holder.fields.items():
        raw = row[attribute]
        known = fields.get((*holder.place, field))
        if raw is not None and raw.strip() and known is not None:
            shown = value_shown(raw, known, in_clear=visit.sees_clear)
            values[attribute] = Value(raw, shown, field, not known["in_key"] and known["time_role"] is None)
    record = str(row[RECORD])
    hidden = not visit.sees_clear and any(_is_personal(fields.get((*holder.place, name))) for name in holder.key)
    shown_record = mask(record) if hidden else record
    return Record(holder.system, holder.dataset, record, shown_record, holder.copy_of is not None, values)


def _is_personal(field: Row | None) -> bool:
    return field is None or field["personal_data"] not in (None, "none")


@lru_cache(maxsize=16)
def _holders(folder: Path, checkup: str) -> tuple[Holder, ...]:
    """Return where records of concepts are, worked out once: a check-up never changes."""
    records, store = Records(folder), Store(folder)
    found = records.read(checkup)
    tables = {
        table.name: records.load(found, table) for table in (CONCEPT_DATASETS, ATTRIBUTES, DATASET_KEYS, DATASETS)
    }
    return holders(Analysed(load(folder), store.manifest(found.snapshot), store, tables))
