"""Compound files (the container of .xls and of encrypted workbooks): which streams they hold, and their bytes.

Source: [MS-CFB] Compound File Binary File Format. Read leniently: a damaged file has fewer streams, never an error
of Python's.
"""

import struct
from pathlib import Path

from regia.errors import Text
from regia.sources.file_format import unreadable

_END, _ENTRY = 0xFFFFFFFA, 128  # sector numbers from _END on are marks


class Compound:
    """A compound file in memory.

    Raises:
        FileUnreadable: it is damaged or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._data = path.read_bytes()
            self._open()
        except (OSError, struct.error, IndexError, ValueError) as error:
            raise unreadable(path, Text("danneggiato o incompleto", "damaged or incomplete")) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams."""
        return frozenset(self._streams)

    def stream(self, *names: str) -> bytes:
        """Return the bytes of the first stream there is of these names, or none."""
        for name in names:
            if name in self._streams:
                start, size = self._streams[name]
                if size >= self._cutoff:
                    return self._chain(start)[:size]
                return self._mini_chain(start)[:size]
        return b""

    def _open(self) -> None:
        head = self._data[:512]
        self._size = 1 << min(struct.unpack_from("<H", head, 30)[0], 16)
        fat_count, directory = struct.unpack_from("<I", head, 44)[0], struct.unpack_from("<I", head, 48)[0]
        self._cutoff, mini_fat = struct.unpack_from("<2I", head, 56)
        difat, difat_count = struct.unpack_from("<2I", head, 68)
        sectors = [sector for sector in struct.unpack_from("<109I", head, 76) if sector < _END]
        for _ in range(min(difat_count, len(self._data) // self._size)):
            block = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            sectors.extend(sector for sector in block[:-1] if sector < _END)
            difat = block[-1]
        fat = b"".join(self._sector(sector) for sector in sectors[:fat_count])
        self._fat = struct.unpack(f"<{len(fat) // 4}I", fat)
        mini = self._chain(mini_fat) if mini_fat < _END else b""
        self._mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini)
        self._streams = self._entries(self._chain(directory))

    def _entries(self, directory: bytes) -> dict[str, tuple[int, int]]:
        streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<2I", directory, at + 116)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == 2:
                streams.setdefault(name, (start, size))
            elif kind == 5 and start < _END:
                self._mini = self._chain(start)
        return streams

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        sector = self._data[at : at + self._size]
        return sector.ljust(self._size, b"\0") if sector else b""

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < len(self._fat) and len(parts) <= len(self._fat):
            parts.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(parts)

    def _mini_chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < len(self._mini_fat) and len(parts) <= len(self._mini_fat):
            parts.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(parts)
