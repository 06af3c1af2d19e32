"""Which fields of two datasets name things by the same codes, whatever anybody calls them: by the codes themselves.

A product code that is `MATNR` in one system and `sku` in another is told by its values. Counters are left out: two
systems that each count from one share their numbers and nothing else; so are documents, which are counted by year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from regia.engine.session import parquet, quoted, selecting
from regia.resolve.families import NAMING, ROLES, Family
from regia.resolve.records import Holder

if TYPE_CHECKING:
    import duckdb

CODE = "code"
_COUNTER = "[0-9]{1,7}"
_FEWEST, _HALF = 10, 0.5
"""Codes that two fields have in common, and the share of the codes of the one that has fewer."""

Field = tuple[int, str]
"""A field of one of several holders, by its place among them."""


def named_alike(family: Family) -> Family:
    """Return a family whose datasets call by one name the fields that name things by the same codes."""
    if family.document or family.concept in ROLES or len(family.holders) < 2:
        return family
    alike = _alike(family.holders)
    return replace(family, holders=tuple(_with(each, alike.get(at)) for at, each in enumerate(family.holders)))


def _with(holder: Holder, field: str | None) -> Holder:
    return holder if field is None else replace(holder, fields={**holder.fields, CODE: field})


def _alike(holders: Sequence[Holder]) -> Mapping[int, str]:
    """Return the field of each holder that shares its codes with most others', where any does."""
    fields = [(at, name) for at, each in enumerate(holders) for name in _names(each)]
    shared: dict[Field, int] = {}
    with selecting(sum(each.size_bytes for each in holders), memory_mb=512) as connection:
        for number, (at, name) in enumerate(fields):
            code = f"ltrim(upper(trim(CAST({quoted(name)} AS VARCHAR))), '0')"
            connection.execute(
                f"CREATE TEMP TABLE codes_{number} AS SELECT DISTINCT {code} AS code FROM {parquet(holders[at].path)} "  # noqa: S608
                f"WHERE {code} <> '' AND NOT regexp_full_match({code}, '{_COUNTER}')"
            )
        sizes = [_count(connection, f"codes_{number}") for number in range(len(fields))]
        for one, other in combinations(range(len(fields)), 2):
            if fields[one][0] == fields[other][0] or min(sizes[one], sizes[other]) < _FEWEST:
                continue
            both = _count(connection, f"codes_{one} SEMI JOIN codes_{other} USING (code)")
            if both >= max(_FEWEST, _HALF * min(sizes[one], sizes[other])):
                for place in (one, other):
                    shared[fields[place]] = shared.get(fields[place], 0) + both
    return _best(shared)


def _count(connection: "duckdb.DuckDBPyConnection", source: str) -> int:
    found: list[tuple[int]] = connection.execute(f"SELECT count(*) FROM {source}").fetchall()  # noqa: S608
    return found[0][0]


def _names(holder: Holder) -> list[str]:
    """Return the fields that may name things: those of the key, and what is called a code, number or id."""
    return sorted({*holder.key, *(field for name, field in holder.fields.items() if name in NAMING)})


def _best(shared: Mapping[Field, int]) -> dict[int, str]:
    best: dict[int, str] = {}
    for (at, name), _ in sorted(shared.items(), key=lambda each: (-each[1], each[0])):
        best.setdefault(at, name)
    return best
