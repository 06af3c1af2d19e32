"""Finds the fonts in their own Python package: nothing of them is kept in this one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

WEIGHTS = ("Regular", "It", "Semibold", "Bold")
PREFIX = "fonts"


class FontFinder(BaseFinder):
    """Gives `fonts/SourceSansPro-<weight>.ttf`, the same files that make the PDF."""

    def __init__(self, *_: object) -> None:
        from font_source_sans_pro import font_directory

        self._fonts = FileSystemStorage(location=font_directory)
        self._fonts.prefix = PREFIX  # type: ignore[attr-defined]

    def find(self, path: str, find_all: bool = False, **_more: object) -> Any:
        """Return where a font is."""
        folder, _slash, name = path.partition("/")
        found = str(Path(self._fonts.location) / name) if folder == PREFIX and name in _files() else None
        return ([found] if found else []) if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """Return the fonts that pages use."""
        return ((name, self._fonts) for name in _files())


def _files() -> tuple[str, ...]:
    return tuple(f"SourceSansPro-{weight}.ttf" for weight in WEIGHTS)
