"""Every detail that a reading tells in words has its Italian."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import regia.sources
from regia.model.details import in_italian

SOURCES = Path(regia.sources.__file__).parent
NAMES = {"Windows-1252", "READ COMMITTED"}


def _told() -> Iterator[tuple[str, str]]:
    """The details written in the code of the sources, with a word in the place of each value."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note":
                given = next((each.value for each in node.keywords if each.arg == "detail"), None)
                if text := _text(given or (node.args[3] if len(node.args) > 3 else None)):
                    yield path.name, text


def _text(given: ast.expr | None) -> str:
    if isinstance(given, ast.Constant):
        return str(given.value)
    if not isinstance(given, ast.JoinedStr):
        return ""
    parts = (str(each.value) if isinstance(each, ast.Constant) else "Xyz" for each in given.values)
    return "".join(parts)


def _is_sentence(text: str) -> bool:
    return any(character.isalpha() for character in text.replace("Xyz", "")) and text not in NAMES


def test_every_detail_in_words_is_in_italian_too() -> None:
    told = {text for _, text in _told() if _is_sentence(text)}
    assert len(told) > 30
    assert {text for text in told if not in_italian(text)} == set()


@pytest.mark.parametrize(
    ("detail", "italian"),
    [
        ("encoding windows-1252", "codifica windows-1252"),
        ("encoding UTF-8 and windows-1252 by line", "codifica UTF-8 e windows-1252, riga per riga"),
        ("n.d., {0}: no value", "n.d., {0}: nessun valore"),
        (
            "numbers written with '€'; decimals marked by ',' as in other columns",
            "numeri scritti con '€'; decimali segnati da ',' come in altre colonne",
        ),
        ("System 'log': cannot read log.xes (damaged XML: no element found: line 2, column 7).", None),
        ("VARCHAR(20)", None),
        ("'a' -> 'a_2'", None),
        ("", None),
    ],
)
def test_a_detail_in_italian(detail: str, italian: str | None) -> None:
    assert in_italian(detail) == italian
