"""`regia checkup`: read the systems, run the analyses, say what came out."""

import sys
from typing import Annotated

import typer

from regia.checkup.run import Options, Outcome, run_checkup
from regia.checkup.stages import STAGES
from regia.cli.arguments import AsJson, Folder, Only, company, known_systems
from regia.cli.console import err, progress, say
from regia.cli.plan import show_plan
from regia.cli.summary import as_json, show_summary
from regia.sources.reading import ReadOptions

# A check-up that could not read everything ends with this code, so that a script notices.
PARTLY_READ = 1
DEFECT = 70

HELP = say(
    """Legge i sistemi dell'azienda (in sola lettura), li analizza e racconta che cosa ha trovato.

    Esempi:

        regia checkup                      la cartella corrente
        regia checkup mobilificio --only crm
        regia checkup mobilificio --dry-run    che cosa leggerebbe, quanto, con che carico
        regia checkup mobilificio --json > esito.json

    Codici d'uscita: 0 tutto letto, 1 qualcosa non è stato letto, 2 errore d'uso, 73 cartella non scrivibile,
    74 disco pieno, 75 un altro check-up è in corso, 130 interrotto (la prossima volta riprende).
    """,
    """Read the company's systems (read-only), analyse them and say what came out.

    Examples:

        regia checkup                      the current folder
        regia checkup furniture --only crm
        regia checkup furniture --dry-run      what it would read, how much, with what load
        regia checkup furniture --json > outcome.json

    Exit codes: 0 all was read, 1 something was not read, 2 wrong use, 73 folder not writable, 74 disk full,
    75 another check-up is running, 130 interrupted (the next one resumes).
    """,
)

Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        help=say("Fermati dopo questa fase.", "Stop after this stage.") + f" ({', '.join(s.name for s in STAGES)})",
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help=say("Dì che cosa leggeresti, senza leggere.", "Say what would be read; read nothing.")
    ),
]
Afresh = Annotated[
    bool,
    typer.Option("--afresh", help=say("Rileggi anche ciò che non è cambiato.", "Read what did not change, too.")),
]


def checkup(
    folder: Folder = ".",  # type: ignore[assignment]
    only: Only = None,
    until: Until = None,
    dry_run: DryRun = False,
    afresh: Afresh = False,
    json: AsJson = False,
) -> None:
    """Run a check-up."""
    found = company(folder)
    systems = known_systems(found, only)
    if until and until not in {stage.name for stage in STAGES}:
        raise typer.BadParameter(say(f"«{until}» non è una fase", f"'{until}' is no stage"), param_hint="--until")
    if dry_run:
        whole = show_plan(found, systems, json=json)
        raise typer.Exit(0 if whole else PARTLY_READ)
    try:
        with progress() as bars:
            outcome = run_checkup(found, Options(ReadOptions(systems, afresh), until), bars)
    except KeyboardInterrupt:
        err.print(
            say(
                "Interrotto: l'ultima fotografia buona è intatta, il prossimo check-up riprende da qui.",
                "Interrupted: the last good snapshot is intact, the next check-up resumes from here.",
            )
        )
        raise typer.Exit(130) from None
    if json:
        sys.stdout.write(as_json(outcome) + "\n")
    else:
        show_summary(found, outcome)
    raise typer.Exit(_exit_code(outcome))


def _exit_code(outcome: Outcome) -> int:
    if any(run.failure for run in outcome.checkup.stages):
        return DEFECT
    unread = any(system.status in ("failed", "partial") for system in outcome.snapshot.systems)
    return PARTLY_READ if unread else 0
