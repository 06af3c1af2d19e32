"""The map as a graph, and what a change touches."""

from regia.interfaces.impact import Network
from regia.interfaces.network import places


def test_what_hangs_on_each_system() -> None:
    found = {
        each.system: each for each in places("abcdefg", [("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("e", "f")])
    }
    assert (found["b"].feeds, found["b"].fed_by, found["a"].reached) == (1, 2, 3)
    assert {name: each.cut_off for name, each in found.items() if each.cut_off} == {"b": 1, "c": 1}
    assert {name: each.circle for name, each in found.items() if each.circle} == {"b": 1, "c": 1}
    assert {name: each.island for name, each in found.items()} == dict(
        zip("abcdefg", [1, 1, 1, 1, 2, 2, 3], strict=True)
    )


def test_a_star_falls_apart_without_its_middle_and_a_ring_does_not() -> None:
    star = {each.system: each.cut_off for each in places("mabcd", [("m", other) for other in "abcd"])}
    assert star == {"m": 3, "a": 0, "b": 0, "c": 0, "d": 0}
    ring = places("abcd", [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")])
    assert [(each.cut_off, each.circle) for each in ring] == [(0, 1)] * 4


def _line(left: str, right: str, from_dataset: str | None = None, to_dataset: str | None = None) -> dict[str, object]:
    return {
        "interface": f"{left}>{right}:customer", "from_system": left, "to_system": right, "concept": "customer",
        "from_dataset": from_dataset, "to_dataset": to_dataset, "probability": 0.9,
    }  # fmt: skip


def _step(left: str, field: str, right: str, to_field: str) -> dict[str, object]:
    return {
        "from_system": left, "from_dataset": "t", "from_field": field, "to_system": right, "to_dataset": "t",
        "to_field": to_field, "interface": f"{left}>{right}:customer",
    }  # fmt: skip


def test_impact_follows_columns_where_they_are_known_and_concepts_where_not() -> None:
    lines = [_line("erp", "crm", "t", "t"), _line("crm", "mail"), _line("erp", "dwh", "other", "t")]
    network = Network(lines, [_step("erp", "ADDR", "crm", "street"), _step("erp", "TEL", "crm", "phone")],
                      {"erp": "admin", "crm": "sales", "mail": "marketing"})  # fmt: skip
    whole = network.impact("erp")
    assert set(whole.systems) == {"crm", "mail", "dwh"}
    column = network.impact("erp", "t", "ADDR")
    assert (column.systems, column.departments) == (("crm", "mail"), ("admin", "marketing", "sales"))
    assert column.fields == (("crm", "t", "street"),)
    assert network.impact("erp", "t", "NOTE").systems == ()


def test_what_is_not_of_the_kind_that_arrived_is_not_touched() -> None:
    """Customers that reach a system whose datasets nobody named leave it with customers, not with products."""
    lines = [
        _passage("erp", "sheet", "party", from_dataset="customers"),
        _passage("sheet", "mail", "party"),
        _passage("sheet", "shop", "product"),
        _passage("sheet", "portal", "?"),
    ]
    network = Network(lines, [], {})
    assert set(network.impact("erp", "customers").systems) == {"sheet", "mail", "portal"}
    assert set(network.impact("sheet").systems) == {"mail", "shop", "portal"}


def test_a_dataset_is_taken_by_interfaces_of_what_it_holds() -> None:
    lines = [
        _passage("crm", "erp", "party", from_dataset="accounts"),
        _passage("crm", "shop", "party"),
        _passage("crm", "portal", "product"),
    ]
    network = Network(lines, [], {})
    assert set(network.impact("crm", "accounts").systems) == {"erp", "shop"}
    assert set(network.impact("crm", "notes").systems) == {"shop", "portal"}


def _passage(left: str, right: str, family: str, *, from_dataset: str | None = None) -> dict[str, object]:
    return {"interface": f"{left}>{right}:{family}", "from_system": left, "to_system": right, "concept": family,
            "from_dataset": from_dataset, "to_dataset": None, "probability": 0.9}  # fmt: skip


def test_what_was_rejected_is_followed_by_no_way() -> None:
    lines = [
        _passage("crm", "shop", "party", from_dataset="t") | {"probability": 0.0},
        _passage("shop", "mail", "party"),
    ]
    step = _step("crm", "email", "shop", "email") | {"interface": "crm>shop:party"}
    assert Network(lines, [step], {}).impact("crm").systems == ()
