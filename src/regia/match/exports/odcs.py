"""The shared model as data contracts: one of the Open Data Contract Standard v3.1.0 for each concept.

https://bitol-io.github.io/open-data-contract-standard/ (Linux Foundation, Apache-2.0)
"""

import json
from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, uuid5

from regia.errors import Language
from regia.match.document import AttributeEntry, ConceptEntry, DatasetEntry, Document, Holder
from regia.match.field import ValueKind, value_kind

API_VERSION = "v3.1.0"
Value = str | int | bool | list["Value"] | dict[str, "Value"]

_LOGICAL: Mapping[ValueKind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "time": "timestamp",
    "boolean": "boolean",
    "other": "object",
}


def odcs(model: Document, language: Language) -> dict[str, str]:
    """Return the YAML text of each concept's contract, by the concept's id."""
    return {entry.concept: _yaml(_contract(model, entry, language)) for entry in model.concepts}


def _contract(model: Document, entry: ConceptEntry, language: Language) -> dict[str, Value]:
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": str(uuid5(NAMESPACE_URL, f"regia/{model.company}/{entry.concept}")),
        "name": entry.concept,
        "version": "1.0.0",
        "status": "draft",
        "domain": entry.parent or entry.concept,
        "tenant": model.company,
        "description": {
            "purpose": entry.names.say(language),
            "limitations": f"Inferred by Regia from snapshot {model.snapshot}; to be confirmed.",
        },
        "schema": [_object(model, entry, dataset, language) for dataset in entry.datasets],
    }


def _object(model: Document, entry: ConceptEntry, dataset: DatasetEntry, language: Language) -> dict[str, Value]:
    properties: list[Value] = [
        _property(model, entry, attribute, holder, language)
        for attribute in entry.attributes
        for holder in attribute.holders
        if (holder.system, holder.dataset) == (dataset.system, dataset.dataset)
    ]
    return {
        "name": f"{dataset.system}.{dataset.dataset}",
        "physicalName": dataset.dataset,
        "logicalType": "object",
        "physicalType": "table",
        "businessName": entry.names.say(language),
        "tags": [dataset.system],
        "properties": properties,
    }


def _property(
    model: Document, entry: ConceptEntry, attribute: AttributeEntry, holder: Holder, language: Language
) -> dict[str, Value]:
    kind = value_kind(holder.type or holder.source_type)
    found: dict[str, Value] = {
        "name": attribute.attribute,
        "physicalName": holder.field,
        "businessName": attribute.names.say(language),
        "logicalType": _LOGICAL[kind],
        "physicalType": holder.source_type or holder.type or "unknown",
    }
    if holder.in_key:
        found["primaryKey"] = True
    pointed = [
        f"{relation.to_concept}"
        for relation in model.relations
        if (relation.concept, relation.attribute) == (entry.concept, attribute.attribute)
    ]
    custom: list[Value] = [{"property": "probability", "value": f"{holder.probability:.2f}"}]
    if holder.semantic_type:
        custom.append({"property": "semanticType", "value": holder.semantic_type})
    if pointed:
        custom.append({"property": "refersTo", "value": ", ".join(sorted(pointed))})
    found["customProperties"] = custom
    return found


def _yaml(value: dict[str, Value]) -> str:
    """Write block YAML; every text is quoted as in JSON, which YAML 1.2 reads the same."""
    return "\n".join(_block(value, 0)) + "\n"


def _block(value: Mapping[str, Value], depth: int) -> Iterable[str]:
    for key, each in value.items():
        yield from _entry(f"{'  ' * depth}{key}:", each, depth)


def _entry(start: str, value: Value, depth: int) -> Iterable[str]:
    if isinstance(value, dict) and value:
        yield start
        yield from _block(value, depth + 1)
    elif isinstance(value, list) and value:
        yield start
        for each in value:
            yield from _item(each, depth + 1)
    else:
        yield f"{start} {json.dumps(value, ensure_ascii=False)}"


def _item(value: Value, depth: int) -> Iterable[str]:
    if isinstance(value, dict):
        lines = list(_block(value, depth + 1))
        first = lines[0].lstrip() if lines else "{}"
        yield f"{'  ' * depth}- {first}"
        yield from lines[1:]
    else:
        yield f"{'  ' * depth}- {json.dumps(value, ensure_ascii=False)}"
