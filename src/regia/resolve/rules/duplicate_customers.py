"""The same customer more than once in one system.

**What it looks for.** Records of one dataset that are the same person or company, five or more of them; one finding a
dataset. Customers, contacts, leads and suppliers, not documents.

**Why it matters.** A customer called twice, a discount lost, a payment put on the wrong card; every report counts too
many of them.

**What to do.** IT merges them with the work list (`regia export duplicates`) and checks for an existing record where
new ones are made. The business decides the doubtful ones.

**Known limits.** Two records without anything telling in common stay two. The yearly cost is the minutes lost for each
duplicate, once a year (low end: only those touched within the last year), as regia.toml assumes; it is claimed here
alone.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.resolve.pricing import COSTS, POOL, euros, priced

FEWEST = 5
MANY = 0.02


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset."""
    rows = tables.query(
        "WITH party AS (SELECT concept FROM concepts WHERE parent = 'party' OR concept = 'party'), "  # noqa: S608
        "doubles AS (SELECT system, dataset, count(*) AS records, avg(probability) AS probability FROM duplicates "
        "WHERE concept IN (SELECT concept FROM party) GROUP BY ALL), "
        f"costs AS (SELECT system, dataset, {COSTS} FROM data_costs WHERE flaw = 'duplicate' "
        "AND concept IN (SELECT concept FROM party) GROUP BY ALL) "
        "SELECT d.*, c.* EXCLUDE (system, dataset), s.records AS total FROM doubles AS d "
        "JOIN costs AS c ON c.system = d.system AND c.dataset = d.dataset "
        "JOIN datasets AS s ON s.system = d.system AND s.dataset = d.dataset "
        f"WHERE d.records >= {FEWEST} ORDER BY d.system, d.dataset"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, dataset, records = str(row["system"]), str(row["dataset"]), int(str(row["records"]))
    share = records / max(int(str(row["total"])), 1)
    return Hit(
        subject=f"{system}.{dataset}",
        values={"system": system, "dataset": dataset, "records": records, "share": share} | priced(row),
        evidence_table="duplicates",
        evidence_filter=f"system = {literal(system)} AND dataset = {literal(dataset)}",
        system=system,
        dataset=dataset,
        records=records,
        eur_year_low=euros(row, "low"),
        eur_year_high=euros(row, "high"),
        eur_pool=POOL,
        probability=float(str(row["probability"])),
        severity=Severity.MAJOR if share >= MANY else None,
    )


RULE = Rule(
    code="duplicate_customers",
    severity=Severity.MINOR,
    title=Text("Clienti doppi in un sistema", "Duplicate customers in one system"),
    says=Text(
        "In {dataset} di {system} {records:scheda è un doppione|schede sono doppioni} ({share:share}): da "
        "{low:money} a {high:money} l'anno ({minutes} minuti l'una a {hour_cost:money} l'ora{assumed}).",
        "In {dataset} of {system} {records:record is a duplicate|records are duplicates} ({share:share}): "
        "{low:money} to {high:money} a year ({minutes} minutes each at {hour_cost:money} an hour{assumed}).",
    ),
    it_does=Text(
        "Unire i doppioni (`regia export duplicates`) e cercare la scheda prima di crearne una.",
        "Merge the duplicates (`regia export duplicates`) and look a record up before making one.",
    ),
    business_does=Text("Decidere i casi dubbi.", "Decide the doubtful ones."),
    find=find,
)
