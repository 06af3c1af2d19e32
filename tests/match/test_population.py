"""Which datasets hold the same things, and what that says of their concepts: against hand calculation."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from regia.match.field import Field
from regia.match.hub import shipped_hub
from regia.match.population import populations
from regia.match.shared import shared_model
from tests.match.small import chances, matched


def _values(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{number:04}" for number in range(first, last))


def _email(system: str, dataset: str, first: int, last: int) -> Field:
    values = _values(first, last)
    return Field(
        system, dataset, "email", semantic="email", semantic_share=1.0, distinct=len(values), unique=1.0,
        sketch=values, sketch_whole=True,
    )  # fmt: skip


def _fields(system: str, dataset: str, *names: str) -> list[Field]:
    return [Field(system, dataset, name, distinct=50) for name in names]


def _concepts(fields: Sequence[Field]) -> dict[str, str]:
    model = shared_model(matched(fields), shipped_hub())
    return {dataset: concept.concept for (_, dataset), concept in model.concepts.items()}


def test_the_share_is_of_the_smaller_side() -> None:
    found = populations([_email("crm", "a", 0, 100), _email("erp", "b", 60, 110)])
    assert found.shared == {(("crm", "a"), ("erp", "b")): pytest.approx(40 / 50)}
    assert [pair[:2] for pair in found.same()] == [(("crm", "a"), ("erp", "b"))]
    assert not found.apart(("crm", "a"), ("erp", "b"))


def test_two_that_could_share_and_do_not_hold_different_things() -> None:
    found = populations([_email("crm", "a", 0, 100), _email("erp", "b", 200, 300)])
    assert not list(found.same())
    assert found.apart(("erp", "b"), ("crm", "a"))
    assert not found.apart(("crm", "a"), ("erp", "elsewhere"))


def test_numbers_counted_from_one_repeated_values_and_one_system_say_nothing() -> None:
    code = replace(_email("crm", "a", 0, 100), semantic=None, name="code")
    other = replace(code, system="erp")
    assert populations([code, other]).shared
    assert not populations([replace(code, counter=True), replace(other, counter=True)]).shared
    assert not populations([replace(code, unique=0.6), other]).shared
    assert not populations([replace(code, refers_to="b"), other]).shared
    assert not populations([code, replace(code, dataset="b")]).shared


_CUSTOMERS = [_email("erp", "customers", 0, 100), *_fields("erp", "customers", "customer_name", "vat_number", "city")]


def test_users_who_are_the_customers_are_customers_and_staff_is_not() -> None:
    names = ("user_name", "password", "last_login")
    portal = [_email("portal", "users", 0, 80), *_fields("portal", "users", *names)]
    assert _concepts([*_CUSTOMERS, *portal])["users"] == "customer"
    staff = [_email("portal", "users", 500, 580), *_fields("portal", "users", *names)]
    assert _concepts([*_CUSTOMERS, *staff])["users"] == "user"


def test_contacts_that_each_belong_to_an_account_are_not_accounts_even_with_its_address() -> None:
    accounts = [_email("crm", "accounts", 0, 100), *_fields("crm", "accounts", "account_name", "vat_number", "city")]
    account = Field("crm", "contacts", "account_id", refers_to="accounts", distinct=80)
    contacts = [_email("crm", "contacts", 0, 80), *_fields("crm", "contacts", "first_name", "last_name"), account]
    found = _concepts([*accounts, *contacts, *_CUSTOMERS])
    assert (found["accounts"], found["customers"], found["contacts"]) == ("customer", "customer", "contact")
    became = replace(account, filled=0.3)  # a link to what a few of them became says nothing against it
    assert _concepts([*accounts, *contacts[:-1], became, *_CUSTOMERS])["contacts"] == "customer"


def test_lines_are_of_what_they_refer_to() -> None:
    head = [Field("crm", "quotes", "id", "integer", sole_key=True), *_fields("crm", "quotes", "quote_date", "total")]
    line = [Field("crm", "lines", "quote_id", "integer", refers_to="quotes")]
    line += [Field("crm", "lines", name, "number") for name in ("quantity", "unit_price", "discount")]
    assert _concepts([*head, *line])["lines"] == "quote_line"


def test_a_sheet_is_of_the_document_that_its_own_number_is_called_after() -> None:
    number = Field("sheets", "plan#Sheet1", "N. ordine", "integer", distinct=90, unique=1.0)
    rest = [Field("sheets", "plan#Sheet1", "Data", "date"), Field("sheets", "plan#Sheet1", "Totale", "number")]
    rest += _fields("sheets", "plan#Sheet1", "Cliente", "Stato")
    assert _concepts([number, *rest])["plan#Sheet1"] == "order"


def test_fields_of_datasets_that_hold_the_same_things_are_likelier_the_same() -> None:
    def chance(first: int) -> float:
        other = [_email("shop", "buyers", first, first + 80), *_fields("shop", "buyers", "buyer_name", "city")]
        pair = frozenset({("erp", "customers", "city"), ("shop", "buyers", "city")})
        return chances(matched([*_CUSTOMERS, *other])).get(pair, 0.0)

    assert chance(0) > chance(90) > chance(500)  # nearly all, a tenth, and none of the buyers are customers
