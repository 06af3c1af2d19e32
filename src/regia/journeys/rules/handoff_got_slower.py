"""Work that waits longer than it used to between one step and the next.

**What it looks for.** A hand-off whose weekly median wait rose at some week, beside like work before (of the same
months of the year, weekdays and kind, as the finding says), where chance alone would hardly do it, also counting how
many hand-offs were looked at. More work of a kind that always waited long is none.

**Why it matters.** Every case since then is late by so much, and those who do the step before and those who do the
step after each think the other is slow.

**What to do.** The business says what changed in that week: people, rules, volumes. IT says what changed in the
systems, and measures the waits again once it is mended.

**Known limits.** It tells when and how much, not why. Kinds of work are told apart by one field at most, of the record
that the wait begins with; where no kind is found on both sides of the change, nothing is told. A wait known by its days
alone cannot tell changes of a few hours. Where records are tied by resemblance, it is as sure as those links are. The
yearly cost is the time that people lose on what waits longer, as the company's `minutes_per_day_waited` says, over the
cases of a year; without it there is none.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.journeys.caveats import briefly
from regia.journeys.matched_said import matched_said
from regia.journeys.waiting_said import POOL, euros, said
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.wording import both


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a hand-off, those that wait most in all first."""
    rows = tables.query(
        "SELECT h.*, a.name_it AS from_it, a.name_en AS from_en, a.dataset AS from_dataset, "
        "b.name_it AS to_it, b.name_en AS to_en, b.dataset AS to_dataset, "
        "coalesce(h.link_probability, 1) AS sure "
        "FROM handoffs AS h JOIN activities AS a ON a.activity = h.from_activity "
        "JOIN activities AS b ON b.activity = h.to_activity "
        "WHERE h.bottleneck ORDER BY h.excess_wait_hours * h.cases DESC, h.from_activity, h.to_activity"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    one, other = str(row["from_activity"]), str(row["to_activity"])
    cases, passed = row["cases"], row["from_department"] != row["to_department"]
    return Hit(
        subject=f"{one} > {other}",
        values={
            "from": Text(str(row["from_it"]), str(row["from_en"])),
            "to": Text(str(row["to_it"]), str(row["to_en"])),
            "since": row["worse_since"],
            "more": _hours(row["excess_wait_hours"]),
            "low": _hours(row["excess_wait_low_hours"]),
            "high": _hours(row["excess_wait_high_hours"]),
            "before": matched_said(row["matched"]),
            "cost": said(row),
            "share": _share(row["share_of_journey"]),
            "mind": _mind(str(row["caveats"] or "").split("|")),
        },
        system=str(row["to_system"]),
        dataset=str(row["to_dataset"]),
        evidence_table="handoffs",
        evidence_filter=f"from_activity = {literal(one)} AND to_activity = {literal(other)}",
        records=cases if isinstance(cases, int) else None,
        eur_year_low=euros(row["eur_year_low"]),
        eur_year_high=euros(row["eur_year_high"]),
        eur_pool=POOL if row["eur_year_high"] is not None else None,
        probability=(1 - float(str(row["worse_p_value"]))) * float(str(row["sure"])),
        severity=Severity.CRITICAL if passed else None,
    )


_SHARE = Text(
    " È il {share:share} dell'attesa di tutto il percorso.", " It is {share:share} of the whole journey's waiting."
)
_MIND = Text(" Da tenere a mente: {caveats}.", " To keep in mind: {caveats}.")


def _share(share: object) -> Text:
    return Text("", "") if share is None else both(_SHARE, {"share": share})


def _mind(codes: list[str]) -> Text:
    caveats = briefly(codes)
    return both(_MIND, {"caveats": caveats}) if caveats.it else caveats


def _hours(value: object) -> float:
    return round(float(str(value)), 1)


RULE = Rule(
    code="handoff_got_slower",
    severity=Severity.MAJOR,
    title=Text("Passaggio di mano che rallenta", "Hand-off that got slower"),
    says=Text(
        "Dalla settimana del {since}, fra «{from}» e «{to}» si aspettano {more} ore lavorative in più "
        "(fra {low} e {high}) che {before}{cost}.{share}{mind}",
        "Since the week of {since}, {more} more working hours ({low} to {high}) are waited between '{from}' and '{to}' "
        "than {before}{cost}.{share}{mind}",
    ),
    it_does=Text(
        "Dire che cosa è cambiato nei sistemi in quei giorni.", "Say what changed in the systems in those days."
    ),
    business_does=Text(
        "Dire che cosa è cambiato in quei giorni: persone, regole, volumi.",
        "Say what changed in those days: people, rules, volumes.",
    ),
    find=find,
)
