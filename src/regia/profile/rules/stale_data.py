"""A dataset that was written to regularly and then stopped, in a system that is alive.

**What it looks for.** Datasets with records in at least six of the twelve months before their last one, whose last
write is more than 90 days before the newest write of their system, and more than three times their longest earlier
gap; and where, at the pace of those twelve months, a silence as long would come by chance less than once in a
thousand times. One finding a dataset. Copies are left out.

**Why it matters.** An interface that broke without an alarm, or a step that people have stopped doing: either way
those who read the data decide on old facts.

**What to do.** IT looks at the job or interface that fills it. The business says whether the step was stopped on
purpose.

**Known limits.** Seasonal work longer than the longest gap seen so far looks stopped. A small register with a record
or two a month may be silent for months without any meaning, and is told late.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number

QUIET_DAYS = 90
ACTIVE_MONTHS = 6
TIMES_LONGEST_GAP = 3
LEAST_MISSED = 7
"""Records missed at the usual pace: as a Poisson process, none of seven is a chance of exp(-7), under one in 1,000."""


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset that stopped."""
    rows = tables.query(
        "WITH gaps AS (SELECT system, dataset, month, records, "  # noqa: S608
        "date_diff('month', lag(month) OVER (PARTITION BY system, dataset ORDER BY month), month) AS gap, "
        "max(month) OVER (PARTITION BY system, dataset) AS newest "
        "FROM dataset_growth), "
        "rhythm AS (SELECT system, dataset, max(newest) AS newest, max(gap) AS longest, "
        "count(*) FILTER (WHERE month > newest - INTERVAL 12 MONTH) AS active, "
        "sum(records) FILTER (WHERE month > newest - INTERVAL 12 MONTH) / 12 AS pace FROM gaps "
        "GROUP BY system, dataset), "
        "alive AS (SELECT system, max(last_change_at) AS last FROM datasets GROUP BY system) "
        "SELECT d.system, d.dataset, d.records, d.last_change_at AS last FROM datasets AS d "
        "JOIN rhythm AS r ON r.system = d.system AND r.dataset = d.dataset JOIN alive AS a ON a.system = d.system "
        f"WHERE r.active >= {ACTIVE_MONTHS} AND date_diff('day', d.last_change_at, a.last) > {QUIET_DAYS} "
        f"AND date_diff('month', r.newest, a.last) > {TIMES_LONGEST_GAP} * coalesce(r.longest, 1) "
        f"AND r.pace * date_diff('month', r.newest, a.last) >= {LEAST_MISSED} "
        "AND coalesce(d.kind, '') <> 'backup_copy' ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    return dataset_hit(row, records=number(row, "records"), values={"last": row["last"]})


RULE = Rule(
    code="stale_data",
    severity=Severity.MINOR,
    title=Text("Dati fermi", "Data that stopped"),
    says=Text(
        "{dataset} di {system} veniva scritto ogni mese ed è fermo dal {last:date}, mentre il sistema è vivo.",
        "{dataset} of {system} was written to every month and stopped on {last:date}, while the system is alive.",
    ),
    it_does=Text("Controllare il lavoro o lo scambio che lo riempie.", "Look at the job or interface that fills it."),
    business_does=Text("Dire se ci si è fermati di proposito.", "Say whether it was stopped on purpose."),
    find=find,
)
