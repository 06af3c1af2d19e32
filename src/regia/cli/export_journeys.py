"""`regia export journeys`: the events and journeys of a check-up in the form that a file's name asks for."""

import sys
from pathlib import Path

from regia.checkup.record import Checkup, Records
from regia.checkup.stages import tables
from regia.cli.console import language
from regia.errors.snapshot import TableNotComputed
from regia.journeys.document import document
from regia.journeys.exports.bpmn import bpmn
from regia.journeys.exports.cases import case_sheet
from regia.journeys.exports.ocel_json import write_json
from regia.journeys.exports.ocel_sqlite import write_sqlite
from regia.journeys.exports.xes import write_xes
from regia.journeys.log import NEEDED, EventLog, event_log
from regia.journeys.tables import ACTIVITIES, HANDOFFS, JOURNEYS
from regia.resolve.exports.sheet import write_csv, write_xlsx
from regia.snapshot.objects import disk_errors
from regia.workspace.company import Company

LOGS = (".json", ".sqlite", ".xes", ".bpmn")


def write_journeys(company: Company, records: Records, journey: str | None, to: Path | None, *, in_clear: bool) -> None:
    """Write the events of the newest check-up, or one of its journeys.

    Raises:
        TableNotComputed: the check-up did not come to the journeys.
        JourneyUnknown, NoEvents: there is no such journey, or none at all.
    """
    checkup = records.latest()
    zone = company.working_time.timezone
    with event_log(_paths(records, checkup), language(), zone=zone, in_clear=in_clear) as log:
        if to is None:
            write_csv([case_sheet(log, log.journey(journey))], sys.stdout)
            return
        with disk_errors(to):
            _write(log, company, (records, checkup), journey, to)


def _write(log: EventLog, company: Company, found: tuple[Records, Checkup], journey: str | None, to: Path) -> None:
    match to.suffix.lower():
        case ".json":
            with to.open("w", encoding="utf-8") as file:
                write_json(log, file)
        case ".sqlite":
            write_sqlite(log, to)
        case ".xes":
            chosen = log.journey(journey)
            with to.open("w", encoding="utf-8") as file:
                write_xes(log, chosen, file)
        case ".bpmn":
            to.write_text(_bpmn(company, *found, log.journey(journey).journey), encoding="utf-8")
        case ".xlsx":
            write_xlsx([case_sheet(log, log.journey(journey))], to)
        case _:
            sheet = case_sheet(log, log.journey(journey))
            with to.open("w", encoding="utf-8-sig", newline="") as file:
                write_csv([sheet], file)


def _bpmn(company: Company, records: Records, checkup: Checkup, journey: str) -> str:
    journeys, handoffs, activities = (
        records.load(checkup, table).to_pylist() for table in (JOURNEYS, HANDOFFS, ACTIVITIES)
    )
    entries = document(journeys=journeys, handoffs=handoffs, activities=activities)
    chosen = next(each for each in entries if each.journey == journey)
    return bpmn(chosen, {each.department: each.name for each in company.departments}, language())


def _paths(records: Records, checkup: Checkup) -> dict[str, Path]:
    found = {}
    for name in NEEDED:
        run = checkup.stage_of(name)
        if run is None:
            raise TableNotComputed(table=name, checkup=checkup.checkup)
        found[name] = records.path(run, tables()[name])
    return found
