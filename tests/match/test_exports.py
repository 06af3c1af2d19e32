"""The model written for others: every export is read back."""

import re
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

import pytest
import yaml

from regia.match.document import Document, document
from regia.match.exports.archimate import archimate
from regia.match.exports.mermaid import mermaid
from regia.match.exports.odcs import odcs

_SPACE = "{http://www.opengroup.org/xsd/archimate/3.0/}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@pytest.fixture
def model() -> Document:
    def attribute(concept: str, name: str, place: tuple[str, str, str], **more: object) -> dict[str, object]:
        system, dataset, field = place
        return {
            "concept": concept, "attribute": name, "name_it": f"{name} «it»", "name_en": name, "semantic_type": None,
            "system": system, "dataset": dataset, "field": field, "probability": 0.9, "in_key": False,
        } | more  # fmt: skip

    def dataset(concept: str, system: str, name: str) -> dict[str, object]:
        return {"concept": concept, "system": system, "dataset": name, "records": 5, "key_fields": None}

    return document(
        'Rossi & "Figli" <srl>',
        "s1",
        concepts=[
            {"concept": "customer", "name_it": "cliente", "name_en": "customer", "parent": "party", "known": True},
            {"concept": "order", "name_it": "ordine", "name_en": "order", "parent": None, "known": True},
        ],
        datasets=[
            dataset("customer", "crm", "accounts"),
            dataset("customer", "erp", "ANA&CLI"),
            dataset("order", "erp", "ORD"),
        ],
        attributes=[
            attribute("customer", "email", ("crm", "accounts", "mail"), semantic_type="email"),
            attribute("customer", "email", ("erp", "ANA&CLI", 'E"MAIL')),
            attribute("customer", "id", ("erp", "ANA&CLI", "COD"), in_key=True),
            attribute("order", "customer", ("erp", "ORD", "CODCLI")),
        ],
        relations=[
            {"concept": "order", "to_concept": "customer", "attribute": "customer", "cardinality": "many_to_one"}
        ],
        fields=[
            {"system": "erp", "dataset": "ANA&CLI", "field": "COD", "type": "int64", "source_type": "integer"},
        ],
    )


def test_concepts_of_most_systems_come_first(model: Document) -> None:
    assert [each.concept for each in model.concepts] == ["customer", "order"]
    assert [each.attribute for each in model.concepts[0].attributes] == ["email", "id"]


def test_archimate_is_whole(model: Document) -> None:
    root = fromstring(archimate(model))
    assert root.tag == f"{_SPACE}model"
    assert [child.tag.removeprefix(_SPACE) for child in root] == ["name", "elements", "relationships"]
    elements = {each.attrib["identifier"]: each.attrib[_TYPE] for each in root.iter(f"{_SPACE}element")}
    assert sorted(elements.values()) == sorted(
        ["BusinessObject"] * 3 + ["ApplicationComponent"] * 2 + ["DataObject"] * 3  # customer, its parent, order
    )
    relations = list(root.iter(f"{_SPACE}relationship"))
    ends = {each.attrib[side] for each in relations for side in ("source", "target")}
    assert ends <= elements.keys()
    identifiers = [each.attrib["identifier"] for each in root.iter() if "identifier" in each.attrib]
    assert len(identifiers) == len(set(identifiers))
    kinds = sorted(each.attrib[_TYPE] for each in relations)
    assert kinds == ["Access"] * 3 + ["Association"] + ["Realization"] * 3 + ["Specialization"]
    assert archimate(model) == archimate(model)


def test_data_contracts_are_one_a_concept(model: Document) -> None:
    contracts = odcs(model, "it")
    assert contracts.keys() == {"customer", "order"}
    lines = contracts["customer"].splitlines()
    assert 'apiVersion: "v3.1.0"' in lines
    assert 'kind: "DataContract"' in lines
    assert '  - name: "erp.ANA&CLI"' in lines
    assert '        physicalName: "E\\"MAIL"' in lines
    assert "        primaryKey: true" in lines
    assert '        logicalType: "integer"' in lines
    assert '            value: "email"' in lines
    assert odcs(model, "en")["customer"] != contracts["customer"]


# Open Data Contract Standard v3.1.0, its JSON schema: what must be there, and all that may.
_MUST = {"version", "apiVersion", "kind", "id", "status"}
_MAY = _MUST | {
    "name", "tenant", "tags", "servers", "dataProduct", "description", "domain", "schema", "support", "price", "team",
    "roles", "slaDefaultElement", "slaProperties", "authoritativeDefinitions", "customProperties", "contractCreatedTs",
}  # fmt: skip
_OF_ALL = {
    "id", "name", "physicalType", "description", "businessName", "authoritativeDefinitions", "tags", "customProperties",
    "logicalType", "physicalName", "relationships", "quality",
}  # fmt: skip
_OF_OBJECT = _OF_ALL | {"dataGranularityDescription", "properties"}
_OF_PROPERTY = _OF_ALL | {
    "primaryKey", "primaryKeyPosition", "logicalTypeOptions", "required", "unique", "partitioned",
    "partitionKeyPosition", "classification", "encryptedName", "transformSourceObjects", "transformLogic",
    "transformDescription", "examples", "criticalDataElement",
}  # fmt: skip
_LOGICAL = {"string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"}


@pytest.mark.parametrize("concept", ["customer", "order"])
def test_a_contract_holds_what_its_standard_asks_and_nothing_else(model: Document, concept: str) -> None:
    contract = yaml.safe_load(odcs(model, "it")[concept])
    assert contract.keys() >= _MUST
    assert contract.keys() <= _MAY
    assert (contract["apiVersion"], contract["kind"], contract["status"]) == ("v3.1.0", "DataContract", "draft")
    assert all(isinstance(contract[key], str) for key in _MUST)
    assert str(UUID(contract["id"])) == contract["id"]
    assert contract["description"].keys() <= {"usage", "purpose", "limitations"}
    for each in contract["schema"]:
        assert each.keys() <= _OF_OBJECT
        assert each["logicalType"] == "object"
        for held in each["properties"]:
            assert held.keys() <= _OF_PROPERTY
            assert held["logicalType"] in _LOGICAL
            assert all(custom.keys() == {"property", "value"} for custom in held["customProperties"])
            assert all(isinstance(held[key], str) for key in ("name", "physicalName", "physicalType", "businessName"))


def _named(parent: Element, child: str) -> list[Element]:
    """Return the elements of a part, each with a name in a language and the attributes that all must have."""
    found = parent.findall(f"{_SPACE}{child}")
    for each in found:
        assert re.fullmatch(r"[A-Za-z_][\w.-]*", each.attrib["identifier"])  # xs:ID
        assert each.attrib[_TYPE]
    return found


def test_archimate_has_the_order_and_the_attributes_of_its_schema(model: Document) -> None:
    # The Open Group, ArchiMate Model Exchange File Format 3.1 (C19C): ModelType, ElementType, RelationshipType.
    root = fromstring(archimate(model))
    assert re.fullmatch(r"[A-Za-z_][\w.-]*", root.attrib["identifier"])
    elements = _named(root.findall(f"{_SPACE}elements")[0], "element")
    assert all(each.findall(f"{_SPACE}name") for each in (root, *elements))
    relations = _named(root.findall(f"{_SPACE}relationships")[0], "relationship")
    assert all(each.attrib.keys() >= {"source", "target"} for each in relations)
    access = [each.attrib.get("accessType") for each in relations if each.attrib[_TYPE] == "Access"]
    assert set(access) <= {"Access", "Read", "Write", "ReadWrite"}
    assert all("accessType" not in each.attrib for each in relations if each.attrib[_TYPE] != "Access")


def test_a_parent_without_datasets_is_called_as_the_others(model: Document) -> None:
    names = {each.text for each in fromstring(archimate(model)).iter(f"{_SPACE}name")}
    assert {"soggetto", "party"} <= names


def test_an_empty_model_has_no_empty_parts() -> None:
    # ElementsType and RelationshipsType ask for one at least.
    root = fromstring(archimate(Document("Rossi", "s1", (), ())))
    assert [child.tag.removeprefix(_SPACE) for child in root] == ["name"]


def test_mermaid_names_are_words_and_texts_are_quoted(model: Document) -> None:
    lines = mermaid(model, "it").splitlines()
    assert lines[0] == "erDiagram"
    assert '    customer["cliente"] {' in lines
    assert '        text email "crm, erp"' in lines
    assert '    order }o--|| customer : "customer"' in lines
