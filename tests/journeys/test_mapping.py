"""What people say of activities in `journeys.toml` is respected, and never lost."""

import tomllib
from pathlib import Path

import pytest

from regia.errors import Text
from regia.errors.journeys import MappingUnreadable
from regia.journeys.mapping import FILE, Said, read_mapping, say, template
from tests.journeys.test_stage import evidence, make, ways

ROWS = [
    {"activity": "erp.orders.entered", "name_it": "Ordine: «ordine»", "name_en": "Order", "department": None},
    {"activity": 'erp.a"b.shipped', "name_it": "Evasione", "name_en": "Shipped", "department": "operations"},
]


def test_a_check_up_respects_what_people_say(tmp_path: Path) -> None:
    """One name for both languages, a department, and a step that is none: its neighbours are joined."""
    folder = make(tmp_path)
    (folder / FILE).write_text(
        '["erp.orders.order_date"]\nname = "Ordine preso"\ndepartment = "front-office"\n'
        '["erp.orders.shipped_at"]\nignore = true\n["erp.gone.field"]\nignore = true\n',
        encoding="utf-8",
    )
    found = evidence(folder)
    rows = {row["activity"]: row for row in found("activities")}
    ordered, shipped = rows["erp.orders.order_date"], rows["erp.orders.shipped_at"]
    assert (ordered["name_it"], ordered["name_en"]) == ("Ordine preso", "Ordine preso")
    assert (ordered["department"], ordered["department_origin"]) == ("front-office", "declared")
    assert shipped["role"] == "ignored"
    assert ("order_date", "invoiced_at") in ways(found("handoffs"))
    assert not any("shipped_at" in pair for pair in ways(found("handoffs")))


def test_the_template_says_nothing_until_it_is_edited() -> None:
    assert tomllib.loads(template(ROWS)) == {}


def test_editing_again_keeps_what_stands_there_and_adds_what_is_new() -> None:
    kept = '# ours\n["erp.orders.entered"]\nname = "Preso"\n'
    made = template(ROWS, kept)
    assert made.startswith(kept)
    assert tomllib.loads(made) == tomllib.loads(kept)
    uncommented = made.replace("\n# ", "\n")
    assert tomllib.loads(uncommented[len(kept) :])['erp.a"b.shipped']["department"] == "operations"
    assert "Order: " not in made[len(kept) :]


def test_names_in_one_language_stand_for_both(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[a]\nname_it = "Preso"\n[b]\nname = "X"\nname_en = "Y"\n', encoding="utf-8")
    assert read_mapping(tmp_path).names == {"a": Text("Preso", "Preso"), "b": Text("X", "Y")}


@pytest.mark.parametrize("text", ["[a", "[a]\nnam = 'x'", "[a]\nignore = 'yes'", "a = 1"])
def test_a_file_that_is_wrong_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(MappingUnreadable, match=FILE):
        read_mapping(tmp_path)


def test_what_is_said_is_written_where_it_belongs_and_taken_back(tmp_path: Path) -> None:
    """The commented example comes to life, comments stay, and what is taken back leaves no empty table."""
    path = tmp_path / FILE
    path.write_text("# ours\n" + template(ROWS), encoding="utf-8")
    before = path.read_text("utf-8")
    say(tmp_path, "erp.orders.entered", {"confirmed": True, "name_it": "Preso"})
    said = read_mapping(tmp_path)
    assert said.confirmed == {"erp.orders.entered"}
    assert said.names == {"erp.orders.entered": Text("Preso", "Preso")}
    assert path.read_text("utf-8").startswith("# ours\n")
    assert path.read_text("utf-8").count("erp.orders.entered") == before.count("erp.orders.entered")
    say(tmp_path, "erp.orders.entered", {"confirmed": None, "ignore": True, "name_it": None})
    assert read_mapping(tmp_path) == Said({}, {}, frozenset({"erp.orders.entered"}), {})
    say(tmp_path, "erp.orders.entered", {"confirmed": None, "ignore": None})
    assert tomllib.loads(path.read_text("utf-8")) == {}


def test_the_first_word_makes_the_file(tmp_path: Path) -> None:
    say(tmp_path, 'erp.a"b.shipped', {"department": "care"})
    assert read_mapping(tmp_path).departments == {'erp.a"b.shipped': "care"}


def test_a_wrong_file_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[a\n", encoding="utf-8")
    with pytest.raises(MappingUnreadable):
        say(tmp_path, "a", {"ignore": True})
    assert (tmp_path / FILE).read_text("utf-8") == "[a\n"
