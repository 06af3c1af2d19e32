"""Finds the stylesheet of the pictures in its own room, so that page and PDF are drawn with the same one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from regia import pictures

PREFIX, NAME = "pictures", "pictures.css"


class PictureStyleFinder(BaseFinder):
    """Gives `pictures/pictures.css`."""

    def __init__(self, *_: object) -> None:
        self._styles = FileSystemStorage(location=Path(pictures.__file__).parent)
        self._styles.prefix = PREFIX  # type: ignore[attr-defined]

    def find(self, path: str, find_all: bool = False, **_more: object) -> Any:
        """Return where it is."""
        found = str(Path(self._styles.location) / NAME) if path == f"{PREFIX}/{NAME}" else None
        return ([found] if found else []) if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """Return the one file."""
        yield NAME, self._styles
