"""The contract of a file format: how the datasets in one file are described and read.

The `files` connector walks a folder and hands each file to the format that knows it; a format is one file in
`sources/formats/` with a module-level `FORMAT`. A format does not know which system it reads for: it raises the
errors of `regia.errors.sources` with `system=""` (see `unreadable`), and the connector fills the name in.
"""

from pathlib import Path
from typing import Protocol

from regia.errors import Text
from regia.errors.sources import FileUnreadable
from regia.sources.connector import DatasetInfo, Reading, Report


class FileFormat(Protocol):
    """One format of file.

    Notes that a format reports name the dataset as `describe` does; the connector qualifies them too. A note
    without a dataset is about the whole file.
    """

    @property
    def name(self) -> str:
        """The format's name, as reports say it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The lower-case file suffixes it reads, with the dot."""

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe the datasets in a file; names are relative to the file (the connector qualifies them).

        A format of one dataset a file names it "" and the connector gives it the file's name. `locator` is the
        format's own and comes back to `read` as it was given; a view's holds nothing but its definition.

        Raises:
            SourceError: the file cannot be read at all.
        """

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read one dataset that `describe` gave, or its first `rows` rows.

        Raises:
            SourceError: it cannot be read; also while its batches are taken.
        """


def unreadable(path: Path, detail: str | Text, *, error: type[FileUnreadable] = FileUnreadable) -> FileUnreadable:
    """Return the error to raise for a file; `error` may be FileProtected, FileLocked or FileVersionUnknown."""
    return error(system="", path=path.name, detail=detail)
