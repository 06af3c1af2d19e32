"""`regia sources`: can each source be read, and is its login a safe one?"""

import sys

import msgspec
import typer

from regia.cli.arguments import AsJson, Folder, Only, company, known_systems
from regia.cli.console import err, language, out, plain, say, tell
from regia.errors import Text
from regia.sources.checking import CheckedSource, check_sources
from regia.wording import fill

UNUSABLE = 3

HELP = say(
    """Prova ogni sorgente e spiega che cosa non va: host, password, permessi (con il GRANT da chiedere), TLS,
    un utente che potrebbe scrivere. Non legge dati.

    Esempi:

        regia sources
        regia sources mobilificio --only gestionale

    Codici d'uscita: 0 tutte leggibili, 3 almeno una no.
    """,
    """Try every source and tell what is wrong: host, password, grants (with the GRANT to ask for), TLS, a login
    that could write. Reads no data.

    Examples:

        regia sources
        regia sources furniture --only erp

    Exit codes: 0 all can be read, 3 at least one cannot.
    """,
)

COUNTED = Text(
    "{datasets:archivio|archivi}, {readable:leggibile|leggibili}", "{datasets:dataset|datasets}, {readable} readable"
)
GLYPHS = {"ok": "[good]✓[/good]", "warning": "[warn]![/warn]", "problem": "[bad]✗[/bad]"}


def sources(folder: Folder = ".", only: Only = None, json: AsJson = False) -> None:  # type: ignore[assignment]
    """Check the sources of a company."""
    found = company(folder)
    systems = known_systems(found, only)
    if not found.sources:
        err.print(say("regia.toml non indica alcuna sorgente.", "regia.toml names no source."))
    checked = []
    for each in check_sources(found, only=systems):
        checked.append(each)
        if not json:
            _show(each)
    if json:
        sys.stdout.write(
            msgspec.json.encode([{**msgspec.to_builtins(each), "usable": each.usable} for each in checked]).decode()
            + "\n"
        )
    raise typer.Exit(0 if all(each.usable for each in checked) else UNUSABLE)


def _show(checked: CheckedSource) -> None:
    glyph = GLYPHS["ok" if checked.usable else "problem"]
    out.print(
        f"{glyph} [name]{checked.system}[/name] [quiet]{checked.connector} {plain(checked.url)}[/quiet]",
        soft_wrap=True,
    )
    if checked.usable:
        counts = {"datasets": checked.datasets, "readable": checked.readable}
        out.print(f"  {fill(COUNTED, counts, language())}")
    for diagnosis in checked.diagnoses:
        out.print(f"  {GLYPHS[diagnosis.level]} {plain(tell(diagnosis.says))}", soft_wrap=True)
        if tell(diagnosis.fix):
            out.print(f"    [accent]→[/accent] {plain(tell(diagnosis.fix))}", soft_wrap=True)
