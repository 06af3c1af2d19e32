"""Which one or two fields identify a record, or would if nothing were written twice.

Every column that looks like an identifier is checked exactly; pairs only where no single one does. A column that is
unique by accident (an amount, a time, a text) is no key. The probability is a logistic score of what the name,
the type, the position and the values tell (as in Jiang and Naumann, "Holistic primary key and foreign key
detection", 2020).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from regia.profile.column import names_it
from regia.profile.distinct import distinct_values, is_dense
from regia.profile.facts import DatasetFacts, FieldFacts, KeyFacts, ValueFacts
from regia.profile.names import words
from regia.profile.scan_sql import kind_of

if TYPE_CHECKING:
    import duckdb

NEARLY = 0.95
"""Share of distinct values from which a field that is named as a key is one with repeated values."""

_MOST_PAIRED = 10
_MOST_SINGLE = 8
_FEWEST_RECORDS = 3
_SHORT = 6
_FEW_RECORDS = 10
"""Under these, nearly every field is unique by chance: only a name can tell a key."""

_NEVER = frozenset(
    {"money", "percent", "free_text", "json", "street", "municipality", "person_name", "first_name", "last_name",
     "company_name", "province", "country", "currency", "yes_no", "postal_code", "number_text", "unix_time",
     "date_text", "date_number"}
)  # fmt: skip
_CONTACT = frozenset({"email", "phone", "iban", "vat_number", "tax_code", "ean", "url", "ip_address"})


@dataclass(frozen=True)
class _Candidate:
    """A field; `place` is its position among those that differ from record to record."""

    position: int
    place: int
    field: FieldFacts
    values: ValueFacts


def find_keys(connection: "duckdb.DuckDBPyConnection", source: str, facts: DatasetFacts) -> tuple[KeyFacts, ...]:
    """Return the keys found, the most probable first; repeated values are counted exactly."""
    if facts.records < _FEWEST_RECORDS:
        return ()
    candidates = list(_candidates(facts))
    found = list(_singles(connection, source, facts, [each for each in candidates if _may_identify(each)]))
    if not any(_identifies(key) for key in found):
        found += sorted(_pairs(connection, source, facts, candidates), key=lambda key: -key.probability)[:3]
    scope = next((each.field.name for each in candidates if _is_scope(each, facts)), None)
    if scope:
        found += [_within(scope, key) for key in found if _identifies(key)]
    return tuple(sorted(found, key=lambda key: -key.probability))


def _candidates(facts: DatasetFacts) -> Iterator[_Candidate]:
    place = 0
    for position, (field, values) in enumerate(zip(facts.fields, facts.values, strict=True)):
        yield _Candidate(position, place, field, values)
        place += (field.distinct or 0) > 1


def _identifies(key: KeyFacts) -> bool:
    return key.probability >= 0.5 and not key.repeated


def _is_scope(each: _Candidate, facts: DatasetFacts) -> bool:
    """Whether a field that leads the dataset says whose records these are, the same for all (a client, a company)."""
    constant = each.place == 0 and each.field.distinct == 1 and each.field.held == facts.records
    return constant and not each.field.blanks and names_it(each.field.name, "scope")


def _within(scope: str, key: KeyFacts) -> KeyFacts:
    """Return a key as such a system declares it: within its scope. That it does is surer than not."""
    probability = key.probability + (1 - key.probability) / 2
    return msgspec.structs.replace(key, fields=(scope, *key.fields), probability=round(probability, 4), scoped=True)


def _may_identify(each: _Candidate) -> bool:
    kind = kind_of(each.field.engine_type)
    if kind in ("float", "time", "boolean", "binary") or each.values.semantic_type in _NEVER:
        return False
    if "DECIMAL" in each.field.engine_type and not each.field.engine_type.endswith(",0)"):
        return False
    return (each.field.length_maximum or 0) <= 64 and each.field.held > 0


def _singles(
    connection: "duckdb.DuckDBPyConnection", source: str, facts: DatasetFacts, candidates: list[_Candidate]
) -> Iterator[KeyFacts]:
    # an estimate of distinct values may be some percent too low
    wanted = [each for each in candidates if (each.field.distinct or 0) >= 0.9 * each.field.held]
    wanted = [each for each in wanted if each.field.held >= 0.5 * facts.records]
    for each in sorted(wanted, key=lambda one: -_score(one, facts))[:_MOST_SINGLE]:
        distinct = each.field.distinct or 0
        if not each.field.distinct_exact:
            if each.values.top and each.values.top[0][1] > 1 and not _named_key(each.field.name):
                continue  # a value counted twice is enough: all need not be told apart
            distinct = distinct_values(connection, source, [each.position], each.field)
        repeated = each.field.held - distinct
        if repeated and (distinct < NEARLY * each.field.held or not _named_key(each.field.name)):
            continue
        score = _score(each, facts) - (1.0 if repeated else 0.0) - 4.0 * each.field.nulls / facts.records
        yield KeyFacts(
            fields=(each.field.name,), repeated=repeated, nulls=each.field.nulls, probability=_logistic(score)
        )


def _score(each: _Candidate, facts: DatasetFacts) -> float:
    name = each.field.name
    score = -1.3 + min(1.2, 0.35 * math.log10(facts.records))
    score += 2.2 if _named_key(name) else -0.6
    score += 1.6 if each.place == 0 else 0.4 if each.place == 1 else 0.0
    score += 1.5 if each.values.semantic_type == "uuid" else 0.0
    score += 1.2 if each.place == 0 and _is_short_code(each.field) else 0.0
    score -= 1.2 if each.values.semantic_type in _CONTACT else 0.0
    score += 0.8 if is_dense(each.field, facts.records) else 0.0
    score -= 2.0 if names_it(name, "quantity") and not _named_key(name) else 0.0
    score -= 1.0 if facts.records < _FEW_RECORDS and not _named_key(name) else 0.0
    return score


def _is_short_code(field: FieldFacts) -> bool:
    """Whether a text is as short as the codes of a code list, which lead it."""
    return kind_of(field.engine_type) == "text" and 0 < (field.length_maximum or 0) <= _SHORT


def _named_key(name: str) -> bool:
    return names_it(name, "identifier") or (words(name) or ("",))[-1] in ("id", "cod", "code")


def _pairs(
    connection: "duckdb.DuckDBPyConnection", source: str, facts: DatasetFacts, candidates: list[_Candidate]
) -> Iterator[KeyFacts]:
    parts = [each for each in candidates if _may_be_part(each, facts)]
    parts = sorted(parts, key=lambda each: -_part_score(each))[:_MOST_PAIRED]
    for left, right in combinations(sorted(parts, key=lambda each: each.position), 2):
        if (left.field.distinct or 0) * (right.field.distinct or 0) < facts.records:
            continue
        distinct = distinct_values(connection, source, [left.position, right.position])
        if distinct == facts.records:
            score = -1.5 + _part_score(left) + _part_score(right) + min(1.0, 0.3 * math.log10(facts.records))
            score += 1.0 if right.place == left.place + 1 else 0.0
            score += 0.7 if left.place == 0 else 0.0
            names = (left.field.name, right.field.name)
            yield KeyFacts(fields=names, repeated=0, nulls=0, probability=_logistic(score))


def _may_be_part(each: _Candidate, facts: DatasetFacts) -> bool:
    kind = kind_of(each.field.engine_type)
    if each.field.nulls or each.field.blanks or not 1 < (each.field.distinct or 0) < 0.999 * facts.records:
        return False
    return kind in ("text", "number", "time") and (_is_moment(each) or _may_identify(each))


def _is_moment(each: _Candidate) -> bool:
    return kind_of(each.field.engine_type) == "time" or each.values.semantic_type in (
        "unix_time",
        "date_text",
        "date_number",
    )


def _part_score(each: _Candidate) -> float:
    name = each.field.name
    score = 1.0 if _named_key(name) else 0.0
    score += 0.6 if _LINE.intersection(words(name)) else 0.0
    score -= 0.8 if _is_moment(each) else 0.0
    score -= 0.8 if each.values.semantic_type in (*_CONTACT, "status_code") else 0.0
    return score + (0.4 if each.place < 3 else -0.3)


_LINE = frozenset(
    {"riga", "rig", "nriga", "progressivo", "prog", "posizione", "pos", "sequenza", "seq", "ordine", "line", "lineno",
     "sequence", "position", "item", "anno", "year", "revisione", "versione", "version", "lingua", "lang", "language"}
)  # fmt: skip


def _logistic(score: float) -> float:
    return round(1 / (1 + math.exp(-score)), 4)
