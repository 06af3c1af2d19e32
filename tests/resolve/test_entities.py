"""Ids of entities from one check-up to the next: kept by most, new ones, merges and splits."""

from regia.resolve.entities import EntityChange, Record, named


def record(name: str) -> Record:
    return "crm", "accounts", name


def test_an_id_comes_from_the_smallest_record_and_lasts() -> None:
    first = named([[record("b"), record("a")], [record("c")]], {}, "party")
    before = {record("a"): first.ids[0], record("b"): first.ids[0], record("c"): first.ids[1]}
    again = named([[record("c")], [record("0"), record("a"), record("b")]], before, "party")
    assert again.ids == (first.ids[1], first.ids[0])
    assert again.changes == ()


def test_a_merge_keeps_the_id_of_most_and_tells_the_other() -> None:
    before = {record("a"): "party-1", record("b"): "party-1", record("c"): "party-2"}
    found = named([[record("a"), record("b"), record("c")]], before, "party")
    assert found.ids == ("party-1",)
    assert found.changes == (EntityChange("party-1", "merged", "party-2"),)


def test_a_split_gives_the_smaller_part_a_new_id_and_tells_where_it_was() -> None:
    before = {record(name): "party-1" for name in "abc"}
    found = named([[record("c")], [record("a"), record("b")]], before, "party")
    assert found.ids[1] == "party-1"
    assert found.ids[0] != "party-1"
    assert found.changes == (EntityChange(found.ids[0], "split", "party-1"),)


def test_a_new_entity_never_takes_an_id_that_another_has_kept() -> None:
    (mine,) = named([[record("a")]], {}, "party").ids
    found = named([[record("a")], [record("b")]], {record("b"): mine}, "party")
    assert found.ids[1] == mine
    assert found.ids[0] != mine
