"""`regia init`: the first regia.toml of a company, from the addresses of its systems."""

from pathlib import Path
from typing import Annotated

import typer

from regia.cli.console import language as spoken
from regia.cli.console import out, plain, say, speak
from regia.errors import Language
from regia.workspace.draft import Draft, draft, write

HELP = say(
    """Crea la cartella di un'azienda: un regia.toml commentato, con un sistema per ogni indirizzo.

    Non legge i dati e non sovrascrive nulla. Una password scritta in un indirizzo va in un file a parte, leggibile
    solo da te; in regia.toml resta il rimando.

    Esempi:

        regia init acme --name "Acme S.r.l."
        regia init acme --from postgresql://lettore@db.example.com/crm --from ~/esportazioni
        regia init acme --system gestionale=mysql://lettore@erp.example.com/prod
    """,
    """Make a company's folder: a commented regia.toml, with one system for each address.

    Reads no data and overwrites nothing. A password typed in an address goes to a file of its own that only you may
    read; regia.toml keeps the reference.

    Examples:

        regia init acme --name "Acme Ltd"
        regia init acme --from postgresql://reader@db.example.com/crm --from ~/exports
        regia init acme --system erp=mysql://reader@erp.example.com/prod
    """,
)


def init(
    folder: Annotated[
        Path, typer.Argument(help=say("La cartella da creare o completare.", "The folder to make or complete."))
    ],
    addresses: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar=say("INDIRIZZO", "ADDRESS"),
            help=say(
                "Indirizzo di un database, o file o cartella di dati (ripetibile).",
                "Address of a database, or a file or folder of data (repeatable).",
            ),
        ),
    ] = None,
    systems: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            metavar=say("NOME=INDIRIZZO", "NAME=ADDRESS"),
            help=say(
                "Come --from, dando il nome al sistema (ripetibile).", "As --from, naming the system (repeatable)."
            ),
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help=say("Il nome dell'azienda.", "The company's name."), show_default=False)
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="it|en",
            help=say("La lingua dell'azienda.", "The company's language."),
            show_default=say("quella del terminale", "the terminal's"),
        ),
    ] = None,
) -> None:
    """Write the first regia.toml of a company."""
    chosen = _language(language)
    speak(chosen)
    made = draft(folder, addresses=addresses or (), named=systems or (), name=name, language=chosen)
    written = write(made)
    _tell(made, written)


def _language(given: str | None) -> Language:
    if given is None:
        return spoken()
    if given not in ("it", "en"):
        raise typer.BadParameter(say("scrivi it o en", "write it or en"), param_hint="--language")
    return "it" if given == "it" else "en"


def _tell(made: Draft, written: tuple[Path, ...]) -> None:
    for path in written:
        out.print(f"[good]✓[/good] {plain(path)}", soft_wrap=True)
    for system in made.passwords:
        _tell_password(system)
    out.print(_next(made), soft_wrap=True)


def _tell_password(system: str) -> None:
    out.print(
        "[warn]![/warn] "
        + say(
            f"La password di «{system}» sta in secrets/{system}, leggibile solo da te; "
            "nella cronologia del terminale è rimasta: cancellala, o la prossima volta non scriverla.",
            f"The password of '{system}' is in secrets/{system}, which only you may read; "
            "your terminal's history still holds it: delete it there, or do not type it next time.",
        ),
        soft_wrap=True,
    )


def _next(made: Draft) -> str:
    folder = plain(made.company.folder)
    if not made.company.systems:
        return say(
            f"Ora scrivi i sistemi in {folder}/regia.toml, poi: regia sources {folder}",
            f"Now write the systems in {folder}/regia.toml, then: regia sources {folder}",
        )
    return say(
        f"Ora completa regia.toml (reparti, responsabili, costi) e prova le connessioni: regia sources {folder}",
        f"Now complete regia.toml (departments, owners, costs) and try the connections: regia sources {folder}",
    )
