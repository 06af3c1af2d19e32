"""A spreadsheet that does a system's work: orders, customers or returns kept in Excel.

**What it looks for.** Sheets of at least 50 records that hold people, companies, amounts or statuses with dates, and
were written within the last year (or do not say when). One finding a sheet.

**Why it matters.** One person knows how it works. There is no check on what is typed in, no access right, no history;
other systems do not know what it knows, so the work is done twice.

**What to do.** The business says which decision or step depends on it. IT finds the system that should do this, or
builds the missing step.

**Known limits.** An export from a system, opened in Excel, looks the same: then the finding is about the export.
"""

from collections.abc import Iterable
from datetime import timedelta

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number

FEWEST_RECORDS = 50
_BUSINESS = (
    "'person_name', 'first_name', 'last_name', 'company_name', 'email', 'phone', 'money', 'status_code', "
    "'tax_code', 'vat_number', 'iban'"
)


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a sheet."""
    since = f"TIMESTAMPTZ '{tables.today - timedelta(days=365)} 00:00:00+00'"
    rows = tables.query(
        "SELECT d.system, d.dataset, any_value(d.records) AS records FROM datasets AS d "  # noqa: S608
        "JOIN fields AS f ON f.system = d.system AND f.dataset = d.dataset "
        f"WHERE d.kind = 'spreadsheet' AND d.records >= {FEWEST_RECORDS} AND f.semantic_type IN ({_BUSINESS}) "
        f"AND (d.last_change_at IS NULL OR d.last_change_at >= {since}) "
        "GROUP BY d.system, d.dataset ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    return dataset_hit(row, records=number(row, "records"))


RULE = Rule(
    code="spreadsheet_as_system",
    severity=Severity.MAJOR,
    title=Text("Un foglio Excel che fa da sistema", "A spreadsheet that does a system's work"),
    says=Text(
        "{dataset} di {system} è un foglio con {records:riga|righe} di lavoro vivo: fa il mestiere di un sistema senza "
        "controlli, accessi né storia.",
        "{dataset} of {system} is a sheet with {records:record|records} of live work: it does a system's work without "
        "checks, access rights or history.",
    ),
    it_does=Text(
        "Trovare il sistema che dovrebbe farlo, o costruire il passo che manca.",
        "Find the system that should do this, or build the missing step.",
    ),
    business_does=Text("Dire quali decisioni ne dipendono.", "Say which decisions depend on it."),
    find=find,
)
