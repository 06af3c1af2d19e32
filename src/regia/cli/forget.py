"""`regia forget`: remove one person's records from every snapshot."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.forget import forget as forget_everywhere
from regia.cli.arguments import FolderOption, company
from regia.cli.console import confirmed, err, language, out, progress, say
from regia.judgement.answers import AnswerLog
from regia.model.progress import Silent
from regia.snapshot.forgetting import DAMAGED, Match, find_value
from regia.snapshot.store import Store
from regia.wording import number

HELP = say(
    """Dimentica una persona: toglie da tutte le fotografie i record che contengono un valore (e-mail, codice
    fiscale, telefono, codice cliente), ricalcola le prove e lascia traccia di quanti record, non di chi.

    Se con quel valore (nome, sigla, e-mail) qualcuno ha risposto a CTO Radar, le risposte vengono staccate da lui:
    quelle dei giri chiusi continuano a contare, senza che nessuno possa più dire di chi sono; quelle del giro
    aperto spariscono.

    Non tocca i sistemi dell'azienda: se il dato è ancora lì, il prossimo check-up lo rilegge.

    Il valore si può dare dallo standard input con «-», perché non resti nella cronologia dei comandi.

    Esempi:

        regia forget mario@esempio.it --why "richiesta art. 17 del 3/11"
        regia forget Anna --only-answers --why "richiesta art. 17 del 3/11"
    """,
    """Forget a person: remove from every snapshot the records that hold a value (e-mail, tax code, phone,
    customer code), compute the evidence anew, and leave a trace of how many records, not of whom.

    If somebody answered CTO Radar under that value (name, initials, e-mail), the answers are cut from them: those of
    closed rounds go on counting, and nobody can tell any more whose they are; those of the open round go.

    It does not touch the company's systems: if the data is still there, the next check-up reads it again.

    The value can come from standard input with "-", so that it does not stay in the shell's history.

    Examples:

        regia forget mario@example.com --why "art. 17 request of 3 Nov"
        regia forget Anna --only-answers --why "art. 17 request of 3 Nov"
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


OnlyAnswers = Annotated[
    bool,
    typer.Option(
        "--only-answers",
        help=say("Solo le risposte a CTO Radar, non le fotografie.", "Only the answers to CTO Radar, not snapshots."),
    ),
]


def forget(
    value: Value,
    why: Why,
    folder: FolderOption = Path("."),
    only_answers: OnlyAnswers = False,
    yes: Yes = False,
) -> None:
    """Remove the records that hold a value."""
    found = company(folder)
    wanted = (sys.stdin.readline() if value == "-" else value).strip()
    if not wanted:
        raise typer.BadParameter(say("il valore è vuoto", "the value is empty"))
    answers = AnswerLog(found.folder)
    answered = answers.knows(wanted)
    if only_answers:
        _forget_answers(answers, wanted, answered=answered, yes=yes)
        return
    store = Store(found.folder)
    _tell_damaged(store)
    matches = find_value(store, wanted)
    for match in matches:
        out.print(_line(match))
    if answered:
        out.print("· " + say("risposte a CTO Radar", "answers to CTO Radar"))
    if not matches:
        out.print(say("Nessuna fotografia contiene quel valore.", "No snapshot holds that value."))
    if not matches and not answered:
        forget_everywhere(found, wanted, why=why, progress=Silent())  # clears what a killed run of this left
        return
    if not yes and not confirmed(say("Procedo, dappertutto?", "Go on, everywhere?")):
        raise typer.Exit(1)
    with progress() as bars:
        forget_everywhere(found, wanted, why=why, progress=bars)
    err.print("[good]✓[/good] " + say("Dimenticato.", "Forgotten."))


def _forget_answers(answers: AnswerLog, wanted: str, *, answered: bool, yes: bool) -> None:
    if not answered:
        out.print(say("Nessuno ha risposto con quel nome.", "Nobody answered under that name."))
        return
    out.print("· " + say("risposte a CTO Radar", "answers to CTO Radar"))
    if not yes and not confirmed(say("Le stacco dalla persona?", "Cut them from the person?")):
        raise typer.Exit(1)
    answers.forget(wanted)
    err.print("[good]✓[/good] " + say("Dimenticato.", "Forgotten."))


def _tell_damaged(store: Store) -> None:
    if damaged := store.damaged():
        names = ", ".join(damaged)
        err.print(
            "[warn]![/warn] "
            + say(
                f"Fotografie danneggiate: {names}. Cerco anche nei loro file; quelli che contengono il valore, o che "
                "non si leggono, vengono tolti interi.",
                f"Damaged snapshots: {names}. Their files are looked at too; those that hold the value, or cannot be "
                "read, go whole.",
            ),
            soft_wrap=True,
        )


def _line(match: Match) -> str:
    if match.system == DAMAGED:
        count = number(len(match.objects), language())
        return say(f"· {count} file di fotografie danneggiate", f"· {count} file(s) of damaged snapshots")
    records = number(match.records, language())
    return f"· {match.system}.{match.dataset}: {records} record" + ("" if language() == "it" else "(s)")
