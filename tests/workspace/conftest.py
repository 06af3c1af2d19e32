"""Company folders, written by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from regia.errors.company import CompanyFileWrong, Mistake
from regia.workspace.reading import FILE, parse


@pytest.fixture
def folder(tmp_path) -> Callable[[str | bytes], Path]:
    """Write a regia.toml and return its folder."""

    def write(content: str | bytes) -> Path:
        (tmp_path / FILE).write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


@pytest.fixture
def mistakes() -> Callable[[str], list[Mistake]]:
    """Return the mistakes of a text, none if it has none."""

    def find(text: str) -> list[Mistake]:
        try:
            parse(text, Path())
        except CompanyFileWrong as error:
            return list(error.mistakes)
        return []

    return find
