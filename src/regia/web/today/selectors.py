"""What the first page shows: what changed since the last snapshot, what waits, three figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse

from regia.errors import Text
from regia.errors.snapshot import SnapshotDamaged, SnapshotMissing
from regia.findings.follow_up import DAYS_AHEAD
from regia.findings.tables import FINDINGS
from regia.match.tables import CORRESPONDENCES
from regia.profile.tables import SKIPPED
from regia.resolve.tables import LINKS
from regia.snapshot.comparison import SENTENCES, Change, compare
from regia.snapshot.store import Store
from regia.web.entities.doubts import UNSURE
from regia.web.evidence.reader import Row
from regia.web.evidence.where import ALL, Where, equal
from regia.web.findings.selectors import Counts, counts
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.people.roles import Permission
from regia.web.systems.selectors import Totals, top_findings, totals, unknown_costs
from regia.web.visit import Visit
from regia.wording import fill, money, number

MOST_CHANGES = 8


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what, how many, and where to do it."""

    says: str
    url: str


@dataclass(frozen=True)
class Changes:
    """What changed from the snapshot before, the form first; `resized` datasets have more or fewer records."""

    known: bool
    told: tuple[str, ...] = ()
    more: int = 0
    resized: int = 0


@dataclass(frozen=True)
class TodayPage:
    """The first page."""

    day: date
    totals: Totals
    counts: Counts | None
    figures: tuple[Figure, ...]
    changes: Changes
    waiting: tuple[Waiting, ...]
    findings: list[Row]


def today_page(visit: Visit) -> TodayPage:
    """Return the first page."""
    evidence = visit.evidence
    found = totals(evidence)
    counted = counts(evidence) if evidence.has(FINDINGS) else None
    return TodayPage(
        day=visit.today,
        totals=found,
        counts=counted,
        figures=_figures(visit, found, counted),
        changes=_changes(visit),
        waiting=tuple(_waiting(visit, found, counted)),
        findings=top_findings(evidence, Where("cause IS NULL")),
    )


def _figures(visit: Visit, found: Totals, counted: Counts | None) -> tuple[Figure, ...]:
    language, slug = spoken(), visit.company.slug
    systems, findings = reverse("systems", args=[slug]), reverse("findings", args=[slug])
    return (
        Figure(
            f"{found.read} / {found.systems}",
            Text("sistemi letti", "systems read"),
            Text(f"{number(found.records, 'it')} righe", f"{number(found.records, 'en')} records"),
            systems,
        ),
        Figure(
            "—" if counted is None else number(counted.serious, language),
            Text("rilievi importanti o critici", "major or critical findings"),
            None
            if counted is None
            else Text(f"su {number(counted.findings, 'it')}", f"of {number(counted.findings, 'en')}"),
            f"{findings}?severity=3",
        ),
        Figure(
            "—" if found.cost is None else money(found.cost, language),
            Text("costo annuo dei sistemi", "yearly cost of the systems"),
            unknown_costs(found),
            f"{systems}?sort=-cost_eur_year",
        ),
    )


def _waiting(visit: Visit, found: Totals, counted: Counts | None) -> list[Waiting]:
    """Return what waits, each where somebody with this role can do something about it."""
    slug = visit.company.slug
    listed: list[tuple[Text, int, str]] = []
    if counted:
        listed.append(
            (
                Text(
                    "{n:rilievo critico|rilievi critici} da affrontare",
                    "{n:critical finding|critical findings} to face",
                ),
                counted.critical,
                reverse("findings", args=[slug]) + "?severity=4",
            )
        )
        listed += _mine(visit)
    listed.append(
        (
            Text("{n:sistema|sistemi} senza responsabile", "{n:system|systems} without an owner"),
            found.without_owner,
            reverse("systems", args=[slug]) + "?sort=-owner",
        )
    )
    if visit.may(Permission.JUDGE) and visit.evidence.has(CORRESPONDENCES):
        listed.append(
            (
                Text("{n:domanda|domande} sulle corrispondenze", "{n:question|questions} on correspondences"),
                visit.evidence.count(CORRESPONDENCES, equal(band="review", origin="inferred")),
                reverse("questions", args=[slug]),
            )
        )
    if visit.may(Permission.JUDGE) and visit.evidence.has(LINKS):
        listed.append(
            (
                Text("{n:coppia di record|coppie di record} da giudicare", "{n:pair|pairs} of records to judge"),
                visit.evidence.count(LINKS, UNSURE),
                reverse("doubts", args=[slug]),
            )
        )
    if visit.may(Permission.RUN):
        listed.append(
            (
                Text("{n:cosa|cose} da sapere sulla lettura", "{n:thing|things} to know about the reading"),
                visit.evidence.count(SKIPPED, ALL),
                reverse("runs", args=[slug]),
            )
        )
    return [Waiting(fill(says, {"n": count}, spoken()), url) for says, count, url in listed if count]


def _mine(visit: Visit) -> list[tuple[Text, int, str]]:
    """Return the findings given to the person, those of theirs that come due, and those that came back.

    What came back and was given to nobody waits for all who may judge it.
    """
    home = reverse("findings", args=[visit.company.slug])
    mine = {"assigned_to": visit.person.email}
    given = Where("assigned_to = ? AND NOT settled", (visit.person.email,))
    near = visit.today + timedelta(days=DAYS_AHEAD)
    due = Where("assigned_to = ? AND due <= ? AND state <> 'false'", (visit.person.email, near))
    back = Where("state IN ('returned', 'expired') AND assigned_to = ?", (visit.person.email,))
    says = [
        (Text("{n:rilievo affidato|rilievi affidati} a te", "{n:finding|findings} assigned to you"), given, mine),
        (
            Text(
                "{n:rilievo tuo scade|rilievi tuoi scadono} entro due settimane",
                "{n:finding of yours comes|findings of yours come} due within two weeks",
            ),
            due,
            mine | {"sort": "due"},
        ),
        (
            Text(
                "{n:rilievo tuo è tornato|rilievi tuoi sono tornati}",
                "{n:finding of yours|findings of yours} came back",
            ),
            back,
            mine | {"sort": "-state"},
        ),
    ]
    if visit.may(Permission.JUDGE):
        nobody_s = Where("state IN ('returned', 'expired') AND assigned_to IS NULL")
        text = Text(
            "{n:rilievo è tornato e non è affidato|rilievi sono tornati e non sono affidati} a nessuno",
            "{n:finding|findings} came back, assigned to nobody",
        )
        says.append((text, nobody_s, {"sort": "-state"}))
    return [(text, visit.evidence.count(FINDINGS, where), f"{home}?{urlencode(asked)}") for text, where, asked in says]


def _changes(visit: Visit) -> Changes:
    names = [name for name in Store(visit.company.path).ids() if name <= visit.evidence.checkup.snapshot]
    if len(names) < 2:
        return Changes(known=False)
    found = _compared(visit.company.path, names[-2], names[-1])
    if found is None:
        return Changes(known=False)
    structural = [each for each in found if each.structural]
    told = tuple(_sentence(each) for each in structural[:MOST_CHANGES])
    return Changes(True, told, len(structural) - len(told), len(found) - len(structural))


def _sentence(change: Change) -> str:
    values = {"place": change.place, "before": change.before, "after": change.after}
    return fill(SENTENCES[change.kind], values, spoken())


@lru_cache(maxsize=32)
def _compared(folder: Path, before: str, after: str) -> tuple[Change, ...] | None:
    """Compare two snapshots, once: they never change."""
    store = Store(folder)
    try:
        return tuple(compare(store.manifest(before), store.manifest(after)))
    except (SnapshotDamaged, SnapshotMissing):
        return None
