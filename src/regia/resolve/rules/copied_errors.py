"""The same mistakes in two systems: one copies the other, errors and all.

**What it looks for.** Two datasets of different systems that share ten wrong values or more, so many that they can
hardly have come about twice.

**Why it matters.** That three systems agree proves nothing if they copy one another; a mistake made once is spread by
every exchange, and a correction in one place is overwritten by the next copy.

**What to do.** IT finds the exchange and checks values before they pass. The business has values corrected where they
start, not where they arrive.

**Known limits.** It does not say which of the two copies. Two systems filled by the same person from the same paper
look alike too.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 10
SURE = 0.9


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a pair of datasets."""
    rows = tables.query(
        "SELECT * FROM source_dependence WHERE left_system <> right_system "  # noqa: S608
        f"AND probability >= {SURE} AND shared_wrong >= {FEWEST} ORDER BY ALL"
    )
    return map(_hit, rows)


def _hit(row: dict[str, object]) -> Hit:
    names = ("left_system", "left_dataset", "right_system", "right_dataset")
    left, right = (f"{row[f'{side}_system']}.{row[f'{side}_dataset']}" for side in ("left", "right"))
    wrong = round(float(str(row["shared_wrong"])))
    return Hit(
        subject=f"{left} = {right}",
        values={"left": left, "right": right, "wrong": wrong},
        evidence_table="source_dependence",
        evidence_filter=" AND ".join(f"{name} = {literal(str(row[name]))}" for name in names),
        system=str(row["left_system"]),
        dataset=str(row["left_dataset"]),
        records=wrong,
        probability=float(str(row["probability"])),
    )


RULE = Rule(
    code="copied_errors",
    severity=Severity.MINOR,
    title=Text("Errori copiati da un sistema all'altro", "Mistakes copied from system to system"),
    says=Text(
        "{left} e {right} hanno {wrong:errore in comune|errori in comune}: uno copia dall'altro, errori compresi, e "
        "insieme valgono una sola voce.",
        "{left} and {right} share {wrong:mistake|mistakes}: one copies the other, errors and all, and together they "
        "are one voice.",
    ),
    it_does=Text("Trovare lo scambio e controllare i dati prima che passino.", "Find the exchange and check its data."),
    business_does=Text("Far correggere i dati dove nascono.", "Have data corrected where they start."),
    find=find,
)
