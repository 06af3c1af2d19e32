"""Arrow values of types that a snapshot does not keep, as text or as a plain twin that loses nothing."""

import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def kept_type(kind: "pa.DataType") -> "pa.DataType":
    """Return the type in which values of `kind` are kept: their own, a plain twin, or text."""
    import pyarrow as pa
    import pyarrow.types as pt

    kind = _bare(kind)
    if pt.is_timestamp(kind) and kind.tz:
        return pa.timestamp(kind.unit, tz="UTC")
    if pt.is_float16(kind):
        return pa.float32()
    if _is_bytes(kind):
        return pa.binary()
    own = (pt.is_boolean, pt.is_integer, pt.is_floating, pt.is_date, pt.is_time, pt.is_duration, pt.is_timestamp)
    if any(test(kind) for test in own) or (pt.is_decimal(kind) and kind.bit_width <= 128):
        return kind
    return pa.string()


def is_told(kind: "pa.DataType") -> bool:
    """Whether keeping a type as text is to be told: it was none."""
    import pyarrow as pa

    return bool(kept_type(kind) == pa.string()) and not _is_text(_bare(kind))


def kept(values: "pa.Array") -> "pa.Array":
    """Return an array in the type that `kept_type` says; nested values become JSON."""
    import pyarrow as pa

    wanted = kept_type(values.type)
    if values.type == wanted:
        return values
    plain = _laid_bare(values)
    if wanted != pa.string() or _is_text(plain.type):
        return plain.cast(wanted)
    return _as_text(plain)


def _bare(kind: "pa.DataType") -> "pa.DataType":
    """Return what a dictionary, run-end or extension type holds; a UUID is text."""
    import pyarrow as pa
    import pyarrow.types as pt

    if pt.is_dictionary(kind) or pt.is_run_end_encoded(kind):
        return _bare(kind.value_type)
    if isinstance(kind, pa.BaseExtensionType):
        return pa.string() if kind.extension_name == "arrow.uuid" else _bare(kind.storage_type)
    return kind


def _laid_bare(values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as pt

    kind = values.type
    if pt.is_dictionary(kind):
        return _laid_bare(values.dictionary_decode())
    if pt.is_run_end_encoded(kind):
        return _laid_bare(pc.run_end_decode(values))
    if not isinstance(kind, pa.BaseExtensionType):
        return values
    if kind.extension_name != "arrow.uuid":
        return _laid_bare(values.storage)
    return pa.array(
        [None if it is None else str(uuid.UUID(bytes=it)) for it in values.storage.to_pylist()], pa.string()
    )


def _as_text(values: "pa.Array") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.types as pt

    if pt.is_nested(values.type):
        found = _plain(values)
        return pa.array([None if it is None else json.dumps(it, ensure_ascii=False) for it in found], pa.string())
    try:
        return values.cast(pa.string())
    except pa.ArrowNotImplementedError:
        return pa.array([None if it is None else str(it) for it in values.to_pylist()], pa.string())


def _plain(values: "pa.Array") -> list[Any]:
    """Return nested values as JSON has them: numbers and truth as they are, bytes in hexadecimal, all else as text."""
    import pyarrow.types as pt

    values = _laid_bare(values)
    kind = values.type
    if pt.is_struct(kind):
        return _structs(values)
    if pt.is_map(kind):
        return _cut(values, list(zip(_plain(values.keys), _plain(values.items), strict=True)))
    if pt.is_list(kind) or pt.is_large_list(kind):
        return _cut(values, _plain(values.values))
    if pt.is_nested(kind):
        return [None if it is None else str(it) for it in values.to_pylist()]
    if _is_bytes(kind):
        return [None if it is None else it.hex() for it in values.to_pylist()]
    as_it_is = pt.is_boolean(kind) or pt.is_integer(kind) or pt.is_floating(kind) or _is_text(kind)
    return (values if as_it_is else _as_text(values)).to_pylist()  # type: ignore[no-any-return]


def _structs(values: "pa.Array") -> list[Any]:
    """Return objects, or lists of pairs where a name stands twice."""
    import pyarrow.compute as pc

    names = [it.name for it in values.type]
    columns = [_plain(pc.struct_field(values, [index])) for index in range(len(names))]
    make: Callable[[Any], Any] = dict if len(set(names)) == len(names) else list
    rows = zip(*columns, strict=True) if columns else ((),) * len(values)
    valid = values.is_valid().to_pylist()
    return [make(zip(names, row, strict=True)) if ok else None for ok, row in zip(valid, rows, strict=True)]


def _cut(values: "pa.Array", inner: list[Any]) -> list[Any]:
    offsets, valid = values.offsets.to_pylist(), values.is_valid().to_pylist()
    return [inner[offsets[i] : offsets[i + 1]] if ok else None for i, ok in enumerate(valid)]


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow.types as pt

    return any(test(kind) for test in (pt.is_string, pt.is_large_string, pt.is_string_view, pt.is_null))


def _is_bytes(kind: "pa.DataType") -> bool:
    import pyarrow.types as pt

    return any(test(kind) for test in (pt.is_binary, pt.is_large_binary, pt.is_binary_view, pt.is_fixed_size_binary))
