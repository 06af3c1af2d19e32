"""`regia serve`: open the workspace in the browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regia.cli.arguments import company
from regia.cli.console import out, plain, say, tell

if TYPE_CHECKING:
    from regia.web.serving import Opening

HELP = say(
    """Apre il workspace nel browser: una o più aziende, ognuna con le sue persone. Solo su questa macchina.

    Esempi:

        regia serve mobilificio
        regia serve acme beta --port 8080
        regia serve                       le aziende già aperte

    La prima volta stampa il collegamento con cui entra il primo amministratore. Per servire altri: docs/how-to.
    """,
    """Open the workspace in the browser: one or more companies, each with its people. On this machine only.

    Examples:

        regia serve furniture
        regia serve acme beta --port 8080
        regia serve                       the companies opened before

    The first time it prints the link by which the first administrator enters. To serve others: docs/how-to.
    """,
)

Folders = Annotated[
    list[Path] | None,
    typer.Argument(help=say("Le cartelle delle aziende.", "The company folders."), show_default=False),
]
Host = Annotated[str, typer.Option("--host", help=say("Su quale indirizzo ascoltare.", "The address to listen on."))]
Port = Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help=say("La porta.", "The port."))]
Open = Annotated[bool, typer.Option("--open", help=say("Apri il browser.", "Open the browser."))]


def serve(folders: Folders = None, host: Host = "127.0.0.1", port: Port = 8000, open_: Open = False) -> None:
    """Serve the workspace until Ctrl-C."""
    from regia.web import serving

    serving.check(host, port)
    for folder in folders or ():
        company(folder)
    opening = serving.prepare(folders or ())
    address = serving.public_address(host, port)
    _say_where(opening, address)
    if open_:
        import webbrowser

        first = opening.first or next((way for each in opening.companies for way in each.ways), None)
        webbrowser.open(address + (first.path if first else "/"))
    serving.serve(host, port)


def _say_where(opening: "Opening", address: str) -> None:
    _line(say(f"Regia è aperta su {address}", f"Regia is open at {address}"), "good")
    if opening.first:
        _line(say("Il primo amministratore entra da qui, una volta:", "The first administrator enters here, once:"))
        _line(f"  {address}{opening.first.path}", "accent")
    for each in opening.companies:
        if each.ways:
            _line(say(f"{each.name} è inventata; entra, una volta, come:", f"{each.name} is made up; enter, once, as:"))
        for way in each.ways:
            _line(f"  {way.who} ({tell(way.role)}): {address}{way.path}")
    if not opening.companies:
        _line(
            say(
                "Nessuna azienda ancora: creala nel browser, o apri una cartella: regia serve CARTELLA",
                "No company yet: make one in the browser, or open a folder: regia serve FOLDER",
            ),
            "warn",
        )
    _line(say("Ctrl-C per chiudere.", "Ctrl-C closes it."), "quiet")


def _line(text: str, style: str | None = None) -> None:
    out.print(plain(text), style=style, soft_wrap=True)
