"""The register as OpenLineage events, one line each: a run of each interface with its datasets and columns.

Source: OpenLineage specification 2-0-2; facet ColumnLineageDatasetFacet 1-2-0.
"""

import json
from collections import defaultdict
from uuid import NAMESPACE_URL, uuid5

from regia.interfaces.document import InterfaceEntry, Register, StepEntry

_LIKELY = 0.5
_PRODUCER = "https://regia.invalid/interfaces"
_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_COLUMNS = "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json"


def openlineage(register: Register, at: str) -> str:
    """Return the events; `at` is the time of the snapshot (ISO 8601). Datasets without a name are called `*`."""
    kept = (each for each in register.interfaces if each.probability >= _LIKELY and not each.contradiction)
    lines = [json.dumps(_event(each, register, at), ensure_ascii=False) for each in kept]
    return "\n".join(lines) + "\n" if lines else ""


def _event(each: InterfaceEntry, register: Register, at: str) -> dict[str, object]:
    target = {"namespace": each.to_system, "name": each.to_dataset or "*"}
    facets = _facets(register.of(each))
    return {
        "eventType": "COMPLETE",
        "eventTime": at,
        "producer": _PRODUCER,
        "schemaURL": _SCHEMA,
        "run": {"runId": str(uuid5(NAMESPACE_URL, f"{register.snapshot}/{each.interface}"))},
        "job": {"namespace": register.company, "name": each.interface},
        "inputs": [{"namespace": each.from_system, "name": each.from_dataset or "*"}],
        "outputs": [target | ({"facets": facets} if facets else {})],
    }


def _facets(steps: tuple[StepEntry, ...]) -> dict[str, object]:
    fields: dict[str, list[dict[str, str]]] = defaultdict(list)
    for step in steps:
        system, dataset, field = step.from_place
        if "*" not in (field, step.to_place[2]):
            fields[step.to_place[2]].append({"namespace": system, "name": dataset, "field": field})
    if not fields:
        return {}
    told = {name: {"inputFields": inputs} for name, inputs in fields.items()}
    return {"columnLineage": {"_producer": _PRODUCER, "_schemaURL": _COLUMNS, "fields": told}}
