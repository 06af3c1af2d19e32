"""`regia forget`: remove one person's records from every snapshot."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.forget import forget as forget_everywhere
from regia.cli.arguments import FolderOption, company
from regia.cli.console import confirmed, err, language, out, progress, say
from regia.model.progress import Silent
from regia.snapshot.forgetting import Match, find_value
from regia.snapshot.store import Store
from regia.wording import number

HELP = say(
    """Dimentica una persona: toglie da tutte le fotografie i record che contengono un valore (e-mail, codice
    fiscale, telefono, codice cliente), ricalcola le prove e lascia traccia di quanti record, non di chi.

    Non tocca i sistemi dell'azienda: se il dato è ancora lì, il prossimo check-up lo rilegge.

    Il valore si può dare dallo standard input con «-», perché non resti nella cronologia dei comandi.

    Esempio: regia forget mario@esempio.it --why "richiesta art. 17 del 3/11"
    """,
    """Forget a person: remove from every snapshot the records that hold a value (e-mail, tax code, phone,
    customer code), compute the evidence anew, and leave a trace of how many records, not of whom.

    It does not touch the company's systems: if the data is still there, the next check-up reads it again.

    The value can come from standard input with "-", so that it does not stay in the shell's history.

    Example: regia forget mario@example.com --why "art. 17 request of 3 Nov"
    """,
)

Value = Annotated[
    str,
    typer.Argument(help=say("Il valore da cercare, da solo in un campo.", "The value to look for, alone in a field.")),
]
Why = Annotated[
    str, typer.Option("--why", help=say("Il motivo, senza dati personali.", "The reason, without personal data."))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=say("Non chiedere conferma.", "Do not ask."))]


def forget(value: Value, why: Why, folder: FolderOption = Path("."), yes: Yes = False) -> None:
    """Remove the records that hold a value."""
    found = company(folder)
    wanted = (sys.stdin.readline() if value == "-" else value).strip()
    if not wanted:
        raise typer.BadParameter(say("il valore è vuoto", "the value is empty"))
    matches = find_value(Store(found.folder), wanted)
    if not matches:
        forget_everywhere(found, wanted, why=why, progress=Silent())  # clears what a killed run of this left
        out.print(say("Nessuna fotografia contiene quel valore.", "No snapshot holds that value."))
        return
    for match in matches:
        out.print(_line(match))
    if not yes and not confirmed(say("Li tolgo da tutte le fotografie?", "Remove them from every snapshot?")):
        raise typer.Exit(1)
    with progress() as bars:
        forget_everywhere(found, wanted, why=why, progress=bars)
    err.print("[good]✓[/good] " + say("Dimenticato.", "Forgotten."))


def _line(match: Match) -> str:
    records = number(match.records, language())
    return f"· {match.system}.{match.dataset}: {records} record" + ("" if language() == "it" else "(s)")
