"""Data that people type again from one system into another.

**What it looks for.** Interfaces that pass by hand: records arrive in working hours, at a human pace, with the gaps of
their original and new typing errors (probability 0.6 or more).

**Why it matters.** It costs hours every year, arrives late, and adds errors.

**What to do.** IT joins the two systems. The business stops typing the same thing twice.

**Known limits.** Hours are the records a month times the minutes a record that regia.toml assumes, give or take half;
where records carry no time, the volume is not known and no cost is told."""

from collections.abc import Iterable
from decimal import Decimal

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Pool, Rule, Severity, Tables

LIKELY = 0.6


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(
        _hit,
        tables.query(
            f"SELECT * FROM interfaces WHERE mode = 'manual' AND probability >= {LIKELY} "  # noqa: S608
            "AND contradiction IS NULL ORDER BY interface"
        ),
    )


def _hit(row: dict[str, object]) -> Hit:
    name = str(row["interface"])
    told = {
        "left": row["from_system"],
        "right": row["to_system"],
        "concept": Text(str(row["concept_it"]), str(row["concept_en"])),
    }
    return Hit(
        subject=name,
        values=told | {"cost": _cost(row)},
        evidence_table="interfaces",
        evidence_filter=f"interface = {literal(name)}",
        system=str(row["to_system"]),
        eur_year_low=_euros(row["eur_year_low"]),
        eur_year_high=_euros(row["eur_year_high"]),
        eur_pool=Pool.HOURS if row["eur_year_low"] is not None else None,
        probability=float(str(row["probability"])),
    )


def _cost(row: dict[str, object]) -> Text:
    """Return what is said of hours and errors, where they are known."""
    if row["hours_year"] is None:
        return Text("", "")
    hours = round(float(str(row["hours_year"])))
    if hours == 1:
        return Text(": circa un'ora l'anno", ": about one hour a year")
    return Text(f": circa {hours} ore l'anno", f": about {hours} hours a year")


def _euros(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


RULE = Rule(
    code="manual_rekeying",
    severity=Severity.MAJOR,
    title=Text("Dati ricopiati a mano", "Data re-keyed by hand"),
    says=Text(
        "I dati di «{concept}» si ricopiano a mano da {left} a {right}{cost}.",
        "Data on '{concept}' is re-keyed by hand from {left} to {right}{cost}.",
    ),
    it_does=Text("Collegare i due sistemi.", "Join the two systems."),
    business_does=Text("Smettere di scrivere due volte la stessa cosa.", "Stop typing the same thing twice."),
    find=find,
)
