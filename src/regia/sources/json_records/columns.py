"""Records of JSON members as typed columns: what each member holds over all of them, then batches of its values."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from regia.errors import Text
from regia.errors.files import FileChanged
from regia.sources.connector import DatasetInfo, Report
from regia.sources.file_format import unreadable
from regia.sources.json_records.column import Member, MemberGuess

if TYPE_CHECKING:
    import pyarrow as pa
    from msgspec import Raw

    Records = Iterable[tuple[Mapping[str, Raw | bytes], int]]
    """Each record's members, as the JSON text they are written as, and its length in bytes."""

_BATCH_BYTES = 16 * 2**20
_BATCH_ROWS = 50_000
_CHANGED = Text("un altro programma vi ha scritto", "another program wrote to it")


def decided(dataset: DatasetInfo, records: "Records") -> tuple[list[Member], int]:
    """Return how each field of a dataset is kept, and how many records there are.

    The dataset's locator are the names of members, field by field; a field more holds all other members.
    """
    guesses, taken = [MemberGuess(field.name) for field in dataset.fields], 0
    for batch in _batches(dataset, records):
        taken += len(batch[0])
        for guess, tokens in zip(guesses, batch, strict=True):
            guess.take(tokens)
    return [guess.decide() for guess in guesses], taken


def typed(
    path: Path, dataset: DatasetInfo, members: Sequence[Member], records: "Records"
) -> "Iterator[pa.RecordBatch]":
    """Yield the records' values.

    Raises:
        FileUnreadable: the file has changed since its types were decided.
    """
    import pyarrow as pa

    told = schema(members)
    try:
        for columns in _batches(dataset, records):
            arrays = [member.array(tokens) for member, tokens in zip(members, columns, strict=True)]
            yield pa.record_batch(arrays, schema=told)
    except pa.ArrowInvalid as error:
        raise unreadable(path, _CHANGED, error=FileChanged) from error


def schema(members: Sequence[Member]) -> "pa.Schema":
    """Return the columns that members are kept as."""
    import pyarrow as pa

    return pa.schema([(member.name, member.type) for member in members])


def tell(members: Iterable[Member], dataset: str, report: Report) -> None:
    """Report what was guessed or kept as text."""
    for member in members:
        for note in member.notes(dataset):
            report(note)


def _batches(dataset: DatasetInfo, records: "Records") -> "Iterator[list[pa.Array]]":
    """Yield the texts of members, member by member."""
    gathered: list[Mapping[str, Raw | bytes]] = []
    size = 0
    for record, length in records:
        gathered.append(record)
        size += length
        if len(gathered) >= _BATCH_ROWS or size >= _BATCH_BYTES:
            yield _columns(gathered, dataset)
            gathered, size = [], 0
    if gathered:
        yield _columns(gathered, dataset)


def _columns(gathered: "Sequence[Mapping[str, Raw | bytes]]", dataset: DatasetInfo) -> "list[pa.Array]":
    raw = dataset.locator
    columns = [_tokens([record.get(key) for record in gathered]) for key in raw]
    if len(dataset.fields) > len(raw):
        known = frozenset(raw)
        columns.append(_tokens([_object({k: it[k] for k in it if k not in known}) for it in gathered]))
    return columns


def _tokens(values: "Sequence[Raw | bytes | None]") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    tokens = pa.array([None if value is None else bytes(value) for value in values], pa.binary())
    nulls = pc.equal(tokens, b"null")
    return pc.if_else(nulls, pa.scalar(None, pa.binary()), tokens) if nulls.true_count else tokens


def _object(members: "Mapping[str, Raw | bytes]") -> bytes | None:
    parts = (json.dumps(key).encode() + b":" + bytes(value) for key, value in members.items())
    return b"{" + b",".join(parts) + b"}" if members else None
