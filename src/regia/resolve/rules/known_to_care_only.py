"""Customers that customer care knows and sales does not.

**What it looks for.** People and companies with a record in a system of customer care and in none of sales (CRM, ERP,
shop); one finding a system, from five and one in a hundred of those it holds.

**Why it matters.** Somebody who asks for help and whom sales has never heard of is a customer of a reseller, a lost
contact or a record that could not be recognised; no one makes them an offer, and their history is in two halves.

**What to do.** The business decides who looks at them. IT makes care look customers up in the system that leads.

**Known limits.** Which systems are of care and which of sales follows from the kind and department in regia.toml; where
records were not recognised as the same (a private e-mail here, an office one there) a customer looks unknown.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 5
LEAST_SHARE = 0.01
_CARE = "help|ticket|care|assist|support|service"
_SALES = "crm|erp|commerce|shop|sales|vendit|gestional|commercial"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system of customer care."""
    rows = tables.query(
        "WITH kinds AS (SELECT system, "  # noqa: S608
        f"regexp_matches(lower(coalesce(kind, department, '')), '{_CARE}') AS care, "
        f"regexp_matches(lower(coalesce(kind, department, '')), '{_SALES}') AS sales FROM systems), "
        "held AS (SELECT DISTINCT e.entity, e.system FROM entity_records AS e JOIN concepts AS c "
        "ON c.concept = e.concept WHERE c.parent = 'party' AND c.concept NOT IN ('employee', 'supplier')), "
        "sold AS (SELECT DISTINCT entity FROM held JOIN kinds USING (system) WHERE sales) "
        "SELECT h.system, count(*) AS total, count(*) FILTER (WHERE s.entity IS NULL) AS unknown FROM held AS h "
        "JOIN kinds AS k ON k.system = h.system LEFT JOIN sold AS s ON s.entity = h.entity "
        "WHERE k.care AND NOT k.sales AND EXISTS (SELECT 1 FROM sold) GROUP BY h.system "
        f"HAVING unknown >= {FEWEST} AND unknown >= {LEAST_SHARE} * total ORDER BY h.system"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, unknown, total = str(row["system"]), int(str(row["unknown"])), int(str(row["total"]))
    return Hit(
        subject=system,
        values={"system": system, "unknown": unknown, "share": unknown / total},
        evidence_table="entity_records",
        evidence_filter=f"system = {literal(system)}",
        system=system,
        records=unknown,
    )


RULE = Rule(
    code="known_to_care_only",
    severity=Severity.MINOR,
    title=Text("Noti all'assistenza e non alle vendite", "Known to care, unknown to sales"),
    says=Text(
        "{unknown:cliente|clienti} di {system} ({share:share}) non {unknown:~risulta|risultano} in nessun sistema di "
        "vendita.",
        "{unknown:customer|customers} of {system} ({share:share}) {unknown:~is|are} in no system of sales.",
    ),
    it_does=Text(
        "Far cercare il cliente nel sistema di riferimento quando si apre una segnalazione.",
        "Have customers looked up in the master when a ticket is opened.",
    ),
    business_does=Text("Decidere chi li guarda.", "Decide who looks at them."),
    find=find,
)
