"""`regia demo`: make a company up, check it up, and say how to look at it."""

import json
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from regia.assess.answer_file import take_round
from regia.checkup.run import Options, run_checkup
from regia.cli.arguments import company
from regia.cli.console import out, plain, progress, say
from regia.cli.summary import show_summary
from regia.demo.options import DemoOptions, Industry, Variant
from regia.errors.demo import DemoMadeOtherwise
from regia.judgement.answers import AnswerLog

HELP = say(
    """Inventa un'azienda con i suoi sistemi e i suoi guai, la controlla e dice come guardarla. Tutto è inventato.

    Esempi:

        regia demo
        regia demo prova --seed 7 --industry distribution
        regia demo grande --scale 100
        regia demo server --servers postgresql://postgres@127.0.0.1/ --servers mysql://root@127.0.0.1/
    """,
    """Make a company up, with its systems and its troubles, check it up and say how to look at it. All is made up.

    Examples:

        regia demo
        regia demo trial --seed 7 --industry distribution
        regia demo large --scale 100
        regia demo servers --servers postgresql://postgres@127.0.0.1/ --servers mysql://root@127.0.0.1/
    """,
)
MADE_WITH = ".regia-demo.json"

Folder = Annotated[Path, typer.Argument(help=say("Dove metterla.", "Where to put it."))]
Seed = Annotated[
    int,
    typer.Option("--seed", min=0, help=say("Un'altra azienda per ogni numero.", "Another company for each number.")),
]
Scale = Annotated[float, typer.Option("--scale", min=0.01, help=say("Quanto è grande.", "How large it is."))]
IndustryOption = Annotated[Industry, typer.Option("--industry", help=say("Il settore.", "The industry."))]
VariantOption = Annotated[Variant, typer.Option("--variant", help=say("Con quali guai.", "With which troubles."))]
Servers = Annotated[
    list[str] | None,
    typer.Option(
        "--servers",
        metavar="URL",
        help=say("Mette i database in questo server (ripetibile).", "Put the databases into this server (repeatable)."),
    ),
]
Again = Annotated[bool, typer.Option("--again", help=say("Rifai l'azienda da capo.", "Make the company anew."))]


def demo(
    folder: Folder = Path("regia-demo"),
    seed: Seed = 1,
    scale: Scale = 1.0,
    industry: IndustryOption = "furniture",
    variant: VariantOption = "base",
    servers: Servers = None,
    again: Again = False,
) -> None:
    """Make a company up and check it up."""
    options = DemoOptions(
        seed=seed, scale=scale, industry=industry, variant=variant, servers=tuple(servers or ()), until=date.today()
    )
    _make(folder, options, again=again)
    found = company(folder)
    _answers(folder)
    with progress() as bars:
        outcome = run_checkup(found, Options(), bars)
    show_summary(found, outcome)
    out.print(
        say(
            "[accent]→[/accent] L'azienda è inventata; la verità su di lei è in",
            "[accent]→[/accent] The company is made up; the truth about it is in",
        ),
        f"{folder / 'truth'}",
        soft_wrap=True,
    )
    out.print(
        say(
            "[accent]→[/accent] Aprila nel browser, come IT, business, direzione o ospite:",
            "[accent]→[/accent] Open it in the browser, as IT, business, executive or guest:",
        ),
        plain(f"regia serve {folder}"),
        soft_wrap=True,
    )


def _answers(folder: Path) -> None:
    """Take the answers that made-up people gave, round by round, once."""
    log = AnswerLog(folder)
    if not log.rounds():
        for path in sorted((folder / "answers").glob("*.csv")):
            take_round(log, path, on=date.fromisoformat(path.stem))


def _make(folder: Path, options: DemoOptions, *, again: bool) -> None:
    from regia.demo import make

    note = folder / MADE_WITH
    asked = {name: value for name, value in asdict(options).items() if name != "until"}
    made_with = json.dumps(asked, sort_keys=True)
    if note.exists() and again:
        shutil.rmtree(folder)
    elif note.exists():
        if note.read_text("utf-8") != made_with:
            raise DemoMadeOtherwise(folder=folder)
        return
    with progress() as bars:
        make(folder, options, bars)
    note.write_text(made_with, "utf-8")
