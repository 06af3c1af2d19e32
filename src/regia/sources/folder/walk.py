"""Finding the files of a folder, and telling what is left aside, in groups."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.file_format import FileFormat

_DEEPEST = 16
_SHOWN = 5
_TEMPORARY_STARTS = (".", "~$", "~")
_TEMPORARY_ENDS = ("~", ".tmp", ".temp", ".part", ".crdownload", ".lock", ".swp", ".lnk")
_SYSTEM_NAMES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Found:
    """A file to read: its path from the folder, with slashes, and its format."""

    path: Path
    relative: str
    format: FileFormat

    @property
    def stem(self) -> str:
        """The relative path without the format's suffix."""
        suffix = next(it for it in _longest_first(self.format.suffixes) if self.relative.lower().endswith(it))
        return self.relative[: -len(suffix)]


def format_of(name: str, formats: tuple[FileFormat, ...]) -> FileFormat | None:
    """Return the format of a file by the longest suffix that fits its name."""
    fitting = [
        (len(suffix), format)
        for format in formats
        for suffix in format.suffixes
        if name.lower().endswith(suffix) and len(name) > len(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def files_of(root: Path, formats: tuple[FileFormat, ...], report: Report) -> list[Found]:
    """Return the files below a folder in a fixed order; what is not read is told once a group.

    Symbolic links are not followed: they lead outside, in circles, or to a file that is read already.
    """
    aside: dict[tuple[Reason, str], list[str]] = defaultdict(list)
    found = sorted(_below(root, root, formats, aside), key=lambda each: each.relative)
    for (reason, group), names in sorted(aside.items()):
        shown = ", ".join(sorted(names)[:_SHOWN])
        report(Note(reason, detail=f"{group}: {shown}", count=len(names)))
    return found


def _below(
    root: Path, folder: Path, formats: tuple[FileFormat, ...], aside: dict[tuple[Reason, str], list[str]]
) -> Iterator[Found]:
    relative_folder = folder.relative_to(root)
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        aside[Reason.FORBIDDEN, error.strerror or "folder"].append(f"{relative_folder.as_posix()}/")
        return
    for entry in entries:
        path = Path(entry.path)
        relative = path.relative_to(root).as_posix()
        if group := _left_aside(entry, relative, formats):
            aside[Reason.UNSUPPORTED, group].append(relative)
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(root, path, formats, aside)
        elif kind := format_of(entry.name, formats):
            yield Found(path, relative, kind)


def _left_aside(entry: os.DirEntry[str], relative: str, formats: tuple[FileFormat, ...]) -> str:
    """Return the group of what is not read, empty for what is."""
    name = entry.name.lower()
    if name.startswith(_TEMPORARY_STARTS) or name.endswith(_TEMPORARY_ENDS) or name in _SYSTEM_NAMES:
        return "hidden or temporary"
    if entry.is_symlink():
        return "symbolic links, not followed"
    if entry.is_dir(follow_symlinks=False):
        return f"deeper than {_DEEPEST} folders" if relative.count("/") >= _DEEPEST else ""
    if not entry.is_file(follow_symlinks=False):
        return "no files"
    return "" if format_of(name, formats) else Path(name).suffix or "without a suffix"


def _longest_first(suffixes: tuple[str, ...]) -> list[str]:
    return sorted(suffixes, key=len, reverse=True)
