"""The arguments that several commands share, with their words in the terminal's language."""

from pathlib import Path
from typing import Annotated

import typer

from regia.cli.console import err, plain, say, speak, tell
from regia.workspace import load
from regia.workspace.company import Company

Folder = Annotated[
    Path,
    typer.Argument(
        help=say("La cartella dell'azienda, con il suo regia.toml.", "The company folder, with its regia.toml."),
        envvar="REGIA_COMPANY",
        show_default=say("la cartella corrente", "the current folder"),
    ),
]

FolderOption = Annotated[
    Path,
    typer.Option(
        "--company",
        "-c",
        help=say("La cartella dell'azienda, con il suo regia.toml.", "The company folder, with its regia.toml."),
        envvar="REGIA_COMPANY",
        show_default=say("la cartella corrente", "the current folder"),
    ),
]

AsJson = Annotated[
    bool, typer.Option("--json", help=say("Risposta in JSON, per gli script.", "Answer in JSON, for scripts."))
]

Only = Annotated[
    list[str] | None,
    typer.Option("--only", help=say("Solo questo sistema (ripetibile).", "This system only (repeatable).")),
]


def company(folder: Path) -> Company:
    """Read a company folder, and speak its language from here on.

    Raises:
        RegiaError: regia.toml is missing or wrong.
    """
    found = load(folder)
    speak(found.language)
    for remark in found.remarks:
        err.print(f"[warn]![/warn] {plain(tell(remark))}", soft_wrap=True)
    return found


def known_systems(company: Company, only: list[str] | None) -> tuple[str, ...]:
    """Return the systems named, if all are known.

    Raises:
        typer.BadParameter: one is not.
    """
    known = [system.system for system in company.systems]
    unknown = [name for name in only or () if name not in known]
    if unknown:
        listed = ", ".join(known)
        raise typer.BadParameter(
            say(
                f"«{unknown[0]}» non è un sistema di regia.toml ({listed})",
                f"'{unknown[0]}' is no system of regia.toml ({listed})",
            )
        )
    return tuple(only or ())
