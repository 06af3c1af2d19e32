"""XES logs of events (IEEE 1849): the events and their cases, also packed with gzip."""

from pathlib import Path

from regia.errors import Text
from regia.sources.connector import DatasetInfo, Reading, Report
from regia.sources.event_logs import xes
from regia.sources.file_format import unreadable

_DEEP = Text("attributi dentro attributi, troppo a fondo", "attributes within attributes, too deep")


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
        except RecursionError as error:
            raise unreadable(path, _DEEP) from error

    def read(
        self,
        path: Path,
        dataset: DatasetInfo,
        report: Report,  # noqa: ARG002 all was told when it was described
        *,
        rows: int | None = None,
    ) -> Reading:
        """Read the events or the cases, or the first `rows` of them.

        Raises:
            FileUnreadable: while batches are taken: it is damaged, cannot be opened, or has changed.
        """
        return xes.read(path, dataset, rows=rows)


FORMAT = Xes()
