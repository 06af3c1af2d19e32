"""The rows of a running query as they lie on the wire, many at once, without a Python object for each value.

PyMySQL makes the connection, logs in and sends the query; from the first row on, its buffered stream is read here.
The packets are those of the text protocol (dev.mysql.com, "Text Resultset"): three bytes of length, one of
sequence, then the values of one row, each behind its length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADER = 4
LONGEST_PACKET = 0xFFFFFF
EOF, ERROR = 0xFE, 0xFF
BUFFER_BYTES = 4 << 20
READ_BYTES = 1 << 18
_HEADER_AND_FIRST = Struct("<IB")
# Readers of values may look this far behind the last row.
SLACK = 64


class ProtocolBroken(Exception):
    """The bytes on the wire are not those of a result."""


class Overtaken(Exception):
    """Another query took the connection before all rows were drawn."""


@dataclass(frozen=True)
class Rows:
    """Whole rows: `data` holds them, from `starts` to `ends`; valid until the next ones are asked for."""

    data: "NDArray[np.uint8]"
    starts: "NDArray[np.int64]"
    ends: "NDArray[np.int64]"


class RowPackets:
    """Draws the rows of a query that was just sent unbuffered on `connection` (a `pymysql.Connection`)."""

    def __init__(self, connection: Any) -> None:
        self._stream = connection._rfile
        self._sequence = connection._next_seq_id
        self._buffer = bytearray(BUFFER_BYTES + SLACK)
        self._filled = 0
        self._ending = b""
        self._dropped = False
        # PyMySQL must not read on behind our back, as it does before the next query and when the result is collected.
        connection._result.unbuffered_active = False
        connection._result = None

    @property
    def done(self) -> bool:
        """Whether the server has said that there is no more, so that the connection is free."""
        return bool(self._ending)

    def overtaken(self) -> bool:
        """Whether the rest of the rows was dropped to make way for another query."""
        return self._dropped

    def __iter__(self) -> Iterator[Rows]:
        """Give the rows in portions of a few megabytes.

        Raises:
            pymysql.MySQLError: the server stopped the query. OSError, EOFError: the connection broke.
            ProtocolBroken: the bytes make no sense. Overtaken: `skip` was called meanwhile.
        """
        while not self.done and not self.overtaken():
            ends = self._portion()
            if ends:
                yield self._rows(ends)
            if self.overtaken():
                break
            self._drop(ends[-1] if ends else 0)
            if self._at_long_row():
                yield self._long_row()
        if self.overtaken():
            raise Overtaken("another query took the connection")
        self._check_ending()

    def skip(self) -> None:
        """Drop what is left of the result, which frees the connection; whoever still draws rows is told.

        Raises:
            as `__iter__`, but for the server's own errors.
        """
        while not self.done:
            ends = self._portion()
            self._drop(ends[-1] if ends else 0)
            if self._at_long_row():
                self._long_row()
        self._dropped = True

    def _portion(self) -> list[int]:
        """Read until the buffer is full or the result ends; return where the whole rows in it end."""
        ends: list[int] = []
        position = 0
        while True:
            position = self._frame(position, ends)
            if self.done or self._next_length(position) == LONGEST_PACKET or not self._room(position, bool(ends)):
                return ends
            self._fill()

    def _frame(self, position: int, ends: list[int]) -> int:
        """Find the rows that are whole in the buffer; a packet starts where the one before ends."""
        buffer, filled, found, unpack = self._buffer, self._filled, ends.append, _HEADER_AND_FIRST.unpack_from
        while position + HEADER < filled:
            word, first = unpack(buffer, position)
            length = word & LONGEST_PACKET
            end = position + HEADER + length
            if end > filled or length == LONGEST_PACKET:
                break
            if first >= EOF and (first == ERROR or length < 9):
                self._ending = bytes(buffer[position + HEADER : end])
                break
            found(end)
            position = end
        return position

    def _check_ending(self) -> None:
        if self._ending[0] == ERROR:
            import pymysql

            pymysql.err.raise_mysql_exception(self._ending)

    def _next_length(self, position: int) -> int | None:
        if position + HEADER > self._filled:
            return None
        return int.from_bytes(self._buffer[position : position + 3], "little")

    def _room(self, position: int, any_rows: bool) -> bool:
        """Whether to read on: there is room for more, or none for a first row, which is then made."""
        needed = position + HEADER + (self._next_length(position) or 0)
        size = len(self._buffer) - SLACK
        if self._filled < size and needed <= size:
            return True
        if any_rows:
            return False
        larger = bytearray(needed + BUFFER_BYTES + SLACK)
        larger[: self._filled] = self._buffer[: self._filled]
        self._buffer = larger
        return True

    def _fill(self) -> None:
        # read1 gives what the stream holds already, or waits once; readinto1 would wait although it holds the end.
        read = self._stream.read1(min(READ_BYTES, len(self._buffer) - SLACK - self._filled))
        if not read:
            raise EOFError("the server closed the connection")
        self._buffer[self._filled : self._filled + len(read)] = read
        self._filled += len(read)

    def _rows(self, ends: list[int]) -> Rows:
        import numpy as np

        data = np.frombuffer(self._buffer, np.uint8)
        stops = np.array(ends, np.int64)
        starts = np.concatenate(([0], stops[:-1])) + HEADER
        expected = (np.arange(len(ends)) + self._sequence).astype(np.uint8)
        if not np.array_equal(data[starts - 1], expected):
            raise ProtocolBroken("packets out of order")
        self._sequence = (self._sequence + len(ends)) & 0xFF
        return Rows(data, starts, stops)

    def _drop(self, position: int) -> None:
        left = self._filled - position
        self._buffer[:left] = self._buffer[position : self._filled]
        self._filled = left

    def _at_long_row(self) -> bool:
        return not self.done and self._next_length(0) == LONGEST_PACKET

    def _long_row(self) -> Rows:
        """Put a row of 16 MiB or more together from its packets."""
        payload = bytearray()
        length = LONGEST_PACKET
        while length == LONGEST_PACKET:
            header = self._take(HEADER)
            if header[3] != self._sequence:
                raise ProtocolBroken("packets out of order")
            self._sequence = (self._sequence + 1) & 0xFF
            length = int.from_bytes(header[:3], "little")
            payload += self._take(length)
        return _single(payload)

    def _take(self, count: int) -> bytes:
        here = bytes(self._buffer[: min(count, self._filled)])
        self._drop(len(here))
        rest = self._stream.read(count - len(here)) if len(here) < count else b""
        if len(here) + len(rest) < count:
            raise EOFError("the server closed the connection")
        return here + rest if here else rest


def _single(payload: bytearray) -> Rows:
    import numpy as np

    end = len(payload)
    payload += bytes(SLACK)
    return Rows(np.frombuffer(payload, np.uint8), np.array([0], np.int64), np.array([end], np.int64))
