"""The records of a concept, read from the snapshot: who they are, and one column of text for each attribute."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import literal, parquet, quoted, selecting
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS
from regia.profile.tables import DATASET_KEYS, DATASETS
from regia.snapshot.evidence import Evidence
from regia.snapshot.manifest import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]
Place = tuple[str, str]
RECORD = "record"
"""The column of the record's id; no attribute may be called so."""

NEEDED = (CONCEPT_DATASETS.name, ATTRIBUTES.name, DATASET_KEYS.name, DATASETS.name)
"""The tables of the evidence that tell where values are."""

_SURE_KEY = 0.8
_ROWS = 50_000


@dataclass(frozen=True)
class Holder:
    """A dataset that holds records of a concept: where they are, what names them, which field holds what.

    `key` is the declared key, or the likeliest that repeats nowhere; empty where there is none. `fields` is the
    likeliest field of each attribute. `copy_of` is the dataset of the same system that this is an old copy of.
    """

    concept: str
    system: str
    dataset: str
    probability: float
    records: int
    path: Path
    key: tuple[str, ...]
    fields: Mapping[str, str]
    all_fields: tuple[str, ...]
    copy_of: str | None = None

    @property
    def place(self) -> Place:
        """The system and dataset."""
        return self.system, self.dataset

    @property
    def size_bytes(self) -> int:
        """How large its file is."""
        return self.path.stat().st_size


def holders(evidence: Evidence) -> tuple[Holder, ...]:
    """Return the datasets that hold any concept and have records, by concept, system and dataset.

    Reads `concept_datasets`, `attributes`, `dataset_keys` and `datasets` of the evidence.
    """
    likely = _Likely(
        keys=_keys(evidence.table(DATASET_KEYS.name).to_pylist()),
        attributes=_attributes(evidence.table(ATTRIBUTES.name).to_pylist()),
        copies={_place(row): row["copy_of"] for row in evidence.table(DATASETS.name).to_pylist()},
    )
    held = [
        likely.holder(row, dataset, evidence.path(dataset))
        for row in evidence.table(CONCEPT_DATASETS.name).to_pylist()
        if (dataset := evidence.snapshot.find(*_place(row))) is not None and dataset.object and dataset.records
    ]
    return tuple(sorted(held, key=lambda each: (each.concept, each.place)))


def read_records(
    holder: Holder, attributes: Sequence[str] | None = None, *, spill: Path | None = None, memory_mb: int = 512
) -> "Iterator[pa.RecordBatch]":
    """Yield the records of a holder in order of their ids: `record`, then one text column an attribute asked for.

    An attribute that the dataset does not hold is null throughout. Memory does not grow with the dataset where
    there is a folder to `spill` to.
    """
    asked = sorted(holder.fields) if attributes is None else list(attributes)
    with selecting(holder.size_bytes, memory_mb=memory_mb, spill=spill) as connection:
        yield from connection.sql(_select(holder, asked)).to_arrow_reader(_ROWS)


def find_records(holder: Holder, records: Sequence[str]) -> list[dict[str, str | None]]:
    """Return some records of a holder by their ids, all its attributes as text; one that is not there is left out."""
    wanted = ", ".join(map(literal, records))
    # The number behind a key that repeats is no part of it.
    keys = ", ".join(map(literal, {*records, *(each.rpartition(".")[0] for each in records)}))
    source = f"(SELECT * FROM {parquet(holder.path)} WHERE {identity(holder)} IN ({keys}))"  # noqa: S608
    sql = f"SELECT * FROM ({_select(holder, sorted(holder.fields), source)}) WHERE {RECORD} IN ({wanted})"  # noqa: S608
    with selecting(holder.size_bytes, memory_mb=256) as connection:
        found: list[dict[str, str | None]] = connection.sql(sql).to_arrow_table().to_pylist()
        return found


def _select(holder: Holder, attributes: Sequence[str], source: str | None = None) -> str:
    source = source or parquet(holder.path)
    columns = ", ".join(f"{_attribute(holder, name)} AS {quoted(name)}" for name in attributes)
    shown = f"{identity(holder)} AS {RECORD}" + (f", {columns}" if columns else "")
    names = "".join(f", c.{quoted(name)}" for name in attributes)
    again = f"row_number() OVER (PARTITION BY c.{RECORD})"  # a key that a file or SQLite only declares may repeat
    unique = f"c.{RECORD} || CASE WHEN {again} = 1 THEN '' ELSE '.' || {again} END AS {RECORD}"
    return f"SELECT {unique}{names} FROM (SELECT {shown} FROM {source}) c ORDER BY 1"  # noqa: S608


def identity(holder: Holder) -> str:
    """Return the record's id as SQL: its key, or a hash of all its values."""
    if holder.key:
        return " || '|' || ".join(f"coalesce({_text(name)}, '')" for name in holder.key)
    content = ", ".join(f"coalesce({_text(name)}, chr(30))" for name in holder.all_fields)
    return f"'#' || substr(md5(concat_ws(chr(31), {content})), 1, 16)"


def _attribute(holder: Holder, name: str) -> str:
    field = holder.fields.get(name)
    return _text(field) if field is not None else "NULL::VARCHAR"


def _text(field: str) -> str:
    return f"CAST({quoted(field)} AS VARCHAR)"


@dataclass(frozen=True)
class _Likely:
    """What is known of all datasets: their likeliest keys, the fields of their attributes, what they are copies of."""

    keys: Mapping[Place, tuple[str, ...]]
    attributes: Mapping[Place, Sequence[Row]]
    copies: Mapping[Place, object]

    def holder(self, row: Row, dataset: Dataset, path: Path) -> Holder:
        place = _place(row)
        readable = tuple(each.name for each in dataset.fields if each.type not in (None, "binary"))
        declared = bool(dataset.key) and set(dataset.key) <= set(readable)
        key = dataset.key if declared else self.keys.get(place, ())
        copy_of = self.copies.get(place)
        return Holder(
            concept=str(row["concept"]),
            system=dataset.system,
            dataset=dataset.dataset,
            probability=_number(row["probability"]),
            records=dataset.records or 0,
            path=path,
            key=key if set(key) <= set(readable) else (),
            fields=_likeliest(self.attributes.get(place, ()), readable),
            all_fields=readable,
            copy_of=str(copy_of) if copy_of else None,
        )


def _likeliest(attributes: Iterable[Row], readable: Sequence[str]) -> dict[str, str]:
    """Return the field that most likely holds each attribute; of equals, the first in the dataset."""
    order = {name: at for at, name in enumerate(readable)}
    rows = [row for row in attributes if row["field"] in order]
    rows.sort(key=lambda row: (-_number(row["probability"]), order[str(row["field"])]))
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(str(row["attribute"]), str(row["field"]))
    return {name: field for name, field in sorted(found.items()) if name != RECORD}


def _attributes(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    found: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        found[_place(row)].append(row)
    return found


def _keys(rows: Iterable[Row]) -> dict[Place, tuple[str, ...]]:
    """Return the likeliest key of each dataset, of those that name every record and no two alike."""
    likely = [
        row
        for row in rows
        if (row["origin"] == "declared" or _number(row["probability"]) >= _SURE_KEY)
        and not row["repeated_records"]
        and not row["null_records"]
    ]
    likely.sort(key=lambda row: (row["origin"] == "declared", _number(row["probability"])))
    return {_place(row): tuple(part.strip() for part in str(row["fields"]).split("|")) for row in likely}


def _place(row: Row) -> Place:
    return str(row["system"]), str(row["dataset"])


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
