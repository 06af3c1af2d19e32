"""Personal data where nobody looks for it: phone numbers in notes, names in a log.

**What it looks for.** Free texts of which at least one in a hundred holds an e-mail, a phone, a tax code or an IBAN;
and people's names, addresses and codes in datasets that are logs. One finding a field.

**Why it matters.** Who asks to be forgotten (GDPR art. 17) is forgotten in the customer table and stays in the notes.
Access rights and retention do not reach there.

**What to do.** IT gives such data a field of its own, and masks it in logs. The business tells people not to write it
into notes.

**Known limits.** Names within running text are not looked for. Entity-attribute-value stores are left out. Shares are
measured on a sample.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

FEWEST_RECORDS = 5


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field."""
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, d.records * (1 - f.null_share - coalesce(f.blank_share, 0)) * "
        "CASE WHEN d.kind = 'log' AND f.personal_data IN ('identifier', 'contact') THEN 1 ELSE "
        "f.personal_text_share END "
        "AS records "
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        "WHERE (f.personal_text_share >= 0.01 OR (d.kind = 'log' AND f.personal_data IN ('identifier', 'contact'))) "
        "AND coalesce(d.kind, '') NOT IN ('backup_copy', 'entity_attribute_value') ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records") >= FEWEST_RECORDS)


def _hit(row: Row) -> Hit:
    return field_hit(row, records=number(row, "records"))


RULE = Rule(
    code="personal_data_in_text",
    severity=Severity.MAJOR,
    title=Text("Dati personali dove non si cercano", "Personal data where nobody looks for it"),
    says=Text(
        "In {dataset}.{field} di {system} circa {records:riga contiene|righe contengono} dati di persone in un posto "
        "che nessuno controlla.",
        "In {dataset}.{field} of {system} about {records:record holds|records hold} data of people in a place that "
        "nobody watches.",
    ),
    it_does=Text(
        "Dare a quei dati un campo proprio, mascherarli nei log.", "Give such data its own field, mask it in logs."
    ),
    business_does=Text("Non scriverli più nelle note.", "Stop writing it into notes."),
    find=find,
)
