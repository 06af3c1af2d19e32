"""What the comparison of two snapshots shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from regia import wording
from regia.checkup.record import Checkup, Records
from regia.errors import Text
from regia.findings.tables import FINDINGS
from regia.snapshot.comparison import SENTENCES, Change, compare
from regia.snapshot.store import Store
from regia.web.evidence.reader import Evidence
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.severity import SEVERITY_TAGS
from regia.web.visit import Visit

_MOST_SHOWN = 200


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that can be chosen."""

    snapshot: str
    taken_at: datetime


@dataclass(frozen=True)
class ChangeLine:
    """One change, in words; `url` leads to what changed, where it still is."""

    says: str
    url: str | None


@dataclass(frozen=True)
class FindingLine:
    """A finding that came or went."""

    says: str
    tag: object
    url: str | None


@dataclass(frozen=True)
class ComparisonPage:
    """What changed; `old` and `new` are None where there are no two snapshots yet."""

    snapshots: tuple[Snapshot, ...]
    old: Snapshot | None
    new: Snapshot | None
    figures: tuple[Figure, ...] = ()
    structural: tuple[ChangeLine, ...] = ()
    grown: tuple[ChangeLine, ...] = ()
    came: tuple[FindingLine, ...] = ()
    went: tuple[FindingLine, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    most: int = _MOST_SHOWN


def comparison_page(visit: Visit, asked: QueryDict) -> ComparisonPage:
    """Return what changed between the snapshots that an address names, by default the last two."""
    store = Store(visit.company.path)
    there = tuple(Snapshot(each.snapshot, each.taken_at) for each in store.manifests())
    if len(there) < 2:
        return ComparisonPage(there, None, None)
    old, new = _chosen(there, asked)
    changes = compare(store.manifest(old.snapshot), store.manifest(new.snapshot))
    structural = [each for each in changes if each.structural]
    grown = [each for each in changes if not each.structural]
    came, went = _findings(visit, old, new)
    return ComparisonPage(
        snapshots=tuple(reversed(there)),
        old=old,
        new=new,
        figures=_figures(structural, grown, came, went),
        structural=tuple(_line(visit, each) for each in structural[:_MOST_SHOWN]),
        grown=tuple(_line(visit, each) for each in sorted(grown, key=_growth)[:_MOST_SHOWN]),
        came=tuple(came[:_MOST_SHOWN]),
        went=tuple(went[:_MOST_SHOWN]),
        counts=(len(structural), len(came), len(went)),
    )


def _chosen(there: Sequence[Snapshot], asked: QueryDict) -> tuple[Snapshot, Snapshot]:
    """Return the older and the newer one, whichever way round they were asked for."""
    known = {each.snapshot: each for each in there}
    one = known.get(asked.get("from", ""), there[-2])
    other = known.get(asked.get("to", ""), there[-1])
    order = {each.snapshot: place for place, each in enumerate(there)}
    older, newer = sorted((one, other), key=lambda each: order[each.snapshot])
    return older, newer


def _figures(
    structural: Sequence[Change], grown: Sequence[Change], came: Sequence[FindingLine], went: Sequence[FindingLine]
) -> tuple[Figure, ...]:
    language = spoken()
    more = sum(int(str(each.after)) - int(str(each.before)) for each in grown)
    sign = "+" if more > 0 else ""
    return (
        Figure(
            wording.number(len(structural), language),
            Text("cambi nella forma dei dati", "changes in the form of the data"),
            url="#form",
        ),
        Figure(sign + wording.number(more, language), Text("righe", "records"), url="#records"),
        Figure(wording.number(len(came), language), Text("rilievi nuovi", "new findings"), url="#came"),
        Figure(wording.number(len(went), language), Text("rilievi che non ci sono più", "findings gone"), url="#went"),
    )


def _growth(change: Change) -> int:
    return -abs(int(str(change.after)) - int(str(change.before)))


def _line(visit: Visit, change: Change) -> ChangeLine:
    values = {"place": change.place, "before": change.before, "after": change.after}
    url = None
    if change.dataset and change.kind != "dataset_dropped":
        url = reverse("dataset", args=[visit.company.slug, change.system, change.dataset])
    elif not change.dataset:
        url = reverse("system", args=[visit.company.slug, change.system])
    return ChangeLine(wording.fill(SENTENCES[change.kind], values, spoken()), url)


def _findings(visit: Visit, old: Snapshot, new: Snapshot) -> tuple[list[FindingLine], list[FindingLine]]:
    """Return the findings that came and those that went, as the newest check-up of each snapshot told them."""
    before, after = _found(visit, old), _found(visit, new)
    if before is None or after is None:
        return [], []
    current = visit.evidence.checkup.snapshot == new.snapshot
    came = [_told(visit, after[key], key if current else None) for key in after if key not in before]
    went = [_told(visit, before[key], None) for key in before if key not in after]
    return came, went


def _found(visit: Visit, snapshot: Snapshot) -> dict[str, tuple[str, int]] | None:
    """Return the findings of a snapshot, most serious first; None where no check-up of it has any left."""
    checkup = _checkup(visit, snapshot)
    if checkup is None:
        return None
    evidence = Evidence(visit.company.path, checkup)
    if not evidence.has(FINDINGS):
        return None
    rows = evidence.figures(
        f"SELECT finding, severity, text_{spoken()} AS says FROM {{findings}} ORDER BY position"  # noqa: S608 a language
    )
    return {str(row["finding"]): (str(row["says"]), int(str(row["severity"]))) for row in rows}


def _checkup(visit: Visit, snapshot: Snapshot) -> Checkup | None:
    found = [each for each in Records(visit.company.path).all() if each.snapshot == snapshot.snapshot]
    return found[-1] if found else None


def _told(visit: Visit, finding: tuple[str, int], key: str | None) -> FindingLine:
    says, severity = finding
    url = reverse("finding", args=[visit.company.slug, key]) if key else None
    return FindingLine(says, SEVERITY_TAGS[severity], url)
