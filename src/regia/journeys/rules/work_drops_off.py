"""Work that used to go on and now gets no further.

**What it looks for.** An activity that is usually followed by another, and of whose cases a larger share stopped there
since some week, beside the same months of the year before. Cases too young to have gone on are left out.

**Why it matters.** What stops between two departments is nobody's: the one before thinks that it was handed over, the
one after never saw it.

**What to do.** The business looks at some of the cases that stopped and says why. IT checks whether they reach the next
system at all.

**Known limits.** A step that is no longer written down looks like work that stops. An association in time, no cause.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.journeys.standing_troubles import Trouble, standing
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an activity, those where most stops first."""
    return map(_hit, standing(tables, "drop_off"))


def _hit(each: Trouble) -> Hit:
    return each.hit(
        {
            "activity": each.name,
            "since": each.since,
            "share": each.percent(each.share),
            "more": each.percent(each.effect),
            "low": each.percent(each.low),
            "high": each.percent(each.high),
        }
    )


RULE = Rule(
    code="work_drops_off",
    severity=Severity.MAJOR,
    title=Text("Lavoro che si ferma per strada", "Work that gets no further"),
    says=Text(
        "Dalla settimana del {since} il {share} % di ciò che arriva a «{activity}» si ferma lì: {more} punti in più "
        "(fra {low} e {high}).",
        "Since the week of {since}, {share}% of what comes to '{activity}' gets no further: {more} points more "
        "({low} to {high}).",
    ),
    it_does=Text(
        "Controllare che ciò che si ferma arrivi al sistema che segue.",
        "Check that what stops reaches the system that comes next.",
    ),
    business_does=Text(
        "Guardare alcuni dei casi fermi e dire perché.", "Look at some of the cases that stopped and say why."
    ),
    find=find,
)
