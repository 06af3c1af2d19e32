"""Empty tables: parts of a system that nobody uses, or a load that no longer arrives.

**What it looks for.** Datasets that were read to the end and hold no record; one finding a system, with their number,
so that an ERP delivered with hundreds of unused tables stays one line.

**Why it matters.** A module that is paid for and not used is a saving; an interface that should fill a table and does
not is a fault that nobody has noticed.

**What to do.** The business says whether it expects data there. IT switches off what is not used, or looks for the
load that stopped.

**Known limits.** Work tables that are emptied after each run look the same. What could not be read is not empty: it
is listed in `skipped`.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables
from regia.profile.hits import among

_EMPTY = "records = 0 AND status = 'read'"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a system that has empty datasets."""
    rows = tables.query(
        f"SELECT system, count(*) FILTER (WHERE {_EMPTY}) AS empty, count(*) AS every, "  # noqa: S608
        f"min(dataset) FILTER (WHERE {_EMPTY}) AS example FROM datasets GROUP BY system ORDER BY system"
    )
    for row in rows:
        if row["empty"]:
            yield _hit(row)


def _hit(row: dict[str, object]) -> Hit:
    system = str(row["system"])
    return Hit(
        subject=system,
        values={
            "system": system,
            "count": row["empty"],
            "every": row["every"],
            "example": among([row["example"]], int(str(row["empty"]))),
        },
        evidence_table="datasets",
        evidence_filter=f"system = {literal(system)} AND {_EMPTY}",
        system=system,
        dataset=str(row["example"]) if row["empty"] == 1 else None,
        records=0,
    )


RULE = Rule(
    code="empty_dataset",
    severity=Severity.REMARK,
    title=Text("Archivi vuoti", "Empty datasets"),
    says=Text(
        "In {system} {count:archivio è vuoto|archivi sono vuoti} su {every} ({example}): "
        "una parte che nessuno usa, o un caricamento che non arriva più.",
        "In {system} {count:dataset is|datasets are} empty out of {every} ({example}): "
        "a part that nobody uses, or a load that no longer arrives.",
    ),
    it_does=Text(
        "Spegnere ciò che non serve, o cercare il caricamento che si è fermato.",
        "Switch off what is not used, or look for the load that stopped.",
    ),
    business_does=Text("Dire se lì si aspetta dei dati.", "Say whether data is expected there."),
    find=find,
)
