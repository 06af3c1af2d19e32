"""Data passes between two systems and nobody wrote it down.

**What it looks for.** Interfaces that a trace, a log or the data itself shows (probability 0.7 or more), that are
neither in regia.toml nor in any script, job table, description of an API or catalogue that was read.

**Why it matters.** Nobody knows whom to call when it breaks, and a change of one system breaks another without notice.

**What to do.** IT finds who runs it and declares it. The business says what depends on it.

**Known limits.** A script that Regia was not given counts as unwritten; what is re-keyed by hand is told apart, by
another finding."""

from collections.abc import Iterable

from regia.errors import Text
from regia.interfaces.subjects import passing
from regia.model.rule import Hit, Rule, Severity, Tables

LIKELY = 0.7


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit for each."""
    return map(
        passing,
        tables.query(
            f"SELECT * FROM interfaces WHERE NOT declared AND probability >= {LIKELY} "  # noqa: S608
            "AND mode IS DISTINCT FROM 'manual' AND verdict IS DISTINCT FROM 'rejected' ORDER BY interface"
        ),
    )


RULE = Rule(
    code="undocumented_interface",
    severity=Severity.MINOR,
    title=Text("Scambio di dati che nessuno ha scritto", "Exchange of data that nobody wrote down"),
    says=Text(
        "I dati di «{concept}» passano da {left} a {right}, ma nessuno l'ha scritto da nessuna parte.",
        "Data on '{concept}' passes from {left} to {right}, and nobody wrote it down anywhere.",
    ),
    it_does=Text(
        "Trovare chi lo gestisce e dichiararlo in regia.toml.", "Find who runs it and declare it in regia.toml."
    ),
    business_does=Text("Dire che cosa ne dipende.", "Say what depends on it."),
    find=find,
)
