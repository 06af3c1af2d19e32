"""The shared model for enterprise architects: the ArchiMate model exchange file format 3.1 (The Open Group, C19C).

A concept is a business object, a dataset a data object that realises it, a system an application component that
accesses it; a concept that is a case of another specialises it, one that refers to another is associated with it.
"""

import hashlib
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from regia.errors import Text
from regia.match.document import Document
from regia.match.hub import concept_names

_SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_SPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"


def archimate(model: Document) -> str:
    """Return the exchange file as XML text."""
    root = Element(
        "model",
        {
            "xmlns": _SPACE,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": _SCHEMA,
            "identifier": _id("model", model.company),
        },
    )
    _named(root, Text(model.company, model.company))
    elements = SubElement(root, "elements")
    for kind, key, names in _elements(model):
        _named(SubElement(elements, "element", {"identifier": key, "xsi:type": kind}), names)
    relationships = SubElement(root, "relationships")
    for kind, source, target, label in _relationships(model):
        attributes = {"identifier": _id("r", kind, source, target, label), "source": source, "target": target}
        if kind == "Access":
            attributes["accessType"] = "ReadWrite"
        made = SubElement(relationships, "relationship", attributes | {"xsi:type": kind})
        if label:
            _named(made, Text(label, label))
    for part in (elements, relationships):  # neither may be there empty
        if not len(part):
            root.remove(part)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _elements(model: Document) -> Iterable[tuple[str, str, Text]]:
    known = {entry.concept for entry in model.concepts}
    for entry in model.concepts:
        yield "BusinessObject", _id("concept", entry.concept), entry.names
    for parent in sorted({entry.parent for entry in model.concepts if entry.parent} - known):
        yield "BusinessObject", _id("concept", parent), concept_names(parent)
    for system in sorted({system for entry in model.concepts for system in entry.systems}):
        yield "ApplicationComponent", _id("system", system), Text(system, system)
    for entry in model.concepts:
        for each in entry.datasets:
            name = f"{each.system}.{each.dataset}"
            yield "DataObject", _id("dataset", each.system, each.dataset), Text(name, name)


def _relationships(model: Document) -> Iterable[tuple[str, str, str, str]]:
    for entry in model.concepts:
        concept = _id("concept", entry.concept)
        if entry.parent:
            yield "Specialization", concept, _id("concept", entry.parent), ""
        for each in entry.datasets:
            dataset = _id("dataset", each.system, each.dataset)
            yield "Realization", dataset, concept, ""
            yield "Access", _id("system", each.system), dataset, ""
    for relation in model.relations:
        start, end = _id("concept", relation.concept), _id("concept", relation.to_concept)
        yield "Association", start, end, relation.attribute


def _named(element: Element, names: Text) -> None:
    languages = (("it", names.it), ("en", names.en)) if names.it != names.en else (("en", names.en),)
    for language, name in languages:
        SubElement(element, "name", {"xml:lang": language}).text = name


def _id(*parts: str) -> str:
    """Return an identifier that the same names always get: XML ids start with a letter and hold no signs."""
    return "id-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
