import pytest

from regia.workspace import syntax


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("name = Acme Srl", 1, "name", syntax.QUOTES),
        ("\n\nname = Acme", 3, "name", syntax.QUOTES),
        ("day = 31/12/2026", 1, "day", syntax.DATE_FORM),
        ("day = 31-12-2026", 1, "day", syntax.DATE_FORM),
        ("day = 31.12.2026", 1, "day", syntax.DATE_FORM),
        ("opens = 09:00", 1, "opens", syntax.TIME_FORM),
        ("cost = 1.234,56", 1, "cost", syntax.NUMBER_FORM),
        ("cost = 12,50 €  # a year", 1, "cost", syntax.NUMBER_FORM),
        ("name = “Acme”", 1, "name", syntax.CURLY),
        ("name = «Acme»", 1, "name", syntax.CURLY),
        ("made_up = sì", 1, "made_up", syntax.BOOLEAN),
        ("made_up = True", 1, "made_up", syntax.BOOLEAN),
        ("name =", 1, "name", syntax.NO_VALUE),
        ("name = # later", 1, "name", syntax.NO_VALUE),
        (r'source = "C:\data"', 1, "source", syntax.BACKSLASH),
        (r'source = "C:\users"', 1, "source", syntax.BACKSLASH),
        ("a = 1\na = 2", 2, "a", syntax.TWICE),
    ],
)
def test_a_broken_line_is_told_with_the_way_to_write_it(text, line, key, says):
    [mistake] = syntax.parse(text).mistakes
    assert (mistake.line, mistake.key, mistake.says) == (line, key, says)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[company\nname = 1", 1),
        ("[a]\nx = 1\n[a]\ny = 2", 3),
        ("[[a]\n", 1),
        ("x\n", 1),
        ("\n= 3", 2),
        ("à = 1", 1),
        ("a = [1,\n2\nb = 3", 3),
        ('a = """x\ny', 2),
        ('a = "x\x00"', 1),
        ("a = " + "[" * 5000, 1),
        ("a = " + "9" * 5000, 1),
        ("a = {b = 1, b = 2}", 1),
    ],
)
def test_what_cannot_be_set_aside_is_told_by_line(text, line):
    parsed = syntax.parse(text)
    assert parsed.mistakes[0].line == line
    assert parsed.mistakes[0].says.it


def test_several_broken_lines_are_told_and_the_rest_is_read():
    parsed = syntax.parse('a = x\nb = 2\nc = "y\nd = 31/12/2026\nb = 3\ne = 5')
    assert [mistake.line for mistake in parsed.mistakes] == [1, 3, 4, 5]
    assert parsed.tables == {"a": "", "b": 2, "c": "", "d": "", "e": 5}
    assert parsed.text.count("\n") == 5


def test_a_line_broken_in_its_key_too_is_told_once():
    assert [mistake.line for mistake in syntax.parse("a..b = x\nc = y").mistakes] == [1, 2]


def test_a_hundred_broken_lines_end():
    assert syntax.parse("\n".join(f"k{number} = x" for number in range(100))).mistakes
