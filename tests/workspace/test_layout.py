"""Places are checked against what tomllib reads: every value stands where the layout says, and nowhere else."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regia.workspace.layout import layout

ODD = '''\
# top
title = "a # b = [" # comment
"quoted key" = 1
'single' = 2
a.b . "c d" = 3

[table]   # comment
list = [ 1, [2, 3], # two
  "x]", 'y,', { z = 1 } , ]
empty = []
inline = { one = 1, two.three = "}" , four = [ { five = 5 } ] }
basic = """ one
" [not.a.table] = 1 \\""" two""""
literal = \'\'\'
# no comment
\'\'\'
when = 1979-05-27 07:32:00
flag = true# tight

[table."sub.table".x]
y = 1

[[many]]
n = 1
  [many.inner]
  deep = 2
[[many]]
n = 2
[many.inner]
deep = 3
'''


def _leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*path, position))
    else:
        yield path, value


def test_every_value_stands_where_the_layout_says():
    places = layout(ODD).places
    leaves = dict(_leaves(tomllib.loads(ODD)))
    assert len(leaves) > 20
    for path, value in leaves.items():
        place = places[path]
        assert tomllib.loads(f"value = {ODD[place.value_start : place.value_end]}")["value"] == value
        assert ODD.count("\n", 0, place.start) + 1 == place.line
        assert ODD.split("\n")[place.line - 1][place.column - 1 :] == ODD[place.start :].split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a",), 5),
        (("a", "b", "c d"), 5),
        (("table",), 7),
        (("table", "list", 2), 9),
        (("table", "inline", "four", 0, "five"), 11),
        (("table", "sub.table", "x"), 20),
        (("many", 0, "inner", "deep"), 26),
        (("many", 1, "n"), 28),
        (("many", 1, "inner", "deep"), 30),
        (("table", "absent", "deeper"), 7),
        (("nothing",), 1),
    ],
)
def test_lines(path, line):
    assert layout(ODD).line(path) == line


def test_a_table_declared_after_its_child_stands_at_its_own_header():
    assert layout("[a.b]\nx = 1\n[a]\ny = 2\n").line(("a",)) == 3


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=5))
def test_any_key_and_text_is_found(table):
    from regia.workspace.literals import key, literal

    text = "".join(f"{key(name)} = {literal(value)} # {name!a}\n" for name, value in table.items())
    places = layout(text).places
    assert set(places) == {(name,) for name in table}
    assert [places[(name,)].line for name in table] == list(range(1, len(table) + 1))
    assert tomllib.loads(text) == table
