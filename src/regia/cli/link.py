"""`regia link EMAIL`: a link that lets a person in once, for who lost their password."""

from typing import Annotated

import typer

from regia.cli.console import out, plain, say

HELP = say(
    """Stampa un collegamento con cui una persona entra una volta sola: per chi ha perso la password.

    Esempio: regia link anna@example.com
    """,
    """Print a link by which a person enters, once only: for who lost their password.

    Example: regia link anna@example.com
    """,
)

Email = Annotated[str, typer.Argument(help=say("L'e-mail della persona.", "The person's e-mail."))]
Port = Annotated[
    int, typer.Option("--port", "-p", help=say("La porta di `regia serve`.", "The port of `regia serve`."))
]


def link(email: Email, port: Port = 8000) -> None:
    """Print a one-time link."""
    from regia.web import serving

    path = serving.link_for(email)
    out.print(plain(serving.public_address("127.0.0.1", port) + path), soft_wrap=True)
