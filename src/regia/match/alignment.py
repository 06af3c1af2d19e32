"""Records of the same things in two systems, side by side, and which of their fields agree.

What identifies a thing (a VAT number, an e-mail, a code) joins a sample of the records of two datasets; there a
status is seen to say in other words what another status says, an amount to be the same in cents. Names are not heard.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from regia.engine.session import column_types, connect, literal, parquet, quoted
from regia.errors import Text
from regia.match.agreement import FEWEST, Agreement, Column, agreement, column
from regia.match.field import Field
from regia.match.population import Place, joins
from regia.model.progress import Progress
from regia.profile.semantic import date_text, unix_time
from regia.profile.value_sql import filled, hashed, normalised

if TYPE_CHECKING:
    import duckdb

Agreements = Mapping[tuple[int, int], Agreement]
"""By the rows of two fields, the smaller first: how they agree."""

_SAMPLE = 500  # things of the smaller side that are looked for in the other
_PARTNERS = 8  # datasets that each one is laid beside
_DIGITS = 9  # of a telephone number: what stands before them is a prefix that some leave out
_AS_WELL = 0.9
_COUNTRY = re.compile(r"^[A-Za-z]{2}(?=[\s\d])")  # before a VAT number; some leave it out
_LONGEST = 200
_MEMORY_MB = 512
_STEP = Text("metto vicini i record delle stesse cose", "laying records of the same things side by side")
_DAYS: Mapping[str, Callable[[str], date | None]] = {
    "date_text": date_text.parse, "date_number": date_text.parse, "unix_time": unix_time.day
}  # fmt: skip


def agreements(
    fields: Sequence[Field], path: Callable[[Place], Path | None], progress: Progress, *, spill: Path | None = None
) -> Agreements:
    """Return how fields of two systems agree on the records of the same things.

    `path` gives the Parquet file of a dataset, None where it has no records.
    """
    found: dict[tuple[int, int], Agreement] = {}
    rows = {each.key: row for row, each in enumerate(fields)}
    couples = list(_couples(fields))
    if not couples:
        return found
    with connect(memory_mb=_MEMORY_MB, threads=1, spill=spill) as connection:
        tables = _Tables(connection, fields, path)
        for done, (one, other) in enumerate(couples):
            progress.step(_STEP, done=done, total=len(couples))
            for left, right, how in _agreeing(tables, one, other):
                pair = sorted((rows[left.key], rows[right.key]))
                found[pair[0], pair[1]] = how
    return found


def _couples(fields: Sequence[Field]) -> Iterator[tuple[Field, Field]]:
    """Yield, for each two datasets that hold the same things, the two fields that join them best."""
    fields = [each for each in fields if each.held and each.kind != "other"]
    partners: Counter[Place] = Counter()
    seen: set[frozenset[Place]] = set()
    for one, other, _ in sorted(joins(fields), key=lambda join: (-join[2], join[0].key, join[1].key)):
        tables = frozenset({one.table, other.table})
        if tables not in seen and max(partners[table] for table in tables) < _PARTNERS:
            seen.add(tables)
            partners.update(tables)
            yield one, other


def _agreeing(tables: "_Tables", one: Field, other: Field) -> Iterator[tuple[Field, Field, Agreement]]:
    """Yield the fields of two datasets that can be compared, and how they agree; those that join them are left out."""
    fewer = min(one, other, key=lambda each: (each.distinct or 0, each.key))
    hashes = tables.smallest(fewer)
    mine, others = tables.records(one, hashes), tables.records(other, hashes)
    shared = sorted(mine.keys() & others.keys())
    if len(shared) < FEWEST:
        return
    lefts = _columns(tables.fields[one.table], [mine[hash_] for hash_ in shared])
    rights = _columns(tables.fields[other.table], [others[hash_] for hash_ in shared])
    found = {
        (left, right): how
        for left, left_values in lefts
        for right, right_values in rights
        if (left, right) != (one, other)
        and (how := agreement(left_values, right_values, coded=_may_code(left) and _may_code(right)))
    }
    for (left, right), how in found.items():
        rivals = (
            found.get((left, each)) or found.get((each, right))
            for each in tables.fields[other.table] + tables.fields[one.table]
            if each not in (left, right)
        )
        yield left, right, replace(how, ambiguous=any(each and each.beyond >= _AS_WELL * how.beyond for each in rivals))


def _may_code(field: Field) -> bool:
    return field.kind in ("text", "integer", "boolean") and field.semantic not in _DAYS


def _columns(fields: Sequence[Field], records: Sequence[tuple[str | None, ...]]) -> list[tuple[Field, Column]]:
    by_field = zip(fields, zip(*records, strict=True), strict=True)
    return [(field, column([_read(field, value) for value in values])) for field, values in by_field]


def _read(field: Field, value: str | None) -> str | None:
    """Return a value as it is compared: a day however it is written, numbers without the prefix of their country."""
    if not value:
        return None
    if parse := _DAYS.get(field.semantic or ""):
        day = parse(value)
        return day.isoformat() if day else None
    if field.kind in ("date", "time"):
        return value[:10]
    if field.semantic == "phone":
        return "".join(sign for sign in value if sign.isdigit())[-_DIGITS:]
    return _COUNTRY.sub("", value.strip()) if field.semantic == "vat_number" else value


class _Tables:
    """The datasets of a snapshot, as alignment reads them: a few records by the hash of what identifies them."""

    def __init__(
        self, connection: "duckdb.DuckDBPyConnection", fields: Iterable[Field], path: Callable[[Place], Path | None]
    ) -> None:
        self._connection, self._path = connection, path
        self._smallest: dict[Field, tuple[str, ...]] = {}
        self._types: dict[Place, dict[str, str]] = {}
        self.fields: dict[Place, list[Field]] = {}
        for each in fields:
            if each.held and each.kind != "other":
                self.fields.setdefault(each.table, []).append(each)

    def smallest(self, field: Field) -> tuple[str, ...]:
        """Return the smallest hashes of a field's values."""
        if field not in self._smallest:
            source, hash_ = self._hashed(field)
            sql = f"SELECT DISTINCT {hash_} AS hash FROM {source} ORDER BY hash LIMIT {_SAMPLE}"  # noqa: S608
            self._smallest[field] = tuple(row[0] for row in self._connection.sql(sql).fetchall()) if source else ()
        return self._smallest[field]

    def records(self, field: Field, hashes: Sequence[str]) -> dict[str, tuple[str | None, ...]]:
        """Return the records whose value of a field has one of some hashes; those that share a value are left out."""
        source, hash_ = self._hashed(field)
        if not source or not hashes:
            return {}
        columns = ", ".join(
            f"left(CAST({quoted(each.name)} AS VARCHAR), {_LONGEST})" for each in self.fields[field.table]
        )
        wanted = ", ".join(map(literal, hashes))
        sql = f"SELECT {hash_} AS hash, {columns} FROM {source} WHERE hash IN ({wanted})"  # noqa: S608
        rows = self._connection.sql(sql).fetchall()
        once = Counter(row[0] for row in rows)
        return {row[0]: row[1:] for row in rows if once[row[0]] == 1}

    def _hashed(self, field: Field) -> tuple[str, str]:
        """Return a dataset's records with a value in a field, as a SQL relation ('' without any), and its hash."""
        path = self._path(field.table)
        if path is None:
            return "", ""
        if field.table not in self._types:
            self._types[field.table] = column_types(self._connection, path)
        type_, name = self._types[field.table][field.name], quoted(field.name)
        return f"(SELECT * FROM {parquet(path)} WHERE {filled(name, type_)})", hashed(normalised(name, type_))  # noqa: S608
