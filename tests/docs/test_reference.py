"""The reference says what the code does: no command, table, rule, connector or setting without its page."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import regia
from regia.cli import app
from regia.errors import RegiaError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def _build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_what_the_code_says() -> None:
    stale = [path.name for path, text in _build().pages() if not path.exists() or path.read_text("utf-8") != text]
    assert stale == [], "run: uv run python docs/build.py"


def test_no_page_of_a_rule_that_is_gone() -> None:
    made = {path for path, _ in _build().pages()}
    assert [path.name for path in (DOCS / "reference" / "findings").glob("*.md") if path not in made] == []


def test_every_command_is_explained() -> None:
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    groups = {group.name for group in app.registered_groups}
    assert {name for name in commands | groups if f"regia {name}" not in page} == set()


@pytest.mark.parametrize("readme", ["README.md", "README.it.md"])
def test_readme_names_the_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert "uv run regia demo" in text
    assert "uv run pytest" in text


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_error_has_a_docstring_and_two_sentences() -> None:
    for module in Path(regia.__file__).parent.joinpath("errors").glob("[!_]*.py"):
        importlib.import_module(f"regia.errors.{module.stem}")
    pending = [RegiaError]
    while pending:
        error = pending.pop()
        pending += error.__subclasses__()
        assert error.__doc__, error
