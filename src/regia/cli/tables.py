"""`regia tables`: the data dictionary of the evidence, from its contracts."""

import sys
from typing import Annotated

import msgspec
import typer
from rich.table import Table as Grid

from regia.checkup.stages import tables as contracts
from regia.cli.arguments import AsJson
from regia.cli.console import language, out, say
from regia.model.table import Column, Table

HELP = say(
    """Elenca le tabelle delle prove, o spiega le colonne di una.

    Esempi:

        regia tables
        regia tables fields
    """,
    """List the evidence tables, or explain the columns of one.

    Examples:

        regia tables
        regia tables fields
    """,
)

Name = Annotated[str | None, typer.Argument(help=say("Una tabella.", "A table."))]


def tables(name: Name = None, json: AsJson = False) -> None:
    """Print the data dictionary."""
    chosen = [contract(name)] if name else list(contracts().values())
    if json:
        sys.stdout.write(msgspec.json.encode([_facts(each) for each in chosen]).decode() + "\n")
    elif name:
        _columns(chosen[0])
    else:
        _list(chosen)


def contract(name: str) -> Table:
    """Return the contract of a table.

    Raises:
        typer.BadParameter: there is no such table.
    """
    known = contracts()
    if name not in known:
        listed = ", ".join(sorted(known))
        raise typer.BadParameter(say(f"«{name}» non è una tabella ({listed})", f"'{name}' is no table ({listed})"))
    return known[name]


def _facts(table: Table) -> dict[str, object]:
    return {
        "table": table.name,
        "grain": table.grain.say(language()),
        "key": table.key,
        "columns": [_column_facts(column) for column in table.columns],
    }


def _column_facts(column: Column) -> dict[str, object]:
    return {
        "column": column.name,
        "type": column.type,
        "unit": column.unit,
        "required": column.required,
        "meaning": column.meaning.say(language()),
    }


def _list(chosen: list[Table]) -> None:
    grid = Grid(box=None, pad_edge=False)
    for title in (say("tabella", "table"), say("una riga è", "a row is"), say("chiave", "key")):
        grid.add_column(title)
    for table in chosen:
        grid.add_row(
            f"[name]{table.name}[/name]", table.grain.say(language()), f"[quiet]{', '.join(table.key)}[/quiet]"
        )
    out.print(grid)


def _columns(table: Table) -> None:
    out.print(f"[name]{table.name}[/name] — {say('una riga è', 'a row is')} {table.grain.say(language())}")
    grid = Grid(box=None, pad_edge=False)
    for title in (say("colonna", "column"), say("tipo", "type"), say("unità", "unit"), say("significato", "meaning")):
        grid.add_column(title)
    for column in table.columns:
        mark = "[accent]*[/accent]" if column.name in table.key else " "
        grid.add_row(f"{mark} {column.name}", column.type, column.unit, column.meaning.say(language()))
    out.print(grid)
    out.print("[quiet]* " + say("chiave", "key") + "[/quiet]")
