"""Something that happened tomorrow: dates of events that lie ahead of the day of reading.

**What it looks for.** Fields whose role is an event or a technical time, with dates after the day the data was read.
Planned dates and validities are left out. One finding a field, from three records on.

**Why it matters.** A typing error in a year (2062 for 2026) moves an order out of every report, and last-change logic
takes that record for the newest for ever.

**What to do.** IT refuses dates ahead where they are typed in. The business corrects those told.

**Known limits.** A planned date whose name does not say so is taken for an event unless at least one in fifty lies
ahead.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

FEWEST_RECORDS = 3


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field with events ahead."""
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, f.future_share * d.records AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "WHERE f.time_role IN ('event', 'technical') AND f.future_share > 0 "
        "AND coalesce(d.kind, '') <> 'backup_copy' ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records") >= FEWEST_RECORDS)


def _hit(row: Row) -> Hit:
    return field_hit(row, records=number(row, "records"))


RULE = Rule(
    code="date_in_future",
    severity=Severity.MINOR,
    title=Text("Fatti datati nel futuro", "Events dated in the future"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} la data di un fatto che deve ancora venire.",
        "In {dataset}.{field} of {system} {records:record has|records have} the date of an event that is yet to come.",
    ),
    it_does=Text("Rifiutare date future dove vengono inserite.", "Refuse future dates where they are typed in."),
    business_does=Text("Correggere le date segnalate.", "Correct the dates told."),
    find=find,
)
