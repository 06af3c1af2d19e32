"""The command line: one file a command; parse, one call, print."""

import os
import sys
from typing import Annotated

import typer

from regia import __version__
from regia.cli import (
    checkup,
    demo,
    entity,
    explain,
    export,
    findings,
    forget,
    impact,
    init,
    interfaces,
    journeys,
    judge,
    link,
    model,
    profile,
    questions,
    radar,
    serve,
    show,
    snapshots,
    sources,
    tables,
    worker,
)
from regia.cli.console import err, plain, say, tell_error
from regia.errors import RegiaError
from regia.model.interruption import heeding_interruptions
from regia.workspace.secrets import redact

DEFECT = 70
INTERRUPTED = 130

app = typer.Typer(
    name="regia",
    help=say(
        "Una regia per IT e business: misura i sistemi dell'azienda, li capisce, decide e governa insieme.",
        "One direction for IT and business: measure the company's systems, understand, decide and govern together.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    demo.demo,
    init.init,
    checkup.checkup,
    sources.sources,
    findings.findings,
    entity.entity,
    questions.questions,
    judge.judge,
    model.model,
    interfaces.interfaces,
    impact.impact,
    export.export,
    tables.tables,
    show.show,
    profile.profile,
    forget.forget,
    serve.serve,
    link.link,
    worker.worker,
):
    app.command(help=sys.modules[command.__module__].HELP)(command)
app.add_typer(snapshots.app, name="snapshots")
app.add_typer(explain.app, name="explain")
app.add_typer(radar.app, name="radar")
app.add_typer(journeys.app, name="journeys")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"regia {__version__}")
        raise typer.Exit


@app.callback()
def regia(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("La versione.", "The version.")),
    ] = False,
) -> None:
    """Take the options that come before the command."""


def main() -> None:
    """Run `regia`; a user's mistake ends in a sentence and an exit code, never in a traceback."""
    try:
        with heeding_interruptions():
            app()
    except RegiaError as error:
        tell_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader (a pager, `head`) went away: nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("REGIA_DEBUG"):
            raise
        name = plain(redact(f"{type(error).__name__}: {error}"))
        said = say("Questo è un difetto di Regia.", "This is a defect of Regia.")
        err.print(f"[bad]✗[/bad] {said} {name}", soft_wrap=True)
        err.print(
            "  [accent]→[/accent] "
            + say("Ripeti con REGIA_DEBUG=1 e segnalalo.", "Repeat with REGIA_DEBUG=1 and report it.")
        )
        sys.exit(DEFECT)
