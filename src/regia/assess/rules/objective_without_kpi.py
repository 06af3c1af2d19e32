"""An objective that nobody could tell reached.

**What it looks for.** Objectives of `regia.toml` without `kpi` or without `target`; one finding each.

**Why it matters.** Without a figure there is no telling whether the money spent on systems and projects helped.

**What to do.** The business chooses one indicator, its value today, the value wanted and the date; IT says from which
system the figure can be read.

**Known limits.** It does not judge whether the indicator is a good one.
"""

from collections.abc import Iterable

from regia.assess.subjects import declared
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit an objective without a KPI or a target."""
    return declared(tables, "objectives", "objective", "kpi IS NULL OR target IS NULL")


RULE = Rule(
    code="objective_without_kpi",
    severity=Severity.MINOR,
    title=Text("Obiettivo senza indicatore", "Objective without a KPI"),
    says=Text(
        "Per l'obiettivo «{name}» manca l'indicatore o il valore atteso: nessuno potrà dire se è raggiunto.",
        "The objective '{name}' lacks a KPI or a target: nobody will be able to say whether it is reached.",
    ),
    it_does=Text("Dire da quale sistema si può leggere il numero.", "Say from which system the figure can be read."),
    business_does=Text(
        "Scegliere indicatore, valore di oggi, valore atteso e data.",
        "Choose the KPI, its value today, the one wanted and the date.",
    ),
    find=find,
)
