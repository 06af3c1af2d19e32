"""Work that comes back to a step already done.

**What it looks for.** An activity that happens again to the same thing, or whose words say that work comes back
(reopened, returned, corrected), where the things it happens to take longer than others of the same month, where chance
alone would hardly do it.

**Why it matters.** The same work is done twice, and the customer waits twice.

**What to do.** The business says what was wrong the first time in some of the cases. IT sees that the reason is kept
where the work is sent back.

**Known limits.** What comes back may be harder work to begin with: the longer time is an association. A status that is
overwritten hides the loop.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.journeys.standing_troubles import Trouble, standing
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an activity, those that cost most hours first."""
    return map(_hit, standing(tables, "rework"))


def _hit(each: Trouble) -> Hit:
    return each.hit(
        {
            "activity": each.name,
            "count": each.cases,
            "share": each.percent(each.share),
            "more": round(each.effect, 1),
            "low": round(each.low, 1),
            "high": round(each.high, 1),
        }
    )


RULE = Rule(
    code="work_comes_back",
    severity=Severity.MINOR,
    title=Text("Lavoro che torna indietro", "Work that comes back"),
    says=Text(
        "«{activity}» riguarda {count} casi che tornano indietro (il {share} %): durano {more} ore lavorative in più "
        "degli altri dello stesso mese (fra {low} e {high}).",
        "'{activity}' has {count} cases that come back ({share}%): they take {more} working hours more than others "
        "of the same month ({low} to {high}).",
    ),
    it_does=Text("Tenere il motivo per cui il lavoro torna indietro.", "Keep the reason for which work is sent back."),
    business_does=Text(
        "Dire in alcuni casi che cosa non andava la prima volta.", "Say for some cases what was wrong the first time."
    ),
    find=find,
)
