"""OpenLineage events: which datasets a run read and wrote, column to column where it says so.

Source: OpenLineage specification; facet ColumnLineageDatasetFacet.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from regia.interfaces.clue import Clue, File, Found, Kind, Step
from regia.interfaces.evidence.openapi import Node, node
from regia.interfaces.landscape import Landscape, Place

_DONE = ("COMPLETE", "", "None")


def _is_it(file: File) -> bool:
    return any("outputs" in each and "job" in each for each in _events(file, most=1))


def _events(file: File, most: int | None = None) -> Iterator[Mapping[str, object]]:
    if isinstance(file.json, list):
        yield from (node(each) for each in file.json[:most])
    elif isinstance(file.json, dict):
        yield file.json
    elif file.has_suffix(".json", ".jsonl", ".ndjson", ".log"):
        for line in file.lines[:most]:
            try:
                yield node(msgspec.json.decode(line))
            except msgspec.DecodeError:
                continue


def _read(file: File, landscape: Landscape) -> Found:
    clues: dict[tuple[Place, Place], Clue] = {}
    steps: dict[tuple[str, ...], Step] = {}
    for event in _events(file):
        if str(event.get("eventType", "")) not in _DONE:
            continue
        for right, facets in _datasets(event, "outputs", landscape):
            for left, _ in _datasets(event, "inputs", landscape):
                clues[left, right] = _clue(left, right, event, file, landscape)
            for step in _steps(right, facets, file, landscape):
                steps.setdefault(tuple(vars(step).values())[:6], step)
    kept = (clue for (left, right), clue in clues.items() if left[0] != right[0])
    return Found(tuple(kept), tuple(steps.values()))


def _datasets(event: Mapping[str, object], side: str, landscape: Landscape) -> Iterator[tuple[Place, Node]]:
    listed = event.get(side)
    for each in listed if isinstance(listed, list) else []:
        if place := _place(node(each), landscape):
            yield place, node(node(each).get("facets"))


def _place(each: Node, landscape: Landscape) -> Place | None:
    namespace, name = str(each.get("namespace", "")), str(each.get("name", ""))
    named = landscape.systems_in(namespace)
    found = landscape.dataset(name.split("."), named[0] if len(named) == 1 else None)
    return found or ((named[0], name) if len(named) == 1 else None)


def _clue(left: Place, right: Place, event: Mapping[str, object], file: File, landscape: Landscape) -> Clue:
    return Clue(
        kind="openlineage", origin="observed", from_system=left[0], to_system=right[0], reference=file.name,
        detail=str(node(event.get("job")).get("name", "")),
        concept=landscape.concept_of(*right) or landscape.concept_of(*left),
        from_dataset=left[1], to_dataset=right[1], last_seen_at=_time(str(event.get("eventTime", ""))),
    )  # fmt: skip


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _steps(right: Place, facets: Node, file: File, landscape: Landscape) -> Iterator[Step]:
    for field, told in node(node(facets.get("columnLineage")).get("fields")).items():
        inputs = node(told).get("inputFields")
        for each in inputs if isinstance(inputs, list) else []:
            if left := _place(node(each), landscape):
                yield Step(*left, str(node(each).get("field", "*")), *right, str(field), file.name, "observed")


KIND = Kind("openlineage", _is_it, _read)
