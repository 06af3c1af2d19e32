"""The values of one attribute in all records of a family, coded, each in its compared form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from regia.profile.placeholders import is_placeholder
from regia.resolve.conflicts.attributes import Attribute
from regia.resolve.conflicts.contest import Claims
from regia.resolve.conflicts.family import Family
from regia.resolve.conflicts.forms import normal

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

NOTHING, STAND_IN = -1, -2

_FEWEST_TOGETHER = 3
_SAME_MEANING = 0.6
_AS_IT_IS = 0.25
_COMPARED, _LEAST_AGREEMENT = 10, 0.2


@dataclass(frozen=True)
class Values:
    """One attribute in the records that are of an entity, one record a row.

    `source` is the place of its dataset among the attribute's, `row` the record's place in that dataset, `raw` the code
    of its value in `texts` (-1 where there is none), `value` that of its compared form in `forms`, or NOTHING, or
    STAND_IN for what merely looks like a value. `at` is when the record was changed. `records` and `filled` count
    all records, those alone in their entity too, and those with a value (concepts of the family x sources).
    """

    attribute: Attribute
    entity: "np.ndarray"
    source: "np.ndarray"
    row: "np.ndarray"
    raw: "np.ndarray"
    value: "np.ndarray"
    at: "np.ndarray"
    texts: Sequence[str]
    forms: Sequence[str]
    records: "np.ndarray"
    filled: "np.ndarray"

    @property
    def sources(self) -> int:
        """How many datasets hold the attribute."""
        return len(self.attribute.held)

    def claims(self) -> Claims:
        """Return what the records say that say something."""
        said = self.value >= 0
        return Claims(self.entity[said], self.source[said], self.value[said], self.at[said])


def values_of(
    family: Family, attribute: Attribute, columns: "Sequence[pa.ChunkedArray]", *, timezone: str, every: int = 1
) -> Values:
    """Return the values of an attribute in the entities with two records or more that could hold it.

    `every` takes one entity in so many, always the same ones.
    """
    import numpy as np
    import pyarrow as pa

    entity = np.concatenate([family.held[place].entity for place in attribute.held])
    source = np.repeat(np.arange(len(attribute.held)), [len(family.held[place].entity) for place in attribute.held])
    row = np.concatenate([np.arange(len(family.held[place].entity)) for place in attribute.held])
    chosen = _several(entity, every)
    at = np.concatenate([family.held[place].changed for place in attribute.held])[chosen]
    text = pa.concat_arrays([chunk for column in columns for chunk in column.chunks] or [pa.array([], pa.string())])
    encoded = text.take(pa.array(np.flatnonzero(chosen))).dictionary_encode()
    raw = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    texts = encoded.dictionary.to_pylist()
    coded, forms = _coded(texts, attribute, timezone)
    value = np.where(raw >= 0, coded[raw], NOTHING) if len(texts) else np.full(len(raw), NOTHING)
    records, filled = _coverage(family, entity, source, text)
    found = Values(
        attribute, entity[chosen], source[chosen], row[chosen], raw, value, at, texts, forms, records, filled
    )
    return _translated(found) if attribute.kind in ("code", "flag") else found


def _coverage(
    family: Family, entity: "np.ndarray", source: "np.ndarray", text: "pa.Array"
) -> "tuple[np.ndarray, np.ndarray]":
    """Return the records, and those with a value, of each concept in each source."""
    import numpy as np
    import pyarrow.compute as pc

    shape = (len(family.concepts), int(source.max(initial=0)) + 1)
    full = pc.fill_null(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(text)), 0), False)
    known = entity >= 0
    place = np.where(known, family.concept[np.maximum(entity, 0)], 0) * shape[1] + source
    size = shape[0] * shape[1]
    records = np.bincount(place[known], minlength=size).reshape(shape)
    filled = np.bincount(place[known & full.to_numpy(zero_copy_only=False)], minlength=size).reshape(shape)
    return records, filled


def _several(entity: "np.ndarray", every: int) -> "np.ndarray":
    """Whether each record is of an entity with two or more."""
    import numpy as np

    known = entity >= 0
    if every > 1:
        known &= entity % every == 0
    counts = np.bincount(entity[known], minlength=1)
    several: np.ndarray = known & (counts[np.maximum(entity, 0) % len(counts)] > 1)
    return several


def _coded(texts: Sequence[str], attribute: Attribute, timezone: str) -> "tuple[np.ndarray, list[str]]":
    """Return the code of the compared form of each text, and the forms."""
    import numpy as np

    form = normal(attribute.kind, timezone)
    known: dict[str, int] = {}
    coded = np.full(max(len(texts), 1), NOTHING, dtype=np.int64)
    for at, text in enumerate(texts):
        shape = form(text) if text.strip() else ""
        if is_placeholder.__wrapped__(text, "text") if text.strip() else False:
            coded[at] = STAND_IN
        elif shape:
            coded[at] = known.setdefault(shape, len(known))
    return coded, list(known)


def _translated(given: Values) -> Values:
    """Return codes in the words of the source that says most: `2` is `azienda` where the same things are called so."""
    import numpy as np

    said = given.value >= 0
    counts = np.bincount(given.source[said], minlength=given.sources)
    reference = int(counts.argmax())
    value = given.value.copy()
    for source in range(given.sources):
        if source != reference and counts[source]:
            meaning = _dictionary(given, source, reference)
            mine = said & (given.source == source)
            value[mine] = meaning[value[mine]]
    return replace(given, value=value)


def _dictionary(given: Values, source: int, reference: int) -> "np.ndarray":
    """Return, for each code, the one that the reference says most of the same entities, where it clearly does.

    A code that both use keeps its meaning where they agree on it for a good part.
    """
    import numpy as np

    size = max(len(given.forms), 1)
    meaning = np.arange(size)
    said = given.value >= 0
    other = np.full(int(given.entity.max(initial=0)) + 1, NOTHING)
    there = said & (given.source == reference)
    other[given.entity[there]] = given.value[there]
    here = said & (given.source == source) & (other[given.entity] >= 0)
    pairs, counts = np.unique(np.stack([given.value[here], other[given.entity[here]]]), axis=1, return_counts=True)
    total = np.bincount(pairs[0], weights=counts, minlength=size)
    kept = np.bincount(pairs[0], weights=counts * (pairs[0] == pairs[1]), minlength=size) >= _AS_IT_IS * total
    shared = np.isin(meaning, given.value[there])
    for mine, theirs, together in zip(pairs[0], pairs[1], counts, strict=True):
        clearly = together >= _FEWEST_TOGETHER and together >= _SAME_MEANING * total[mine]
        if clearly and not (shared[mine] and kept[mine]):
            meaning[mine] = theirs
    return meaning


def comparable(said: "np.ndarray", first: "np.ndarray") -> "np.ndarray":
    """Return whether each source means the same as most others: what hardly ever agrees is another thing.

    `said` (candidates x sources) and `first` are those of a contest.
    """
    import numpy as np

    sources = said.shape[1]
    if not len(said):
        return np.ones(sources, dtype=bool)
    counted = said.astype(np.float64)
    present = np.maximum.reduceat(counted, first, axis=0)
    both, agreeing = present.T @ present, counted.T @ counted
    alike = (both < _COMPARED) | (agreeing >= _LEAST_AGREEMENT * both)
    weights = counted.sum(axis=0)
    best = max((_reached(alike, start) for start in range(sources)), key=lambda found: float(weights[found].sum()))
    return np.isin(np.arange(sources), best)


def _reached(alike: "np.ndarray", start: int) -> list[int]:
    found, pending = {start}, [start]
    while pending:
        source = pending.pop()
        fresh = [each for each in range(len(alike)) if alike[source, each] and each not in found]
        found.update(fresh)
        pending += fresh
    return sorted(found)
