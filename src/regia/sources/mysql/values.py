"""The values of many rows as Arrow columns of raw bytes, cut out of the wire's bytes with NumPy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.sources.mysql.packets import SLACK, ProtocolBroken, Rows

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# The first byte of a value's length in the text protocol ("length-encoded integer").
NULL, TWO_BYTES, THREE_BYTES, EIGHT_BYTES = 0xFB, 0xFC, 0xFD, 0xFE


@dataclass(frozen=True)
class Values:
    """One column's values: where each starts and how long it is; `known` is None where none is null."""

    data: "NDArray[np.uint8]"
    starts: "Integers"
    lengths: "Integers"
    known: "NDArray[np.bool_] | None"

    def binary(self) -> "pa.BinaryArray":
        """Return them as an Arrow array of bytes."""
        import numpy as np
        import pyarrow as pa

        offsets = np.zeros(len(self.lengths) + 1, np.int32)
        np.cumsum(self.lengths, out=offsets[1:])
        content = _content(self.data, self.starts, self.lengths, int(offsets[-1]))
        validity = None if self.known is None else pa.py_buffer(np.packbits(self.known, bitorder="little"))
        buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(content)]
        return pa.Array.from_buffers(pa.binary(), len(self.lengths), buffers)


def columns(rows: Rows, count: int) -> Iterator[Values]:
    """Take the rows apart into `count` columns.

    Raises:
        ProtocolBroken: a row does not hold exactly that many values.
    """
    import numpy as np

    position = rows.starts
    for _ in range(count):
        if len(position) and int(position.max()) + SLACK > len(rows.data):
            raise ProtocolBroken("a row is shorter than its columns")
        starts, lengths, known = _lengths(rows.data, position)
        yield Values(rows.data, starts, lengths, known)
        position = starts + lengths
    if not np.array_equal(position, rows.ends):
        raise ProtocolBroken("a row is longer or shorter than its columns")


def _lengths(data: "NDArray[np.uint8]", position: "Integers") -> "tuple[Integers, Integers, NDArray[np.bool_] | None]":
    import numpy as np

    lengths = data[position].astype(np.int64)
    starts = position + 1
    marked = np.flatnonzero(lengths >= NULL)
    if not len(marked):
        return starts, lengths, None
    marks = lengths[marked]
    for mark, size in ((NULL, 0), (TWO_BYTES, 2), (THREE_BYTES, 3), (EIGHT_BYTES, 8)):
        where = marked[marks == mark]
        lengths[where] = _integers(data, position[where] + 1, size)
        starts[where] += size
    if marks.max() > EIGHT_BYTES:
        raise ProtocolBroken("a value has no length")
    nulls = marked[marks == NULL]
    if not len(nulls):
        return starts, lengths, None
    known = np.ones(len(lengths), np.bool_)
    known[nulls] = False
    return starts, lengths, known


def _integers(data: "NDArray[np.uint8]", position: "Integers", size: int) -> "Integers":
    import numpy as np

    total = np.zeros(len(position), np.int64)
    for byte in range(size):
        total += data[position + byte].astype(np.int64) << (8 * byte)
    return total


def _content(data: "NDArray[np.uint8]", starts: "Integers", lengths: "Integers", total: int) -> "NDArray[np.uint8]":
    """Return the values' bytes one behind the other."""
    import numpy as np

    longest = int(lengths.max(initial=0))
    if not longest:
        return np.empty(0, np.uint8)
    if longest <= SLACK and longest * len(lengths) <= 4 * total:
        return _short_content(data, starts, lengths, longest)
    gaps = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    gaps += np.arange(total)
    content: NDArray[np.uint8] = data[gaps]
    return content


def _short_content(
    data: "NDArray[np.uint8]", starts: "Integers", lengths: "Integers", longest: int
) -> "NDArray[np.uint8]":
    """Copy as many bytes as the longest value has for each, then keep those that belong to it."""
    import numpy as np

    windows = np.ndarray((len(data) - longest + 1,), f"V{longest}", data, strides=(1,))
    square: NDArray[np.uint8] = windows[starts].view(np.uint8).reshape(len(starts), longest)
    if int(lengths.min(initial=longest)) == longest:
        return square.reshape(-1)
    kept: NDArray[np.uint8] = square[np.arange(longest) < lengths[:, None]]
    return kept
