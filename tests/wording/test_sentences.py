from datetime import date, timedelta
from decimal import Decimal

import pytest

from regia.errors import Text
from regia.wording import fill, join

ROWS = Text("{rows:riga|righe} {rows:~letta|lette}", "{rows:row|rows} read")


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (1234.5, "1.234,5", "1,234.5"),
        (date(2026, 12, 31), "31/12/2026", "31 Dec 2026"),
        (timedelta(hours=2), "2 ore", "2 hours"),
        (True, "sì", "yes"),
        (None, "sconosciuto", "unknown"),
        (["a", "b", 1.5], "a, b e 1,5", "a, b and 1.5"),
        ({"b", "a"}, "a e b", "a and b"),
        ([], "", ""),
        (Text("uno", "one"), "uno", "one"),
        ("{not a placeholder}", "{not a placeholder}", "{not a placeholder}"),
    ],
)
def test_values_take_the_readers_form(value, it, en):
    text = Text("{value}", "{value}")
    assert (fill(text, {"value": value}, "it"), fill(text, {"value": value}, "en")) == (it, en)


def test_a_placeholder_may_say_its_form():
    text = Text("{cost:money}, {part:share}, {bytes:size}, {wait:duration}", "{cost:money}")
    values = {"cost": Decimal(1200), "part": 0.125, "bytes": 1500, "wait": 60}
    assert fill(text, values, "it") == "1.200 €, 12,5 %, 1,5 kB, 1 minuto"
    assert fill(text, values, "en") == "€1,200"
    assert fill(text, values | {"part": None}, "it") == "1.200 €, sconosciuto, 1,5 kB, 1 minuto"


@pytest.mark.parametrize(("count", "it"), [(0, "0 righe lette"), (1, "1 riga letta"), (1500, "1.500 righe lette")])
def test_nouns_agree_with_their_number(count, it):
    assert fill(ROWS, {"rows": count}, "it") == it


def test_a_missing_value_and_an_unknown_form_are_our_mistakes():
    with pytest.raises(KeyError):
        fill(ROWS, {}, "it")
    with pytest.raises(ValueError, match="no form"):
        fill(Text("{a:euro}", "{a:euro}"), {"a": 1}, "it")


def test_lists_read_as_prose():
    assert join(["a"], "it") == "a"
    assert join(["a", "b"], "en") == "a and b"
