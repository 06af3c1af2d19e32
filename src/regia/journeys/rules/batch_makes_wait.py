"""Work that waits for the next run of a job that carries it to another system.

**What it looks for.** A hand-off between two systems that an interface joins at fixed hours, whose work nearly never
goes on before the next run, and waits for it half an hour of work or more on average, a fifth of its whole wait.

**Why it matters.** Nobody works on it in those hours and nobody can: it is the job that waits. Better people or longer
hours would change nothing.

**What to do.** IT runs the job more often, or passes each record as it comes. The business says by when it must be
there.

**Known limits.** Where records tell their day alone, the job is taken to run at night. The wait for the run is known,
not what people would do without it. The yearly cost is the time that people lose on what waits, as the company's
`minutes_per_day_waited` says; where the same hand-off also got slower, it is claimed there alone.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.journeys.waiting_said import POOL, euros, said
from regia.model.rule import Hit, Rule, Severity, Tables

LEAST_HOURS = 0.5
LEAST_SHARE = 0.2


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a hand-off, those where most hours are lost first."""
    rows = tables.query(
        "SELECT w.*, a.name_it AS from_it, a.name_en AS from_en, b.name_it AS to_it, b.name_en AS to_en, "  # noqa: S608
        "a.system AS from_system, b.system AS to_system, b.dataset AS to_dataset, h.bottleneck FROM batch_waits AS w "
        "JOIN activities AS a ON a.activity = w.from_activity JOIN activities AS b ON b.activity = w.to_activity "
        "JOIN handoffs AS h ON h.from_activity = w.from_activity AND h.to_activity = w.to_activity "
        f"WHERE w.batch_low_hours >= {LEAST_HOURS} AND w.share >= {LEAST_SHARE} "
        "ORDER BY w.hours_year DESC, w.from_activity, w.to_activity"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    one, other = str(row["from_activity"]), str(row["to_activity"])
    claims = not row["bottleneck"] and row["eur_year_high"] is not None
    return Hit(
        subject=f"{one} > {other}",
        values={
            "from": Text(str(row["from_it"]), str(row["from_en"])),
            "to": Text(str(row["to_it"]), str(row["to_en"])),
            "left": row["from_system"],
            "right": row["to_system"],
            "wait": _rounded(row["wait_mean_hours"]),
            "hours": _rounded(row["batch_hours"]),
            "share": float(str(row["share"])),
            "year": round(float(str(row["hours_year"]))),
            "cost": Text("", "") if row["bottleneck"] else said(row),
        },
        system=str(row["to_system"]),
        dataset=str(row["to_dataset"]),
        evidence_table="batch_waits",
        evidence_filter=f"from_activity = {literal(one)} AND to_activity = {literal(other)}",
        records=int(str(row["cases"])),
        eur_year_low=euros(row["eur_year_low"]) if claims else None,
        eur_year_high=euros(row["eur_year_high"]) if claims else None,
        eur_pool=POOL if claims else None,
        probability=float(str(row["held_share"])),
        cause=("batch_where_it_hurts", str(row["interface"])),
    )


def _rounded(value: object) -> float:
    return round(float(str(value)), 1)


RULE = Rule(
    code="batch_makes_wait",
    severity=Severity.MAJOR,
    title=Text("Lavoro che aspetta il giro dei dati", "Work that waits for the data's next run"),
    says=Text(
        "Fra «{from}» e «{to}» si aspettano in media {wait} ore lavorative, di cui {hours} ({share:share}) solo perché "
        "i dati passano da {left} a {right} a ore fisse: {year} ore l'anno{cost}.",
        "Between '{from}' and '{to}' {wait} working hours are waited on average, {hours} of them ({share:share}) only "
        "because data passes from {left} to {right} at fixed hours: {year} hours a year{cost}.",
    ),
    it_does=Text(
        "Far girare il lavoro più spesso, o passare ogni record quando nasce.",
        "Run the job more often, or pass each record as it comes.",
    ),
    business_does=Text("Dire entro quando deve essere di là.", "Say by when it must be there."),
    find=find,
)
