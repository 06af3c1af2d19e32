"""The traces and events of an XES log, taken from its text as it is parsed: no more is held than a block of it."""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NoReturn

from regia.errors import Text
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Part = Literal["events", "cases"]
_NAME = "concept:name"
_BLOCK = 2**16
"""So little that what is made of it stays in the processor's cache."""


@dataclass(frozen=True)
class Records:
    """Some events, or some cases: the name of each one's case, the first one's number, and their attributes by key."""

    part: Part
    cases: list[str]
    first: int
    attributes: "dict[str, list[Element | None]]"


def records(path: Path) -> Iterator[Records]:
    """Yield, block by block of the file, the events that end there and the cases that do.

    A trace without a name is called by its number, as `#3`. Of a key that stands twice the last counts.

    Raises:
        FileUnreadable: it cannot be opened, is cut or damaged.
    """
    from xml.parsers.expat import ExpatError

    from defusedxml import DefusedXmlException

    traces = _Traces()
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            for log, ended in _growing(file):
                yield from traces.take(log, ended=ended)
    except (ExpatError, DefusedXmlException, EOFError, gzip.BadGzipFile, zlib.error, ValueError, LookupError) as error:
        raise unreadable(path, Text(f"XML danneggiato: {error}", f"damaged XML: {error}")) from error
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error


def _growing(file: "BinaryIO | gzip.GzipFile") -> "Iterator[tuple[Element, bool]]":
    """Yield the log after each block of its text that was parsed, and whether that was the last."""
    from xml.etree.ElementTree import TreeBuilder
    from xml.parsers.expat import ParserCreate

    builder = TreeBuilder()
    document = builder.start("document", {})
    parser = ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.StartDoctypeDeclHandler = _refuse
    while block := file.read(_BLOCK):
        parser.Parse(block, False)
        for log in document:
            yield log, False
    parser.Parse(b"", True)
    for log in document:
        yield log, True


def _refuse(name: str, system: str | None, public: str | None, _: bool) -> NoReturn:
    """Refuse a document type: it may declare entities that grow without end, or name other files."""
    from defusedxml import DTDForbidden

    raise DTDForbidden(name, system, public)


class _Traces:
    """Takes what is read to its end out of a log that grows; what comes last in it may go on."""

    def __init__(self) -> None:
        self._events = self._cases = 0
        self._name: str | None = None

    def take(self, log: "Element", *, ended: bool) -> Iterator[Records]:
        """Yield the events and the traces that are read to their end."""
        space = "".join(log.tag.rpartition("}")[:2])
        whole = _whole(log, ended=ended)
        events: list[Element] = []
        of_events: list[str] = []
        traces: list[Element] = []
        of_traces: list[str] = []
        for at, trace in enumerate(log):
            if trace.tag == f"{space}trace":
                taken = _take_out(trace, f"{space}event", ended=at < whole)
                if taken:
                    events += taken
                    of_events += [self._named(trace)] * len(taken)
                if at < whole:
                    traces.append(trace)
                    of_traces.append(self._named(trace))
                    self._cases, self._name = self._cases + 1, None
        yield Records("events", of_events, self._events + 1, _by_key(events))
        yield Records("cases", of_traces, self._cases - len(traces) + 1, _by_key(traces, but=_NAME))
        self._events += len(events)
        del log[:whole]

    def _named(self, trace: "Element") -> str:
        """Return the name of the trace being read, as it is known when the first of its events are taken."""
        if self._name is None:
            name = next((each.get("value") for each in trace if each.get("key") == _NAME), None)
            self._name = f"#{self._cases + 1}" if name is None else name
        return self._name


def _whole(element: "Element", *, ended: bool) -> int:
    """Return how many of an element's children are read to their end."""
    return len(element) if ended else max(0, len(element) - 1)


def _take_out(trace: "Element", tag: str, *, ended: bool) -> "list[Element]":
    """Return the events of a trace that are read to their end, and take them out of it."""
    whole = _whole(trace, ended=ended)
    read = trace[:whole]
    events = [each for each in read if each.tag == tag]
    if events:
        trace[:whole] = [each for each in read if each.tag != tag]
    return events


def _by_key(elements: "Sequence[Element]", but: str | None = None) -> "dict[str, list[Element | None]]":
    found: defaultdict[str | None, list[Element | None]] = defaultdict(lambda: [None] * len(elements))
    for at, element in enumerate(elements):
        for each in element:
            found[each.get("key")][at] = each
    return {key: each for key, each in found.items() if key is not None and key != but}
