"""What evidence is written from."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from regia.demo.copies import CopyPlan
from regia.demo.draw import Draw
from regia.demo.spec import SystemSpec
from regia.demo.truth import Truth


@dataclass(frozen=True)
class Story:
    """What evidence is written from: `recent` are the last times each job carried something."""

    folder: Path
    systems: tuple[SystemSpec, ...]
    copies: tuple[CopyPlan, ...]
    dead: tuple[tuple[str, str, str], ...]
    recent: dict[str, list[int]]
    departments: tuple[str, ...]
    until: date
    ends: int
    truth: Truth
    draw: Draw

    def system(self, name: str) -> SystemSpec:
        """Return a system by name."""
        return next(system for system in self.systems if system.system == name)

    def file(self, name: str) -> Path:
        """Return the path of an evidence file, its folder made."""
        path = self.folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
