"""Values that stand for nothing but look like data: 01/01/1900, NN, 0000000, nomail@nomail.it.

**What it looks for.** Fields where one of the frequent values is a known stand-in, or one sign repeated. One finding
a field, from five records and two in a thousand on. An open end such as 31/12/9999 in a validity is right and left
out.

**Why it matters.** They count as filled in. The average age is 120 years, the campaign goes to nomail@nomail.it, and
two customers with the same false phone are taken for one.

**What to do.** IT allows the field to be empty and clears the stand-ins. The business stops making a field required
that people do not know.

**Known limits.** Only frequent values are looked at. A real value may look like a stand-in ('XX' as a type).
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, field_hit, number

FEWEST_RECORDS = 5
LEAST_SHARE = 0.002


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a field with stand-ins."""
    rows = tables.query(
        "SELECT f.system, f.dataset, f.field, f.placeholder_share AS share, f.placeholder_share * d.records AS records "  # noqa: S608
        "FROM fields AS f JOIN datasets AS d ON d.system = f.system AND d.dataset = f.dataset "
        f"WHERE f.placeholder_share >= {LEAST_SHARE} AND coalesce(f.time_role, '') <> 'validity' "
        "AND coalesce(f.semantic_type, '') NOT IN ('status_code', 'yes_no', 'free_text') "
        "AND coalesce(d.kind, '') NOT IN ('backup_copy', 'code_list', 'entity_attribute_value') ORDER BY ALL"
    )
    return (_hit(row) for row in rows if number(row, "records") >= FEWEST_RECORDS)


def _hit(row: Row) -> Hit:
    return field_hit(row, records=number(row, "records"), values={"share": row["share"]})


RULE = Rule(
    code="default_values",
    severity=Severity.MINOR,
    title=Text("Valori finti al posto del vuoto", "Stand-ins in place of nothing"),
    says=Text(
        "In {dataset}.{field} di {system} {records:riga ha|righe hanno} un valore che sta per «niente» ma sembra un "
        "dato ({share:share}).",
        "In {dataset}.{field} of {system} {records:record has|records have} a value that stands for nothing but looks "
        "like data ({share:share}).",
    ),
    it_does=Text(
        "Permettere il vuoto e togliere i valori finti.", "Allow the field to be empty and clear the stand-ins."
    ),
    business_does=Text(
        "Non rendere obbligatorio ciò che non si conosce.", "Do not make a field required that people do not know."
    ),
    find=find,
)
