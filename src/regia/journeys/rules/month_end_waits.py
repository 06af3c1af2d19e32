"""Work that waits longer if it begins at the end of a month.

**What it looks for.** A hand-off whose work, where it begins in the last five working days of a month, waits longer
than that of the other days of the same month and of the next one, over twelve months or more, where chance alone would
hardly do it, also counting how many hand-offs were looked at.

**Why it matters.** It comes back every month, at the same days, and so can be foreseen: who waits then waits for
nothing else than the calendar.

**What to do.** The business moves what can be moved to other days, or has more people there on those. IT looks at what
runs at the month's end: closings, loads, reports.

**Known limits.** Where the step before waits for the month's end, as with invoices made once a month, or more than half
of the work begins there, those days are no exception and nothing is told. What begins at the month's end may still be
other work: an association.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.journeys.standing_troubles import Trouble, standing
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a hand-off, those that cost most hours first."""
    return map(_hit, standing(tables, "month_end"))


def _hit(each: Trouble) -> Hit:
    return each.hit(
        {
            "from": each.name,
            "to": each.to_name,
            "share": each.percent(each.share),
            "more": round(each.effect, 1),
            "low": round(each.low, 1),
            "high": round(each.high, 1),
        }
    )


RULE = Rule(
    code="month_end_waits",
    severity=Severity.MINOR,
    title=Text("A fine mese si aspetta di più", "Longer waits at the end of the month"),
    says=Text(
        "Fra «{from}» e «{to}» ciò che comincia negli ultimi cinque giorni lavorativi del mese (il {share} %) attende "
        "{more} ore lavorative in più che negli altri giorni (fra {low} e {high}).",
        "Between '{from}' and '{to}' what begins in the last five working days of a month ({share}%) waits {more} "
        "working hours more than on other days ({low} to {high}).",
    ),
    it_does=Text(
        "Guardare che cosa gira a fine mese: chiusure, caricamenti, stampe.",
        "Look at what runs at the month's end: closings, loads, reports.",
    ),
    business_does=Text(
        "Spostare ad altri giorni ciò che si può, o mettere più persone in quelli.",
        "Move what can be moved to other days, or have more people there on those.",
    ),
    find=find,
)
