"""JSON: records, one object a line (.jsonl, .ndjson) or in an array (.json), or a log of events as OCEL 2.0."""

from pathlib import Path

from regia.sources.connector import DatasetInfo, Reading, Report
from regia.sources.event_logs import ocel
from regia.sources.file_format import unreadable
from regia.sources.json_records import reading


class JsonRecords:
    """The format of JSON; nested values are kept as the JSON text they are."""

    name = "JSON records"
    suffixes = (".jsonl", ".ndjson", ".json", ".jsonocel")

    def describe(self, path: Path, report: Report) -> list[DatasetInfo]:
        """Describe the records by the members that any of them has.

        Raises:
            FileUnreadable: the file holds none, or cannot be opened.
        """
        try:
            return ocel.describe(path) if ocel.is_ocel(path) else reading.describe(path, report)
        except OSError as error:
            raise unreadable(path, error.strerror or str(error)) from error

    def read(self, path: Path, dataset: DatasetInfo, report: Report, *, rows: int | None = None) -> Reading:
        """Read the records, or the first `rows` of them.

        Raises:
            FileUnreadable: the file cannot be read.
        """
        try:
            read = ocel.read if ocel.is_ocel(path) else reading.read
            return read(path, dataset, report, rows=rows)
        except OSError as error:
            raise unreadable(path, error.strerror or str(error)) from error


FORMAT = JsonRecords()
