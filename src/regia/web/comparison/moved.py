"""What the analyses of two snapshots found that came, went or changed, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse

from regia.checkup.comparison import EvidenceChanges, Part, Row, compare_evidence
from regia.checkup.record import Checkup, Records
from regia.errors import Text
from regia.web.entities.names import Called, called
from regia.web.frame.cell import Tag
from regia.web.frame.language import spoken
from regia.web.people.roles import Permission
from regia.web.severity import SEVERITY_TAGS
from regia.web.visit import Visit
from regia.wording import fill

WAYS: dict[object, Tag] = {
    "came": Tag(Text("nuovo", "new"), "+", "accent"),
    "went": Tag(Text("non c'è più", "gone"), "−"),
    "changed": Tag(Text("cambiato", "changed"), "≠", "info"),
}
_MOST_LINES = 40


@dataclass(frozen=True)
class MovedLine:
    """One thing that came, went or changed; `url` leads to it where it still is."""

    says: str
    tags: tuple[Tag, ...]
    url: str | None


@dataclass(frozen=True)
class Moved:
    """A kind of thing: how many came, went and changed, and the first of them; not known where one lacks it."""

    name: str
    title: Text
    part: Part | None
    lines: tuple[MovedLine, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether both check-ups worked it out."""
        return self.part is not None

    @property
    def came(self) -> int:
        """How many came."""
        return self.part.came if self.part else 0

    @property
    def went(self) -> int:
        """How many went."""
        return self.part.went if self.part else 0

    @property
    def changed(self) -> int:
        """How many changed."""
        return self.part.changed if self.part else 0

    @property
    def rest(self) -> int:
        """How many rows are not among the lines."""
        return max(0, len(self.part.rows) - len(self.lines)) if self.part else 0


def moved_between(visit: Visit, old: str, new: str) -> tuple[Moved, ...]:
    """Return what came, went and changed between the newest check-ups of two snapshots.

    Contradictions between systems are told to who may see rows.
    """
    before, after = (_checkup(visit.company.path, each) for each in (old, new))
    if before is None or after is None:
        return ()
    found = _compared(visit.company.path, before.checkup, after.checkup)
    tell = _Telling(visit, called(visit.evidence), is_current=visit.evidence.checkup.snapshot == new)
    parts = (
        _moved("findings", Text("rilievi", "findings"), found.findings, tell.finding),
        _moved("pairs", Text("corrispondenze", "correspondences"), found.correspondences, tell.correspondence),
        _moved("conflicts", Text("contraddizioni", "contradictions"), found.conflicts, tell.conflict),
        _moved("files", Text("file di prova", "files of evidence"), found.evidence_files, tell.file),
    )
    return tuple(each for each in parts if each.name != "conflicts" or visit.may(Permission.SEE_ROWS))


@lru_cache(maxsize=16)
def _compared(folder: Path, old: str, new: str) -> EvidenceChanges:
    """Compare two check-ups, once: they never change."""
    records = Records(folder)
    return compare_evidence(records, records.read(old), records.read(new))


def _checkup(folder: Path, snapshot: str) -> Checkup | None:
    found = [each for each in Records(folder).all() if each.snapshot == snapshot]
    return found[-1] if found else None


def _moved(name: str, title: Text, part: Part | None, tell: Callable[[Row], MovedLine]) -> Moved:
    return Moved(name, title, part, tuple(map(tell, part.rows[:_MOST_LINES])) if part else ())


class _Telling:
    """How each kind of change is told to a reader."""

    def __init__(self, visit: Visit, names: Called, *, is_current: bool) -> None:
        self.visit, self.names, self.is_current = visit, names, is_current

    def finding(self, row: Row) -> MovedLine:
        """Tell a finding; one that is there now leads to its page."""
        says = str(row[f"text_{spoken()}"])
        there = self.is_current and row["way"] != "went"
        url = reverse("finding", args=[self.visit.company.slug, row["finding"]]) if there else None
        if row["way"] == "changed" and row["before"] is not None and row["after"] is not None:
            says += " " + fill(_RECORDS, {"before": row["before"], "after": row["after"]}, spoken())
        return MovedLine(says, (WAYS[row["way"]], SEVERITY_TAGS[row["severity"]]), url)

    def correspondence(self, row: Row) -> MovedLine:
        """Tell a correspondence."""
        left, right = (
            ".".join(str(row[f"{side}_{part}"]) for part in ("system", "dataset", "field"))
            for side in ("left", "right")
        )
        return MovedLine(f"{left} = {right}", (WAYS[row["way"]],), None)

    def conflict(self, row: Row) -> MovedLine:
        """Tell how many contradictions of a system on an attribute came, went and changed."""
        values = {
            "concept": self.names.concept(str(row["concept"])),
            "attribute": self.names.attribute(str(row["attribute"])),
            "system": self.names.system(str(row["system"])),
            **{way: row[way] for way in WAYS if isinstance(way, str)},
        }
        asked = urlencode({"concept": row["concept"], "system": row["system"]})
        url = f"{reverse('conflicts', args=[self.visit.company.slug])}?{asked}" if self.is_current else None
        return MovedLine(fill(_VALUES, values, spoken()), (), url)

    def file(self, row: Row) -> MovedLine:
        """Tell a file of evidence."""
        return MovedLine(str(row["file"]), (WAYS[row["way"]],), None)


_RECORDS = Text("(da {before} a {after} record)", "({before} to {after} records)")
_VALUES = Text(
    "{concept}, {attribute} in {system}: {came} nuove, {went} risolte, {changed} cambiate",
    "{concept}, {attribute} in {system}: {came} new, {went} resolved, {changed} changed",
)
