"""Rows of an evidence table on the terminal."""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import TYPE_CHECKING

from regia.cli.console import language, out, plain
from regia.errors import Text
from regia.model.table import Table
from regia.wording import date_, fill, value

if TYPE_CHECKING:
    import pyarrow as pa

WIDEST = 44
COUNTED = Text("{rows:riga|righe}", "{rows:row|rows}")
MORE_COLUMNS = Text(
    "; {hidden:altra colonna|altre colonne}: --columns, o --format csv (`regia tables {table}` le spiega)",
    "; {hidden:more column|more columns}: --columns, or --format csv (`regia tables {table}` explains them)",
)


def print_rows(table: Table, rows: "pa.Table", *, whole: bool, timezone: str) -> None:
    """Print rows one a line; `whole` prints every column however wide, else as many as the terminal holds."""
    names = rows.column_names if whole else _filled(table, rows)
    cells = {name: [_cell(each, timezone) for each in rows.column(name).to_pylist()] for name in names}
    shown = names if whole else _fitting(names, cells)
    widths = {name: _width(name, cells[name]) for name in shown}
    right = {name for name in shown if table[name].type not in ("text", "date", "time", "boolean")}
    out.print("[name]" + plain(_line({name: name for name in shown}, widths, right)) + "[/name]", soft_wrap=True)
    for index in range(rows.num_rows):
        out.print(plain(_line({name: cells[name][index] for name in shown}, widths, right)), soft_wrap=True)
    out.print(f"[quiet]{_footer(table, rows, names, shown)}[/quiet]", soft_wrap=True)


def _line(cells: Mapping[str, str], widths: Mapping[str, int], right: Set[str]) -> str:
    padded = (cell.rjust(widths[name]) if name in right else cell.ljust(widths[name]) for name, cell in cells.items())
    return "  ".join(padded).rstrip()


def _filled(table: Table, rows: "pa.Table") -> list[str]:
    """Return the columns worth showing: the key first, no empty ones, no sentence in the other language."""
    other = "_en" if language() == "it" else "_it"
    ordered = [*table.key, *(name for name in rows.column_names if name not in table.key)]
    twins = {
        name for name in ordered if name.endswith(other) and name.removesuffix(other) + f"_{language()}" in ordered
    }
    return [
        name
        for name in ordered
        if name in rows.column_names
        and name not in twins
        and (rows.num_rows == 0 or rows.column(name).null_count < rows.num_rows)
    ]


def _fitting(names: list[str], cells: dict[str, list[str]]) -> list[str]:
    """Return as many columns as the terminal is wide, at least one."""
    left = out.width
    shown: list[str] = []
    for name in names:
        left -= _width(name, cells[name]) + 2
        if shown and left < 0:
            break
        shown.append(name)
    return shown


def _width(name: str, cells: list[str]) -> int:
    return max(map(len, (name, *cells)))


def _footer(table: Table, rows: "pa.Table", names: list[str], shown: list[str]) -> str:
    counted = fill(COUNTED, {"rows": rows.num_rows}, language())
    hidden = len(names) - len(shown)
    if not hidden:
        return counted
    return counted + fill(MORE_COLUMNS, {"hidden": hidden, "table": table.name}, language())


def _cell(given: object, timezone: str) -> str:
    if isinstance(given, datetime):
        return date_(given, language(), timezone=timezone)
    text = "" if given is None else " ".join(value(given, language()).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
