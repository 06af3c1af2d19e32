"""`regia show`: read an evidence table, on an engine that sees nothing else."""

import getpass
import os
import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regia.checkup.record import Records
from regia.cli.arguments import FolderOption, company
from regia.cli.console import err, plain, say, unobeyed
from regia.cli.grid import print_rows
from regia.cli.tables import contract
from regia.engine.session import locked, quoted
from regia.errors import RegiaError, Text
from regia.model.harmless import harmless
from regia.model.masking import mask, masked, masked_keys
from regia.model.table import Table
from regia.snapshot.objects import disk_errors

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

HELP = say(
    """Mostra una tabella delle prove. I dati personali sono mascherati, e le chiavi dei record che non siano un
    contatore: potrebbero dire di chi sono.

    Esempi:

        regia show datasets
        regia show fields --where "null_share > 0.9" --limit 20
        regia show fields --columns system,dataset,field,null_share
        regia show findings --format csv > rilievi.csv
        regia show fields --unmask "verifica con il DPO"    lo chiede e lo registra
    """,
    """Show an evidence table. Personal data is masked, and so are keys of records that are no counter: they might
    tell whose they are.

    Examples:

        regia show datasets
        regia show fields --where "null_share > 0.9" --limit 20
        regia show fields --columns system,dataset,field,null_share
        regia show findings --format csv > findings.csv
        regia show fields --unmask "check with the DPO"     asked for, and logged
    """,
)


MORE_THAN_A_CONDITION = "more than a condition"
_LITERAL = re.compile(r"'(?:[^']|'')*'?")


class Format(StrEnum):
    """How the rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


class ConditionWrong(RegiaError):
    """The --where is not a condition on the table."""

    happened = Text("La condizione «{where}» non funziona: {detail}", "The condition '{where}' does not work: {detail}")
    fix = Text(
        "Scrivi una condizione SQL sulle colonne di {table}: `regia tables {table}` le elenca.",
        "Write a SQL condition on the columns of {table}: `regia tables {table}` lists them.",
    )


class ColumnUnknown(RegiaError):
    """A --columns that the table does not have."""

    happened = Text("La tabella {table} non ha la colonna «{column}».", "Table {table} has no column '{column}'.")
    fix = Text("`regia tables {table}` elenca le colonne.", "`regia tables {table}` lists the columns.")


Name = Annotated[str, typer.Argument(help=say("La tabella (vedi `regia tables`).", "The table (see `regia tables`)."))]
FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help=say("Come scrivere le righe.", "How to write the rows."))
]
Where = Annotated[str | None, typer.Option("--where", help=say("Una condizione SQL.", "A SQL condition."))]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=0, help=say("Al massimo tante righe.", "At most so many rows.")),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", help=say("Solo queste colonne, separate da virgole.", "These columns only, separated by commas.")
    ),
]
Unmask = Annotated[
    str | None,
    typer.Option(
        "--unmask",
        metavar=say("MOTIVO", "REASON"),
        help=say("Mostra i valori in chiaro; viene registrato.", "Show values in clear; it is logged."),
    ),
]


def show(
    name: Name,
    folder: FolderOption = Path("."),
    format_: FormatOption = Format.TABLE,
    where: Where = None,
    limit: Limit = None,
    columns: Columns = None,
    unmask: Unmask = None,
) -> None:
    """Print the rows of an evidence table of the newest check-up."""
    found = company(folder)
    table = contract(name)
    records = Records(found.folder)
    rows = records.load(records.latest(), table)
    if where is None and limit is not None:
        rows = rows.slice(0, limit)
    if unmask is None:
        rows = masked_keys(masked(rows, table))
    else:
        log_unmasking(found.folder, name, where, unmask)
    chosen = _narrowed(table, _chosen(table, rows, where, limit), columns)
    _write(table, chosen, format_, whole=columns is not None, timezone=found.working_time.timezone)


def _narrowed(table: Table, rows: "pa.Table", columns: str | None) -> "pa.Table":
    if columns is None:
        return rows
    wanted = [name.strip() for name in columns.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in rows.column_names]
    if unknown:
        raise ColumnUnknown(column=unknown[0], table=table.name)
    return rows.select(wanted)


def _chosen(table: Table, rows: "pa.Table", where: str | None, limit: int | None) -> "pa.Table":
    import duckdb

    if where is None:
        return rows if limit is None else rows.slice(0, limit)
    # The condition meets masked rows: what is hidden cannot be guessed by asking for it either.
    order = f" ORDER BY {', '.join(quoted(column) for column in table.key)}" if table.key else ""
    sql = f"SELECT * FROM {quoted(table.name)} WHERE ({where}\n){order}"  # noqa: S608 a locked engine
    try:
        return _answer(locked({table.name: rows}), sql + (f" LIMIT {limit}" if limit is not None else ""), table)
    except duckdb.Error as error:
        detail = str(error).splitlines()[0]
        raise ConditionWrong(where=where, detail=detail, table=table.name) from error


def _answer(engine: "duckdb.DuckDBPyConnection", sql: str, table: Table) -> "pa.Table":
    """Return the rows of one SELECT.

    Raises:
        duckdb.Error: the condition does not work, or is more than a condition.
    """
    import duckdb

    statements = engine.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException(MORE_THAN_A_CONDITION)
    answer: pa.Table = engine.sql(sql).to_arrow_table()
    if answer.column_names != [column.name for column in table.columns]:
        raise duckdb.InvalidInputException(MORE_THAN_A_CONDITION)
    return answer


def log_unmasking(folder: Path, table: str, where: str | None, reason: str) -> None:
    """Note in the company folder who saw what in clear, and why."""
    # A value asked for stays out of the log, which no `regia forget` cleans.
    asked = _LITERAL.sub(lambda match: mask(match[0]), where or "")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    line = "\t".join(" ".join(part.split()) for part in (when, _user(), table, asked, reason))
    path = folder / ".regia" / "unmasked.log"
    with disk_errors(folder), open(path, "a", encoding="utf-8", opener=_private) as file:
        file.write(line + "\n")
    logged = say(f"Valori in chiaro: registrato in {path}", f"Values in clear: logged in {path}")
    err.print(f"[warn]![/warn] {plain(logged)}", soft_wrap=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user on this machine, as in a container
        return str(os.getuid())


def _write(table: Table, rows: "pa.Table", format_: Format, *, whole: bool, timezone: str) -> None:
    match format_:
        case Format.TABLE:
            print_rows(table, rows, whole=whole, timezone=timezone)
        case Format.JSON:
            _json(rows)
        case Format.CSV:
            _csv(rows)
        case Format.PARQUET:
            _parquet(rows)


def _json(rows: "pa.Table") -> None:
    import msgspec

    for row in rows.to_pylist():
        sys.stdout.write(msgspec.json.encode(row).decode() + "\n")


def _csv(rows: "pa.Table") -> None:
    import csv

    writer = csv.writer(sys.stdout)
    writer.writerow(rows.column_names)
    for row in rows.to_pylist():
        writer.writerow([_shown(harmless(cell)) for cell in row.values()])


def _shown(cell: object) -> object:
    """Return a cell as it is for a file, and without orders for a terminal."""
    return unobeyed(cell) if isinstance(cell, str) and sys.stdout.isatty() else cell


def _parquet(rows: "pa.Table") -> None:
    import pyarrow.parquet as pq

    pq.write_table(rows, sys.stdout.buffer)
