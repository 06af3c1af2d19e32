"""Work that piles up: more comes in than goes out.

**What it looks for.** An activity that is usually followed by another, before which more came in than went out each
week of the last half year, more than in the same weeks a year before, and where half as much again waits now as then.
What has waited longer than nearly all ever did is lost, not waiting.

**Why it matters.** A backlog grows in silence until a customer calls. Every week it takes longer to clear.

**What to do.** The business says whether people are missing or the work has grown. IT checks that nothing is stuck
between two systems.

**Known limits.** Without a year of history a season may look like a backlog. A step that is no longer written down
looks like one too.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.journeys.standing_troubles import Trouble, standing
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an activity, those that grow fastest first."""
    return map(_hit, standing(tables, "backlog"))


def _hit(each: Trouble) -> Hit:
    return each.hit(
        {
            "activity": each.name,
            "waiting": each.cases,
            "before": round(each.share * each.cases),
            "more": round(each.effect, 1),
            "low": round(each.low, 1),
            "high": round(each.high, 1),
        }
    )


RULE = Rule(
    code="backlog_grows",
    severity=Severity.MAJOR,
    title=Text("Lavoro che si accumula", "Work that piles up"),
    says=Text(
        "Dopo «{activity}» aspettano {waiting} casi, mezzo anno fa {before}: ogni settimana ne entrano {more} più di "
        "quanti ne escono (fra {low} e {high}).",
        "After '{activity}' {waiting} cases wait, half a year ago {before}: each week {more} more come in than go out "
        "({low} to {high}).",
    ),
    it_does=Text(
        "Controllare che nulla sia fermo fra due sistemi.", "Check that nothing is stuck between two systems."
    ),
    business_does=Text(
        "Dire se mancano persone o se il lavoro è cresciuto.", "Say whether people are missing or the work has grown."
    ),
    find=find,
)
