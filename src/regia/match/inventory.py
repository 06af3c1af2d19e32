"""The fields of a snapshot, from the tables that the profile wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from regia.match.field import Field, ValueKind, value_kind

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, object]
_SURE = 0.8  # an inferred key or reference less probable than this says nothing
_EMPTY = 0.999


def fields_of(
    fields: "pa.Table", sketches: "pa.Table", references: "pa.Table", keys: "pa.Table", datasets: Iterable[Row]
) -> list[Field]:
    """Return every field that is described, in the order of the profile."""
    records = {(str(row["system"]), str(row["dataset"])): _number(row["records"]) for row in datasets}
    hashes = {_key(row): row for row in sketches.to_pylist()}
    pointing = dict(_pointing(references.to_pylist()))
    rows = fields.to_pylist()
    constant = {_key(row) for row in rows if row["distinct_count"] == 1}
    whole_keys = {place: _telling(place, key, constant) for place, key in _keys(keys.to_pylist())}
    return [_field(row, hashes.get(_key(row), {}), pointing, keys=whole_keys, records=records) for row in rows]


def copies_of(datasets: Iterable[Row]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the dataset that each old copy is a copy of; copies are in no correspondence, for nobody writes them."""
    return {
        (str(row["system"]), str(row["dataset"])): (str(row["system"]), str(row["copy_of"]))
        for row in datasets
        if row.get("kind") == "backup_copy" and row.get("copy_of")
    }


def comments_of(datasets: Iterable[Row]) -> dict[tuple[str, str], str]:
    """Return what the sources say of their datasets."""
    return {(str(row["system"]), str(row["dataset"])): str(row["comment"]) for row in datasets if row.get("comment")}


def _field(
    row: Row,
    sketch: Row,
    pointing: Mapping[tuple[str, str, str], str],
    *,
    keys: Mapping[tuple[str, str], tuple[str, ...]],
    records: Mapping[tuple[str, str], float],
) -> Field:
    system, dataset, name = _key(row)
    key = keys.get((system, dataset), ())
    found = field_of(row, sketch, records.get((system, dataset), 0.0))
    return replace(found, in_key=name in key, sole_key=key == (name,), refers_to=pointing.get((system, dataset, name)))


def field_of(row: Row, sketch: Row, records: float) -> Field:
    """Return a field of a dataset of so many records, as the profile measured it; keys and references apart."""
    system, dataset, name = _key(row)
    share = row.get("null_share")
    filled = max(0.0, 1 - _number(share) - _number(row.get("blank_share")))
    distinct = _number(row["distinct_count"])
    return Field(
        system=system,
        dataset=dataset,
        name=name,
        kind=_kind(row),
        comment=str(row.get("comment") or ""),
        semantic=str(row["semantic_type"]) if row["semantic_type"] else None,
        semantic_share=_number(row["semantic_share"]),
        distinct=int(distinct) if row["distinct_count"] is not None else None,
        unique=min(1.0, distinct / (filled * records)) if filled * records >= 1 else 0.0,
        filled=filled,
        counter=_is_counter(row),
        sketch=tuple(str(sketch["hashes"]).split()) if sketch.get("hashes") else (),
        sketch_whole=bool(sketch.get("whole")),
        empty=isinstance(share, float) and share > _EMPTY,
        position=int(_number(row["position"])),
    )


# What values really are, where a source keeps them as something else.
_KEPT_AS: Mapping[str, ValueKind] = {
    "date_number": "date", "unix_time": "date", "date_text": "date", "number_text": "number", "yes_no": "boolean",
}  # fmt: skip
_SURE_KIND = 0.9


def _kind(row: Row) -> ValueKind:
    """Return what kind of values a field holds: by what was recognised in them, else by its type."""
    declared = value_kind(str(row["type"] or row["source_type"]))
    if _number(row["semantic_share"]) < _SURE_KIND or declared in ("date", "time"):
        return declared
    return _KEPT_AS.get(str(row["semantic_type"]), declared)


_FAR = 10  # a count of n things that starts above this many times n was not counted from one


def _is_counter(row: Row) -> bool:
    """Whether values are whole numbers, padded or not, that could be counted from one."""
    start, end = str(row.get("minimum") or ""), str(row.get("maximum") or "")
    if not (start.strip().isdigit() and end.strip().isdigit()):
        return False
    return int(start) < _FAR * _number(row["distinct_count"])


def _key(row: Row) -> tuple[str, str, str]:
    return str(row["system"]), str(row["dataset"]), str(row["field"])


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _pointing(references: Iterable[Row]) -> Iterable[tuple[tuple[str, str, str], str]]:
    """Yield the dataset that a field points at, the surest last; of more fields together only the last tells."""
    likely = [row for row in references if row["origin"] == "declared" or _number(row["probability"]) >= _SURE]
    guessed = {_ends(row) for row in likely if row["origin"] != "declared"}
    for row in sorted(likely, key=lambda row: (row["origin"] == "declared", _number(row["probability"]))):
        mutual = _ends(row) in guessed and _ends(row)[::-1] in guessed  # numbers counted alike, each within the other
        if row["to_dataset"] != row["dataset"] and not mutual:
            field = _parts(row["fields"])[-1]
            yield (str(row["system"]), str(row["dataset"]), field), str(row["to_dataset"])


def _ends(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ends = (("dataset", "fields"), ("to_dataset", "to_fields"))
    start, end = ((str(row["system"]), str(row[dataset]), *_parts(row[names])) for dataset, names in ends)
    return start, end


def _keys(keys: Iterable[Row]) -> Iterable[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield the key of each dataset: the declared one, else the likeliest."""
    likely = [row for row in keys if row["origin"] == "declared" or _number(row["probability"]) >= _SURE]
    for row in sorted(likely, key=lambda row: (row["origin"] == "declared", _number(row["probability"]))):
        yield (str(row["system"]), str(row["dataset"])), _parts(row["fields"])


def _telling(place: tuple[str, str], key: tuple[str, ...], constant: set[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the fields of a key that tell records apart: a company or client code that is always one tells none."""
    return tuple(name for name in key if (*place, name) not in constant) or key


def _parts(fields: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(fields).replace("|", ",").split(","))
