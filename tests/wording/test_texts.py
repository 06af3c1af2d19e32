"""Every sentence in the code stands in both languages and names the same values in both."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest

import regia
from regia.errors import RegiaError

SOURCE = Path(regia.__file__).parent


def _names(text: str) -> set[str]:
    """The values a sentence names; `how_it` and `how_en` are one value, a word given in both languages."""
    return {re.sub(r"_(it|en)$", "", name) for _, name, _, _ in Formatter().parse(text) if name}


def _plain(node: ast.expr) -> str | None:
    """A literal text, also one made of pieces or with values in it (an f-string's become placeholders)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


def _texts(tree: ast.AST) -> list[tuple[int, list[str | None]]]:
    """Calls of Text with literal sentences; `Text("", "")` says nothing on purpose."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            arguments = [*node.args, *(given[name] for name in ("it", "en") if name in given)]
            plain = [_plain(argument) for argument in arguments]
            if any(plain):
                found.append((node.lineno, plain))
    return found


def _wrong(plain: list[str | None]) -> str:
    if len(plain) != 2:
        return "wants two languages"
    it, en = plain
    if it is None or en is None:
        return ""
    if not it.strip() or not en.strip():
        return "one language is empty"
    return "" if _names(it) == _names(en) else f"other values: {_names(it)} and {_names(en)}"


def test_every_text_has_both_languages_and_the_same_values():
    wrong, seen = [], 0
    for path in sorted(SOURCE.rglob("*.py")):
        for line, plain in _texts(ast.parse(path.read_text("utf-8"))):
            seen += 1
            if problem := _wrong(plain):
                wrong.append(f"{path.relative_to(SOURCE)}:{line}: {problem}")
    assert not wrong, "\n".join(wrong)
    assert seen > 100


@pytest.mark.parametrize(
    "text",
    ['Text("ciao", "")', 'Text("ciao")', 'Text("{a} ciao", "{b} hello")', 'Text(it="ciao {a}", en="hello")'],
)
def test_a_text_that_is_wrong_is_seen(text):
    [(_, plain)] = _texts(ast.parse(text))
    assert _wrong(plain)


def _errors(kind: type[RegiaError]) -> list[type[RegiaError]]:
    return [found for sub in kind.__subclasses__() for found in (sub, *_errors(sub))]


def _modules() -> None:
    for module in pkgutil.walk_packages(regia.__path__, "regia."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_every_error_says_what_happened_and_what_to_do():
    _modules()
    raised = [error for error in _errors(RegiaError) if not error.__subclasses__()]
    own = [error for error in raised if error.__module__.startswith("regia.")]
    assert len(own) > 20
    for error in own:
        assert all(text.strip() for text in (*error.happened, *error.fix)), error
