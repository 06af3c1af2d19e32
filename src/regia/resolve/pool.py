"""The records to be compared, as numbers: each column's distinct values once, and which of them a record has."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from regia.resolve.normalising import BY_MEANING, code, plain

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from scipy.sparse import csr_matrix

ColumnKind = Literal["code", "text", "number", "words"]
_CODES = frozenset({"email", "phone", "vat_number", "tax_code", "iban", "ean", "postal_code", "uuid", "url"})
_ONE_THING = frozenset({"ean", "uuid"})
_LOOKED_AT = 5_000
_SORTS = 0.6  # different values by records, above which a column cannot but identify
_IDENTIFIES = 0.3  # from which another column identifies a record well enough to tell two apart
_SELDOM = 0.25
_FEWEST = 30
_NEARLY_ALWAYS = 0.85


@dataclass(frozen=True)
class Column:
    """One property of the records: `values` are distinct and normalised, `codes` say which a record has, -1 none.

    `one_thing` is true of values that the world over only one thing has.
    """

    name: str
    kind: ColumnKind
    codes: "np.ndarray"
    values: "pa.Array"
    one_thing: bool = False

    @cached_property
    def counts(self) -> "np.ndarray":
        """How many records have each value."""
        import numpy as np

        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    @cached_property
    def texts(self) -> list[str]:
        """The distinct values."""
        return list(self.values.to_pylist())

    @cached_property
    def sorted_texts(self) -> list[str]:
        """The distinct values with their words in order, so that word order says nothing."""
        return [" ".join(sorted(text.split())) if " " in text else text for text in self.texts]

    @cached_property
    def words(self) -> "tuple[csr_matrix, list[str]]":
        """Which words (columns) each distinct value (rows) has, and the words."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc
        from scipy.sparse import csr_matrix

        split = pa.array(map(spelt, self.texts)) if self.kind == "words" else pc.split_pattern(self.values, " ")
        flat = split.flatten().dictionary_encode()
        ids = flat.indices.to_numpy(zero_copy_only=False)
        rows = np.asarray(pc.list_parent_indices(split))
        matrix = csr_matrix((np.ones(len(ids)), (rows, ids)), shape=(len(self.values), len(flat.dictionary)))
        matrix.data[:] = 1.0
        return matrix, list(flat.dictionary.to_pylist())

    @cached_property
    def rare_words(self) -> "csr_matrix":
        """The words of each distinct value, weighed by how few values have them (TF-IDF), each row of length 1."""
        import numpy as np
        from scipy.sparse import csr_matrix, diags_array

        matrix, _ = self.words
        holders = np.maximum(1, np.asarray(matrix.sum(axis=0)).ravel())
        weighted = matrix @ diags_array(np.log(1 + len(self.values) / holders))
        length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        return csr_matrix(diags_array(1 / np.maximum(length, 1e-9)) @ weighted)


@dataclass(frozen=True)
class Pool:
    """Records by row: `source` is the dataset that each comes from."""

    source: "np.ndarray"
    columns: tuple[Column, ...]

    @property
    def size(self) -> int:
        """How many records there are."""
        return len(self.source)

    @cached_property
    def follows(self) -> tuple[tuple[int, int], ...]:
        """Which columns follow from which: the town from the postal code, the province from the town."""
        return tuple(
            (at, by)
            for by, other in enumerate(self.columns)
            if self._sorts(other)
            for at, column in enumerate(self.columns)
            if at != by and _follows(column, other, self.source)
        )

    def _sorts(self, column: Column) -> bool:
        """Whether a column sorts records rather than identify them: those that share its value share nothing else."""
        import numpy as np

        rows = np.flatnonzero(column.codes >= 0)
        if not len(rows) or self._different(column) > _SORTS * len(rows):
            return False
        rows = rows[np.lexsort((rows, self.source[rows], column.codes[rows]))]
        one, other = rows[:-1], rows[1:]
        alike = (column.codes[one] == column.codes[other]) & (self.source[one] == self.source[other])
        one, other = one[alike], other[alike]
        same = np.zeros(len(one), dtype=bool)
        for each in self.columns:
            if each is not column and self._different(each) > _IDENTIFIES * len(rows):
                same |= (each.codes[one] >= 0) & (each.codes[one] == each.codes[other])
        return bool(len(one)) and float(same.mean()) < _SELDOM

    def _different(self, column: Column) -> int:
        """Return how many different values the sources have, each its own: many that hold one thing repeat nothing."""
        import numpy as np

        rows = np.flatnonzero(column.codes >= 0)
        return len(np.unique(self.source[rows] * np.int64(len(column.values)) + column.codes[rows]))


def pool_of(
    source: "np.ndarray",
    columns: "Mapping[str, pa.Array | pa.ChunkedArray]",
    meanings: Mapping[str, str | None] | None = None,
) -> Pool:
    """Normalise columns of text; `meanings` names the semantic type of those that have one."""
    given = meanings or {}
    made = (_column(name, values, given.get(name)) for name, values in columns.items())
    return Pool(source, tuple(each for each in made if len(each.values) > 1))


def _column(name: str, texts: "pa.Array | pa.ChunkedArray", meaning: str | None) -> Column:
    import numpy as np
    import pyarrow as pa

    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = whole.cast(pa.string()).dictionary_encode()
    kind = _kind(encoded.dictionary, meaning)
    bare = (BY_MEANING.get(meaning or "") or (plain if kind == "text" else code if kind == "code" else _bare))(
        encoded.dictionary
    )
    again = bare.dictionary_encode()
    values = again.dictionary
    first = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    second = again.indices.to_numpy(zero_copy_only=False)
    empty = np.array([not text for text in values.to_pylist()], dtype=bool)
    codes = np.where(first >= 0, second[first], -1) if len(second) else np.full(len(first), -1)
    if empty.any():
        codes = np.where((codes >= 0) & empty[codes], -1, codes)
    return Column(name, kind, codes.astype(np.int32), values, meaning in _ONE_THING)


def spelt(text: str) -> list[str]:
    """Return the words of a description; model numbers also glued to their neighbours and without their endings.

    >>> spelt("sony ps lx350h")
    ['lx35', 'lx350', 'lx350h', 'ps', 'pslx350h', 'sony']
    """
    words = text.split()
    glued = (one + other for one, other in pairwise(words) if _has_digit(one + other))
    begun = (word[:end] for word in words if len(word) >= 5 and _has_digit(word) for end in range(4, len(word)))
    return sorted({*words, *glued, *begun})


def _has_digit(word: str) -> bool:
    return any(each.isdigit() for each in word)


def _bare(texts: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    return pc.replace_substring_regex(texts, r"[^0-9.,-]", "")


def _kind(values: "pa.Array", meaning: str | None) -> ColumnKind:
    if meaning:
        return "code" if meaning in _CODES else "number" if meaning == "money" else "text"
    seen = [text for text in values.slice(0, _LOOKED_AT).to_pylist() if text and text.strip()]
    amounts = sum(_is_amount(text) for text in seen)
    if seen and amounts > 0.8 * len(seen) and any("." in text or "," in text for text in seen):
        return "number"
    coded = sum(_is_code(text) for text in seen)
    return "code" if seen and coded > 0.7 * len(seen) else "text"


def _is_amount(text: str) -> bool:
    bare = text.strip().lstrip("$€£ ").replace(",", "").replace(".", "", 1)
    return bare.isdigit()


def _is_code(text: str) -> bool:
    """Whether more than half of the letters and digits are digits, in at most two pieces."""
    kept = [each for each in text if each.isalnum()]
    return bool(kept) and 2 * sum(each.isdigit() for each in kept) > len(kept)


def _follows(column: Column, other: Column, source: "np.ndarray") -> bool:
    """Whether in the dataset that holds most of both, a value of `other` nearly always comes with one of `column`."""
    import numpy as np

    both = (column.codes >= 0) & (other.codes >= 0)
    if not both.any():
        return False
    rows = np.flatnonzero(both & (source == np.bincount(source[both]).argmax()))
    mine, by = column.codes[rows].astype(np.int64), other.codes[rows]
    different, by_counts = np.unique(by, return_counts=True)
    if not 3 <= len(np.unique(mine)) < len(different):
        return False
    often = np.isin(by, different[by_counts > 1])
    pairs, counts = np.unique(by[often] * np.int64(len(column.values)) + mine[often], return_counts=True)
    best = np.zeros(len(other.values), dtype=np.int64)
    np.maximum.at(best, pairs // len(column.values), counts)
    return bool(often.sum() >= _FEWEST and best.sum() >= _NEARLY_ALWAYS * often.sum())
