"""The main way of a journey as BPMN 2.0 (OMG formal/2013-12-09, ISO/IEC 19510), lanes by department, with its drawing.

What was measured of each hand-off stands in the documentation of its sequence flow.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from regia.errors import Language, Text
from regia.journeys.document import JourneyEntry, Way
from regia.wording import number, share

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DI = "http://www.omg.org/spec/DD/20100524/DI"

_NOBODY = Text("Senza reparto", "No department")
_BEGIN, _END = Text("Inizio", "Start"), Text("Fine", "End")
_PASSED = Text("{cases} passaggi", "{cases} passages")
_REACHED = Text("ci arriva il {share}", "{share} get there")
_WAITED = Text("attesa mediana {p50} h lavorative", "median wait {p50} working hours")
_MOST = Text("nove su dieci entro {p90}", "nine in ten within {p90}")

_LANE, _STEP, _HEAD = 140, 180, 30
_TASK = (120, 80)
_EVENT = 36


@dataclass(frozen=True)
class _Node:
    """A node of the drawing: its element, and where its middle stands."""

    id: str
    tag: str
    name: str
    lane: int
    column: int

    @property
    def size(self) -> tuple[int, int]:
        return _TASK if self.tag == "task" else (_EVENT, _EVENT)

    @property
    def middle(self) -> tuple[int, int]:
        return _HEAD + _STEP // 2 + self.column * _STEP, self.lane * _LANE + _LANE // 2


def bpmn(entry: JourneyEntry, departments: Mapping[str, str], language: Language) -> str:
    """Return the process as XML; `departments` are their names."""
    steps = [entry.step(each) for each in entry.main]
    lanes = list(dict.fromkeys(step.department for step in steps))
    at = [lanes.index(step.department) for step in steps]
    nodes = [
        _Node("begin", "startEvent", _BEGIN.say(language), at[0], 0),
        *(
            _Node(f"step_{number}", "task", step.names.say(language), lane, number)
            for number, (step, lane) in enumerate(zip(steps, at, strict=True), 1)
        ),
        _Node("end", "endEvent", _END.say(language), at[-1], len(steps) + 1),
    ]
    names = [departments.get(each, each) if each else _NOBODY.say(language) for each in lanes]
    root = Element("definitions", {
        "xmlns": _MODEL, "xmlns:bpmndi": _DRAWING, "xmlns:dc": _DC, "xmlns:di": _DI, "id": "definitions",
        "targetNamespace": "urn:regia:journeys", "exporter": "Regia",
    })  # fmt: skip
    pool = SubElement(root, "collaboration", {"id": "collaboration"})
    named = {"id": "pool", "name": entry.names.say(language), "processRef": "process"}
    SubElement(pool, "participant", named)
    _process(root, entry, nodes, names, language)
    _drawing(root, nodes, names)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _process(root: Element, entry: JourneyEntry, nodes: list[_Node], lanes: list[str], language: Language) -> None:
    process = SubElement(root, "process", {"id": "process", "isExecutable": "false"})
    listed = SubElement(process, "laneSet", {"id": "lanes"})
    for number_, name in enumerate(lanes):
        lane = SubElement(listed, "lane", {"id": f"lane_{number_}", "name": name})
        for node in nodes:
            if node.lane == number_:
                SubElement(lane, "flowNodeRef").text = node.id
    for at, node in enumerate(nodes):
        made = SubElement(process, node.tag, {"id": node.id, "name": node.name})
        if at:
            SubElement(made, "incoming").text = f"flow_{at}"
        if at < len(nodes) - 1:
            SubElement(made, "outgoing").text = f"flow_{at + 1}"
    for at, (one, other) in enumerate(itertools.pairwise(nodes), 1):
        flow = SubElement(process, "sequenceFlow", {"id": f"flow_{at}", "sourceRef": one.id, "targetRef": other.id})
        way = entry.way(*entry.main[at - 2 : at]) if 1 < at < len(nodes) - 1 else None
        if way is not None:
            SubElement(flow, "documentation").text = _told(way, language)


def _told(way: Way, language: Language) -> str:
    parts = [_PASSED.fill(cases=number(way.cases, language))]
    if way.reach_share is not None:
        parts.append(_REACHED.fill(share=share(way.reach_share, language)))
    if way.wait_p50 is not None:
        parts.append(_WAITED.fill(p50=number(round(way.wait_p50, 1), language)))
    if way.wait_p90 is not None:
        parts.append(_MOST.fill(p90=number(round(way.wait_p90, 1), language)))
    return ", ".join(each.say(language) for each in parts)


def _drawing(root: Element, nodes: list[_Node], lanes: list[str]) -> None:
    diagram = SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"})
    plane = SubElement(diagram, "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    width = _HEAD + len(nodes) * _STEP
    _shape(plane, "pool", (0, 0, width, len(lanes) * _LANE), flat=True)
    for at in range(len(lanes)):
        _shape(plane, f"lane_{at}", (_HEAD, at * _LANE, width - _HEAD, _LANE), flat=True)
    for node in nodes:
        (x, y), (wide, high) = node.middle, node.size
        _shape(plane, node.id, (x - wide // 2, y - high // 2, wide, high))
    for at, (one, other) in enumerate(itertools.pairwise(nodes), 1):
        edge = SubElement(plane, "bpmndi:BPMNEdge", {"id": f"flow_{at}_edge", "bpmnElement": f"flow_{at}"})
        (x, y), (to_x, to_y) = one.middle, other.middle
        start, stop = x + one.size[0] // 2, to_x - other.size[0] // 2
        bend = (start + stop) // 2
        for point in dict.fromkeys(((start, y), (bend, y), (bend, to_y), (stop, to_y))):
            SubElement(edge, "di:waypoint", {"x": str(point[0]), "y": str(point[1])})


def _shape(plane: Element, element: str, box: tuple[int, int, int, int], *, flat: bool = False) -> None:
    more = {"isHorizontal": "true"} if flat else {}
    shape = SubElement(plane, "bpmndi:BPMNShape", {"id": f"{element}_shape", "bpmnElement": element, **more})
    SubElement(shape, "dc:Bounds", dict(zip(("x", "y", "width", "height"), map(str, box), strict=True)))
