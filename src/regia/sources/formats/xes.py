"""XES logs of events (IEEE 1849): the events and their cases, also packed with gzip."""

from pathlib import Path

from regia.sources.connector import DatasetInfo, Reading, Report
from regia.sources.event_logs import xes
from regia.sources.file_format import unreadable


class Xes:
    """The format of XES logs; values with attributes of their own are kept as JSON text."""

    name = "XES"
    suffixes = (".xes", ".xes.gz")

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe the events and the cases.

        Raises:
            FileUnreadable: it is no log, is damaged, or cannot be opened.
        """
        try:
            return xes.describe(path, report)
        except OSError as error:
            raise unreadable(path, error.strerror or str(error)) from error

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read the events or the cases, or the first `rows` of them.

        Raises:
            FileUnreadable: it is damaged or cannot be opened; also while batches are taken.
        """
        try:
            return xes.read(path, dataset, report, rows=rows)
        except OSError as error:
            raise unreadable(path, error.strerror or str(error)) from error


FORMAT = Xes()
