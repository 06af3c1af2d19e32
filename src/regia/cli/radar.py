"""`regia radar`: the quick assessment, told and printed; its questionnaire answered, gathered and closed."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from typer.core import TyperGroup

from regia.assess.answer_file import read_answers
from regia.assess.questionnaire import items
from regia.assess.radar import Radar
from regia.assess.stage import area_rows, item_rows, risk_rows
from regia.assess.template import write_template
from regia.checkup.current import current_radar
from regia.cli.arguments import AsJson, Folder, FolderOption, company
from regia.cli.console import err, language, out, plain, say
from regia.cli.radar_questions import ask
from regia.cli.radar_summary import show_radar
from regia.errors import Language
from regia.errors.assess import AnswersSideUnknown
from regia.errors.company import CompanyFileMissing
from regia.judgement.answers import AnswerLog, Side
from regia.workspace.company import Company

HELP = say(
    """CTO Radar, la valutazione rapida: dove siamo, i cinque rischi, chi decide, quale guida serve.

    Esempi:

        regia radar
        regia radar answer --side it --as "Anna"
        regia radar template risposte.xlsx --side business
        regia radar answer --from risposte.xlsx
        regia radar close
    """,
    """CTO Radar, the quick assessment: where we stand, the five risks, who decides, which guidance fits.

    Examples:

        regia radar
        regia radar answer --side it --as "Anna"
        regia radar template answers.xlsx --side business
        regia radar answer --from answers.xlsx
        regia radar close
    """,
)
SHOW_HELP = say(
    "Il riassunto e il PDF di due pagine dell'ultimo giro chiuso.",
    "The summary and the two-page PDF of the last round.",
)
ANSWER_HELP = say(
    "Rispondi alle domande qui (si può smettere e riprendere), o da un file.",
    "Answer the questions here (stop and resume as you like), or from a file.",
)
TEMPLATE_HELP = say(
    "Scrivi le domande in un file da compilare: .csv, .xlsx o .toml.",
    "Write the questions to a file: .csv, .xlsx, .toml.",
)
CLOSE_HELP = say(
    "Chiudi il giro di risposte: da qui si legge, e non ne prende altre.",
    "Close the round of answers: from here on it is read, and takes no more.",
)
PDF_NAME = "cto-radar.pdf"


class SideName(StrEnum):
    """On which side a person answers."""

    IT = "it"
    BUSINESS = "business"


SideOption = Annotated[
    SideName | None, typer.Option("--side", help=say("Da quale lato rispondi.", "On which side you answer."))
]
Person = Annotated[
    str | None,
    typer.Option(
        "--as",
        help=say(
            "Un nome o una sigla per riprendere: non viene conservato.", "A name or initials to resume: it is not kept."
        ),
    ),
]
From = Annotated[
    Path | None, typer.Option("--from", help=say("Un file .csv, .xlsx o .toml.", "A .csv, .xlsx, .toml file."))
]
To = Annotated[
    Path | None,
    typer.Option("--to", help=say("Dove scrivere il PDF.", "Where to write the PDF."), show_default=PDF_NAME),
]
LanguageOption = Annotated[
    str | None, typer.Option("--language", metavar="it|en", help=say("La lingua del PDF.", "The PDF's language."))
]
Target = Annotated[Path, typer.Argument(help=say("Il file da scrivere.", "The file to write."))]


class _ShowsByDefault(TyperGroup):
    """`regia radar [FOLDER]` is `regia radar show [FOLDER]`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command that is meant before what is not the name of one."""
        asks_help = bool(args) and args[0] in ("--help", "-h")
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named or asks_help else ["show", *args])


app = typer.Typer(help=HELP, cls=_ShowsByDefault)


@app.command("show", help=SHOW_HELP)
def show(folder: Folder = Path("."), to: To = None, language_: LanguageOption = None, json: AsJson = False) -> None:
    """Print the quick assessment and write its PDF."""
    found = _company(folder)
    radar = current_radar(found)
    if json:
        whole = {
            "round": radar.round.number if radar.round else None,
            "areas": area_rows(radar),
            "items": item_rows(radar),
            "risks": risk_rows(radar),
            "advice": radar.advice.option.option if radar.advice else None,
        }
        sys.stdout.write(msgspec.json.encode(whole).decode() + "\n")
        return
    show_radar(found, radar)
    path = to or found.folder / PDF_NAME
    _write_pdf(found, radar, path, _chosen(language_))
    out.print(f"\n[good]✓[/good] {plain(path)}", soft_wrap=True)


@app.command("answer", help=ANSWER_HELP)
def answer(
    folder: FolderOption = Path("."), side: SideOption = None, person: Person = None, source: From = None
) -> None:
    """Take answers from a person at the terminal, or from a file."""
    found = _company(folder)
    log = AnswerLog(found.folder)
    if source is not None:
        _from_file(log, source, person, _side(side))
        return
    chosen = _side(side)
    if chosen is None:
        raise AnswersSideUnknown()
    name = person or _asked(say("Un nome o una sigla, per riprendere", "A name or initials, to resume"))
    ask(log, chosen, name)


@app.command("template", help=TEMPLATE_HELP)
def template(target: Target, side: SideOption = None, language_: LanguageOption = None) -> None:
    """Write the questionnaire as a file to fill in."""
    chosen = _side(side)
    if chosen is None:
        raise AnswersSideUnknown()
    write_template(target, chosen, _chosen(language_))
    out.print(f"[good]✓[/good] {plain(target)}", soft_wrap=True)


@app.command("close", help=CLOSE_HELP)
def close(folder: FolderOption = Path(".")) -> None:
    """Close the open round."""
    found = _company(folder)
    number = AnswerLog(found.folder).close()
    out.print(
        "[good]✓[/good] " + say(f"Giro {number} chiuso. Ora: regia radar", f"Round {number} closed. Now: regia radar")
    )


def _company(folder: Path) -> Company:
    """Read the company, or take a folder without a regia.toml for one of which nothing is declared yet."""
    try:
        return company(folder)
    except CompanyFileMissing as error:
        err.print(f"[warn]![/warn] {plain(error.what(language()))} {plain(error.advice(language()))}", soft_wrap=True)
        return replace(Company(folder, folder.resolve().name or "?"), language=language())


def _from_file(log: AnswerLog, source: Path, person: str | None, side: Side | None) -> None:
    given = read_answers(source, person=person, side=side)
    for each in given:
        log.record(each.side, each.person, each.levels)
    short = sum(len(each.levels) < len(items()) for each in given)
    said = say(f"Persone: {len(given)}, incomplete: {short}.", f"People: {len(given)}, incomplete: {short}.")
    out.print(f"[good]✓[/good] {said}")


def _side(side: SideName | None) -> Side | None:
    if side is None:
        return None
    return "it" if side is SideName.IT else "business"


def _asked(question: str) -> str:
    err.print(f"{question}: ", end="")
    given = sys.stdin.readline().strip()
    if not given:
        raise typer.BadParameter(say("serve per riprendere", "needed to resume"), param_hint="--as")
    return given


def _chosen(given: str | None) -> Language:
    if given not in (None, "it", "en"):
        raise typer.BadParameter(say("scrivi it o en", "write it or en"), param_hint="--language")
    return "it" if given == "it" else "en" if given == "en" else language()


def _write_pdf(found: Company, radar: Radar, path: Path, chosen: Language) -> None:
    from regia.report.radar import write_radar

    write_radar(found, radar, path, chosen, day=datetime.now(UTC).date())
