"""A journey's cases as XES (IEEE 1849-2016): a trace a case, written an event at a time."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TextIO
from xml.sax.saxutils import quoteattr

from regia.journeys.exports.ocel_json import moment
from regia.journeys.log import EventLog, LogEvent, LoggedJourney

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/></global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""


def write_xes(log: EventLog, journey: LoggedJourney, file: TextIO) -> None:
    """Write the cases of a journey; memory does not grow with them."""
    file.write(_HEAD)
    file.write(_string("concept:name", journey.name) + "\n")
    for case, events in groupby(log.cases(journey), key=itemgetter(0)):
        file.write(f"<trace>{_string('concept:name', case)}\n")
        for _, event in events:
            file.write(f"<event>{''.join(_event(event))}</event>\n")
        file.write("</trace>\n")
    file.write("</log>\n")


def _event(event: LogEvent) -> Iterator[str]:
    yield _string("concept:name", event.name)
    yield f'<date key="time:timestamp" value="{moment(event.at)}"/>'
    if event.department or event.group:
        yield _string("org:group", event.group or event.department or "")
    for key in ("activity", "system", "dataset", "record", "precision"):
        yield _string(key, getattr(event, key))


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(_legal(value))}/>'


def _legal(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return "".join(each for each in text if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff"))
