"""Which file formats there are: what stands in `sources/formats/`."""

from functools import cache

from regia.sources import formats as room
from regia.sources.discovery import members
from regia.sources.file_format import FileFormat


@cache
def formats() -> tuple[FileFormat, ...]:
    """Return every file format, by name. No library is loaded."""
    return tuple(members(room, "FORMAT"))
