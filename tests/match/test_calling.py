"""What the shared model calls things: as a manager says them, and never two alike."""

import pytest

from regia.errors import Text
from regia.match.calling import cut_name, told_apart
from regia.match.field import Field
from regia.match.hub import shipped_hub
from regia.match.lexicon import shipped
from regia.match.shared import SharedModel, shared_model
from tests.match.small import matched


def _model(*fields: Field, comments: dict[tuple[str, str], str] | None = None) -> SharedModel:
    return shared_model(matched(fields), shipped_hub(), comments)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ordpro", Text("ordine di produzione", "production order")),
        ("restes", Text("reso", "return")),
        ("resrig", Text("riga di reso", "return line")),
        ("wave", None),
        ("resxyz", None),
    ],
)
def test_a_cut_and_glued_name_is_read_where_one_concept_alone_is_called_so(written: str, said: Text | None) -> None:
    assert cut_name(written, shipped_hub(), shipped()) == said


def test_the_source_s_own_comment_names_a_dataset() -> None:
    place = ("sap", "XQ17")
    field = Field(*place, "F1")
    assert _model(field, comments={place: "Dati di collaudo."}).concepts[place].names == Text(
        "Dati di collaudo", "Dati di collaudo"
    )
    assert _model(field).concepts[place].names == Text("xq 17", "xq 17")


def test_a_list_of_codes_is_called_after_the_field_that_refers_to_it() -> None:
    listed = Field("erp", "XQPG", "XQ", in_key=True, sole_key=True)
    terms = Field("erp", "CLIENTI", "condizioni_pagamento", refers_to="XQPG")
    others = [Field("erp", "CLIENTI", name) for name in ("ragione_sociale", "partita_iva", "email")]
    found = _model(listed, terms, *others).concepts["erp", "XQPG"]
    assert found.names == Text("condizioni di pagamento", "payment terms")
    assert found.concept == "xqpg"


def test_two_addresses_of_one_document_are_told_apart() -> None:
    names = ("Address", "City", "Country", "ShipAddress", "ShipCity", "ShipCountry", "InvoiceDate", "CustomerID")
    fields = [Field("erp", "Invoices", name) for name in names]
    found = _model(*fields).attributes
    said = {fields[row].name: each.names for row, each in found.items()}
    assert said["City"] == Text("città", "city")
    assert said["ShipCity"] == Text("città (spedizione)", "city (shipping)")
    for language in (0, 1):
        assert len({name[language] for name in said.values()}) == len(names)


def test_a_whole_number_that_refers_is_no_street() -> None:
    listed = Field("erp", "Shippers", "ShipperID", kind="integer", in_key=True, sole_key=True, distinct=3)
    fields = [Field("erp", "Orders", name) for name in ("OrderID", "OrderDate", "CustomerID")]
    via = Field("erp", "Orders", "ShipVia", kind="integer", refers_to="Shippers", distinct=3)
    found = _model(listed, via, *fields)
    assert found.attributes[1].attribute == "ship_via"


def test_names_told_apart_say_their_field_then_their_dataset() -> None:
    name = Text("nome", "name")
    holders = {"b": [Field("erp", "T", "Descr")], "c": [Field("erp", "U", "Name")]}
    assert told_apart({"a": name, "b": name, "c": name}, holders) == {
        "a": name,
        "b": Text("nome (Descr)", "name (Descr)"),
        "c": Text("nome (U)", "name (U)"),
    }
