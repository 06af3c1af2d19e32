"""Keeps what was found in a dataset's content by the hash of that content, so that unchanged data costs nothing."""

import hashlib
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from regia.profile.facts import DatasetFacts, MatchFacts
from regia.snapshot.objects import replace_file


class Kept:
    """A folder of facts, one file an object and version of this code. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "profile" if folder else None
        self._read: dict[str, dict[str, MatchFacts]] = {}
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def find(self, content: str, *, today: date) -> DatasetFacts | None:
        """Return what is known of a content, if it still holds today."""
        if not self._folder or not (path := self._path(self._folder, content)).exists():
            return None
        try:
            facts = msgspec.msgpack.decode(path.read_bytes(), type=DatasetFacts)
        except msgspec.DecodeError:
            return None  # cut by a crash: it is made again
        return facts if facts.seen_from in (None, today) else None

    def keep(self, content: str, facts: DatasetFacts) -> None:
        """Keep what was found.

        Raises:
            DiskFull: no room.
        """
        if self._folder:
            replace_file(self._path(self._folder, content), msgspec.msgpack.encode(facts))

    def pair(self, content: str, name: str) -> MatchFacts | None:
        """Return what was counted of a content against another one."""
        return self._pairs(content).get(name)

    def keep_pair(self, content: str, name: str, counted: MatchFacts) -> None:
        """Keep what was counted of a content against another one.

        Raises:
            DiskFull: no room.
        """
        if self._folder:
            known = self._pairs(content) | {name: counted}
            self._read[content] = known
            replace_file(self._pairs_path(self._folder, content), msgspec.msgpack.encode(known))

    def _pairs(self, content: str) -> dict[str, MatchFacts]:
        if not self._folder:
            return {}
        if content not in self._read:
            path = self._pairs_path(self._folder, content)
            try:
                self._read[content] = msgspec.msgpack.decode(path.read_bytes(), type=dict[str, MatchFacts])
            except (FileNotFoundError, msgspec.DecodeError):
                self._read[content] = {}
        return self._read[content]

    def forget_others(self, contents: frozenset[str]) -> None:
        """Drop what is known of contents that no snapshot holds any more, or was found by other code.

        Facts hold values (minimum, maximum): those of a person who was forgotten go with their content.
        """
        for path in self._folder.glob("*.msgpack") if self._folder else ():
            content, code = path.name.split(".")[:2]
            if content not in contents or code != _code():
                path.unlink(missing_ok=True)

    def _pairs_path(self, folder: Path, content: str) -> Path:
        return folder / f"{content}.{_code()}.pairs.msgpack"

    def _path(self, folder: Path, content: str) -> Path:
        return folder / f"{content}.{_code()}.msgpack"


@cache
def _code() -> str:
    digest = hashlib.sha256(version("duckdb").encode())
    for name, data in sorted(_sources(files("regia.profile"), "")):
        digest.update(name.encode() + data)
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for each in folder.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir() and each.name not in ("rules", "__pycache__"):
            found += _sources(each, name)
        elif each.is_file() and each.name.endswith((".py", ".toml", ".txt")):
            found.append((name, each.read_bytes()))
    return found
