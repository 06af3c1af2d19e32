"""Updates that never reach a system.

**What it looks for.** Datasets with ten or more values that are out of date while another system holds newer ones, and
at least one in a hundred of their records; one finding a dataset, with the attributes concerned.

**Why it matters.** The customer has told the company of the new address or number, and part of the company goes on
using the old one: they are not listened to.

**What to do.** IT extends the exchange to later changes (it carries new records only) or adds one. The business says
which attributes matter most.

**Known limits.** What is out of date everywhere is not seen. A record's time of change is that of the whole record.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 10
LEAST_SHARE = 0.01
_MOST_NAMED = 4


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset."""
    rows = tables.query(
        "WITH names AS (SELECT attribute, any_value(name_it) AS name_it, any_value(name_en) AS name_en "  # noqa: S608
        "FROM attributes GROUP BY attribute), "
        "old AS (SELECT system, dataset, attribute, count(*) AS n, count(DISTINCT record) AS records, "
        "avg(probability_right) AS probability FROM conflicts WHERE kind = 'stale' GROUP BY ALL) "
        "SELECT o.system, o.dataset, sum(o.n)::BIGINT AS n, max(d.records) AS total, "
        "list(n.name_it ORDER BY o.n DESC, o.attribute) AS names_it, "
        "list(n.name_en ORDER BY o.n DESC, o.attribute) AS names_en, "
        "sum(o.n * o.probability) / sum(o.n) AS probability "
        "FROM old AS o JOIN names AS n ON n.attribute = o.attribute "
        "JOIN datasets AS d ON d.system = o.system AND d.dataset = o.dataset GROUP BY o.system, o.dataset "
        f"HAVING sum(o.n) >= {FEWEST} AND sum(o.n) >= {LEAST_SHARE} * max(d.records) ORDER BY o.system, o.dataset"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    system, dataset, count = str(row["system"]), str(row["dataset"]), int(str(row["n"]))
    return Hit(
        subject=f"{system}.{dataset}",
        values={
            "system": system,
            "dataset": dataset,
            "count": count,
            "attributes": Text(_named(row["names_it"]), _named(row["names_en"])),
        },
        evidence_table="conflicts",
        evidence_filter=f"system = {literal(system)} AND dataset = {literal(dataset)} AND kind = 'stale'",
        system=system,
        dataset=dataset,
        records=count,
        probability=float(str(row["probability"])),
    )


def _named(names: object) -> str:
    listed = [str(name) for name in names] if isinstance(names, list) else []
    return ", ".join(listed[:_MOST_NAMED]) + (" …" if len(listed) > _MOST_NAMED else "")


RULE = Rule(
    code="update_never_arrives",
    severity=Severity.MAJOR,
    title=Text("Aggiornamenti che non arrivano", "Updates that never arrive"),
    says=Text(
        "In {dataset} di {system} {count:valore è rimasto quello vecchio|valori sono rimasti quelli vecchi} "
        "({attributes}) mentre un altro sistema ha il nuovo.",
        "In {dataset} of {system} {count:value is still the old one|values are still the old ones} ({attributes}) "
        "while another system has the new.",
    ),
    it_does=Text("Portare anche le modifiche, non solo i record nuovi.", "Carry changes too, not new records alone."),
    business_does=Text("Dire quali dati contano di più.", "Say which data matter most."),
    find=find,
)
