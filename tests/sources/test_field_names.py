"""Names that can live in one table."""

from hypothesis import given
from hypothesis import strategies as st

from regia.model.note import Note, Reason
from regia.sources.field_names import tell_renamed, unique_names


def test_names() -> None:
    assert unique_names(["a", "", "A", "a", " "]) == ("a", "column_2", "A_2", "a_3", "column_5")
    assert unique_names(["a", "a", "a_2"]) == ("a", "a_3", "a_2")
    assert unique_names(["column_2", ""]) == ("column_2", "column_2_2")


@given(st.lists(st.sampled_from(["a", "A", "a_2", "A_2", "", " ", "ß", "SS", "column_1", "İ"])))
def test_no_two_are_alike_and_good_ones_stay(names: list[str]) -> None:
    found = unique_names(names)
    assert len({name.casefold() for name in found}) == len(found) == len(names)
    assert all(name.strip() for name in found)
    folded = [name.casefold() for name in names]
    for before, after in zip(names, found, strict=True):
        assert before == after or not before.strip() or folded.count(before.casefold()) > 1


def test_changes_are_told() -> None:
    notes: list[Note] = []
    tell_renamed(("a", "a"), ("a", "a_2"), "t", notes.append)
    assert notes == [Note(Reason.NAME_CHANGED, "t", "a_2", "'a' -> 'a_2'")]
