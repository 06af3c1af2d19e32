"""What the comparison of two snapshots shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from regia import wording
from regia.errors import Text
from regia.snapshot.comparison import SENTENCES, Change, compare
from regia.snapshot.store import Store
from regia.web.comparison.moved import Moved, moved_between
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
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
class ComparisonPage:
    """What changed; `old` and `new` are None where there are no two snapshots yet."""

    snapshots: tuple[Snapshot, ...]
    old: Snapshot | None
    new: Snapshot | None
    figures: tuple[Figure, ...] = ()
    structural: tuple[ChangeLine, ...] = ()
    grown: tuple[ChangeLine, ...] = ()
    moved: tuple[Moved, ...] = ()
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
    moved = moved_between(visit, old.snapshot, new.snapshot)
    findings = next((each for each in moved if each.name == "findings"), None)
    return ComparisonPage(
        snapshots=tuple(reversed(there)),
        old=old,
        new=new,
        figures=_figures(structural, grown, moved),
        structural=tuple(_line(visit, each) for each in structural[:_MOST_SHOWN]),
        grown=tuple(_line(visit, each) for each in sorted(grown, key=_growth)[:_MOST_SHOWN]),
        moved=moved,
        counts=(len(structural), findings.came if findings else 0, findings.went if findings else 0),
    )


def _chosen(there: Sequence[Snapshot], asked: QueryDict) -> tuple[Snapshot, Snapshot]:
    """Return the older and the newer one, whichever way round they were asked for."""
    known = {each.snapshot: each for each in there}
    one = known.get(asked.get("from", ""), there[-2])
    other = known.get(asked.get("to", ""), there[-1])
    order = {each.snapshot: place for place, each in enumerate(there)}
    older, newer = sorted((one, other), key=lambda each: order[each.snapshot])
    return older, newer


def _figures(structural: Sequence[Change], grown: Sequence[Change], moved: Sequence[Moved]) -> tuple[Figure, ...]:
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
        *(
            Figure(
                _balance(each), each.title, _CHANGED.fill(count=each.changed) if each.changed else None, f"#{each.name}"
            )
            for each in moved
            if each.is_known
        ),
    )


_CHANGED = Text("{count} cambiati", "{count} changed")


def _balance(moved: Moved) -> str:
    came, went = (wording.number(count, spoken()) for count in (moved.came, moved.went))
    return f"+{came} −{went}"


def _growth(change: Change) -> int:
    return -abs(int(str(change.after)) - int(str(change.before)))


def _line(visit: Visit, change: Change) -> ChangeLine:
    values = {"place": change.place, "before": change.before, "after": change.after}
    url = None
    if change.kind == "system_dropped":
        return ChangeLine(wording.fill(SENTENCES[change.kind], values, spoken()), None)
    if change.dataset and change.kind != "dataset_dropped":
        url = reverse("dataset", args=[visit.company.slug, change.system, change.dataset])
    elif not change.dataset:
        url = reverse("system", args=[visit.company.slug, change.system])
    return ChangeLine(wording.fill(SENTENCES[change.kind], values, spoken()), url)
