"""What waits longer ends badly more often.

**What it looks for.** A hand-off after which work ends well or badly, by the words of its last status (lost, cancelled,
rejected beside won, accepted, delivered), and ends badly more often where the wait was longer than the median of its
month (risk difference of Mantel and Haenszel over months).

**Why it matters.** It is the price of waiting, in customers rather than in hours.

**What to do.** The business tries a shorter wait on some of the cases, and measures. IT makes what waits longest the
first that is seen.

**Known limits.** An association: what is hard may both wait longer and end badly. Only statuses whose words tell an
ending are counted, so codes that no words explain are passed over.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.journeys.standing_troubles import Trouble, standing
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a hand-off, those that touch most cases first."""
    return map(_hit, standing(tables, "outcome"))


def _hit(each: Trouble) -> Hit:
    return each.hit(
        {
            "from": each.name,
            "to": each.to_name,
            "share": each.percent(each.share),
            "more": each.percent(each.effect),
            "low": each.percent(each.low),
            "high": each.percent(each.high),
        }
    )


RULE = Rule(
    code="slow_work_fails",
    severity=Severity.MAJOR,
    title=Text("Chi aspetta di più finisce male", "What waits longer ends badly"),
    says=Text(
        "Fra «{from}» e «{to}» finisce male il {share} % dei casi; di chi aspetta più della metà degli altri, "
        "{more} punti in più (fra {low} e {high}).",
        "Between '{from}' and '{to}' {share}% of the cases end badly; of those that wait longer than half the others, "
        "{more} points more ({low} to {high}).",
    ),
    it_does=Text("Far vedere per primo ciò che aspetta di più.", "Show first what waits longest."),
    business_does=Text(
        "Provare un'attesa più breve su una parte dei casi, e misurare.",
        "Try a shorter wait on some of the cases, and measure.",
    ),
    find=find,
)
