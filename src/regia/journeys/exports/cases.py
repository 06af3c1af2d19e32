"""A journey's cases as one table, an event a row: for spreadsheets, and for tools that read CSV."""

from collections.abc import Iterator

from regia.journeys.exports.ocel_json import moment
from regia.journeys.log import EventLog, LoggedJourney
from regia.resolve.exports.sheet import Cells, Sheet

COLUMNS = (
    "case", "activity", "time", "precision", "department", "group", "system", "dataset", "record", "activity_code",
)  # fmt: skip


def case_sheet(log: EventLog, journey: LoggedJourney) -> Sheet:
    """Return the events of a journey's cases, case by case and in order of time."""
    return Sheet("journey", COLUMNS, _rows(log, journey))


def _rows(log: EventLog, journey: LoggedJourney) -> Iterator[Cells]:
    for case, each in log.cases(journey):
        yield (
            case, each.name, moment(each.at), each.precision, each.department, each.group, each.system, each.dataset,
            each.record, each.activity,
        )  # fmt: skip
