"""The map of interfaces for enterprise architects: the ArchiMate model exchange file format 3.1 (The Open Group, C19C).

A system is an application component, a concept a business object, an interface a flow that says what passes. The
identifiers are those of the shared model's export, so that both can be read into one repository.
"""

import hashlib
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from regia.interfaces.document import Register

_SPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_SPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"
_LIKELY = 0.5


def archimate(register: Register) -> str:
    """Return the exchange file as XML text; what is contradicted or unlikely is left out."""
    kept = [each for each in register.interfaces if each.probability >= _LIKELY and not each.contradiction]
    root = Element("model", {
        "xmlns": _SPACE, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": _SCHEMA,
        "identifier": _id("model", register.company),
    })  # fmt: skip
    _named(root, register.company)
    elements = SubElement(root, "elements")
    for system in register.systems:
        _element(elements, "ApplicationComponent", _id("system", system.system), system.name)
    for concept in sorted({each.concept for each in kept if each.concept}):
        _element(elements, "BusinessObject", _id("concept", concept), concept)
    relationships = SubElement(root, "relationships")
    for each in kept:
        ends = {"source": _id("system", each.from_system), "target": _id("system", each.to_system)}
        made = SubElement(
            relationships, "relationship", {"identifier": _id("flow", each.interface), **ends, "xsi:type": "Flow"}
        )
        _named(made, " · ".join(filter(None, (each.concept, each.mode))) or each.interface)
    if not len(relationships):
        root.remove(relationships)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _element(parent: Element, kind: str, key: str, name: str) -> None:
    _named(SubElement(parent, "element", {"identifier": key, "xsi:type": kind}), name)


def _named(element: Element, name: str) -> None:
    SubElement(element, "name", {"xml:lang": "en"}).text = name


def _id(*parts: str) -> str:
    return "id-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
