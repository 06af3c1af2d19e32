"""Copies of tables left behind: clienti_old, ORDTES_2019, articoli_bak.

**What it looks for.** Datasets with the fields of another one and a name that adds "old", "copia", a year and the
like. One finding each.

**Why it matters.** Somebody reads or corrects the wrong one. Personal data lives on in it past its time, where no
request to be forgotten finds it. It takes room in every backup.

**What to do.** IT archives it outside the system, or drops it. The business says whether anything still uses it.

**Known limits.** A yearly archive made on purpose looks the same: accept the finding, with how long it is kept.
"""

from collections.abc import Iterable

from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import Row, dataset_hit, number


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a copy; one that holds personal data is graver."""
    rows = tables.query(
        "SELECT d.system, d.dataset, any_value(d.copy_of) AS copy_of, any_value(d.records) AS records, "
        "bool_or(coalesce(f.personal_data, 'none') <> 'none') AS personal "
        "FROM datasets AS d LEFT JOIN fields AS f ON f.system = d.system AND f.dataset = d.dataset "
        "WHERE d.copy_of IS NOT NULL GROUP BY d.system, d.dataset ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: Row) -> Hit:
    severity = Severity.MAJOR if row["personal"] else None
    return dataset_hit(row, records=number(row, "records"), values={"copy_of": row["copy_of"]}, severity=severity)


RULE = Rule(
    code="dataset_copy",
    severity=Severity.MINOR,
    title=Text("Copia dimenticata", "Copy left behind"),
    says=Text(
        "In {system} {dataset} è una vecchia copia di {copy_of} ({records:riga|righe}).",
        "In {system} {dataset} is an old copy of {copy_of} ({records:record|records}).",
    ),
    it_does=Text("Archiviarla fuori dal sistema o eliminarla.", "Archive it outside the system or drop it."),
    business_does=Text("Dire se qualcosa la usa ancora.", "Say whether anything still uses it."),
    find=find,
)
