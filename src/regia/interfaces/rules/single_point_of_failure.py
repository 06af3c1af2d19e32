"""A system whose stop cuts others off from one another.

**What it looks for.** Systems that two or more others depend on to be reached by data at all (articulation points of
the map of interfaces likelier than not).

**Why it matters.** When it stops, everything that passes through it stops, at the worst moment.

**What to do.** IT says how long it may stand still and what replaces it meanwhile. The business says what it could not
do then.

**Known limits.** It sees data that passes, not how robust the system is."""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 2


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(
        _hit,
        tables.query(
            f"SELECT * FROM system_links WHERE cut_off >= {FEWEST} ORDER BY system"  # noqa: S608
        ),
    )


def _hit(row: dict[str, object]) -> Hit:
    system = str(row["system"])
    return Hit(
        subject=system,
        values={"system": system, "cut_off": row["cut_off"], "feeds": row["feeds"], "fed_by": row["fed_by"]},
        evidence_table="system_links",
        evidence_filter=f"system = {literal(system)}",
        system=system,
    )


RULE = Rule(
    code="single_point_of_failure",
    severity=Severity.MAJOR,
    title=Text("Sistema da cui dipende tutto", "System that everything hangs on"),
    says=Text(
        "Se si ferma {system}, {cut_off:sistema resta|sistemi restano} senza dati dagli altri.",
        "If {system} stops, {cut_off:system is|systems are} cut off from the others' data.",
    ),
    it_does=Text(
        "Dire quanto può stare fermo e che cosa lo sostituisce.",
        "Say how long it may stand still, and what replaces it.",
    ),
    business_does=Text("Dire che cosa non si potrebbe fare.", "Say what could not be done."),
    find=find,
)
