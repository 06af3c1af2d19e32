"""Where made-up systems keep their data: SQLite databases, folders of CSV, Excel workbooks.

All of them take rows as they come and hold none back, so that memory does not grow with the company.
"""

import csv
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from regia.demo.spec import DatasetSpec, SystemSpec

Row = tuple[Any, ...]


class Store(Protocol):
    """Where one system's rows go."""

    def write(self, dataset: DatasetSpec, rows: list[Row]) -> None:
        """Take rows of a dataset."""

    def close(self) -> None:
        """Finish: after this the files are complete."""

    @property
    def source(self) -> str:
        """The address for regia.toml, relative to the company folder."""


def open_store(system: SystemSpec, folder: Path) -> Store:
    """Open the place for a system's data under `folder`/systems."""
    place = folder / "systems" / system.system
    place.mkdir(parents=True)
    if system.store == "sqlite":
        return SqliteStore(system, place)
    return CsvStore(system, place) if system.store == "csv" else ExcelStore(system, place)


def create_table(dataset: DatasetSpec) -> str:
    """Return the SQL that creates a dataset's table, with its key where the system declares one."""
    columns = [f'"{item.name}" {item.sql}' for item in dataset.fields]
    if dataset.key and dataset.declared_key:
        columns.append("PRIMARY KEY (" + ", ".join(f'"{name}"' for name in dataset.key) + ")")
    return f'CREATE TABLE "{dataset.name}" ({", ".join(columns)})'


class SqliteStore:
    """One database file."""

    def __init__(self, system: SystemSpec, place: Path) -> None:
        self._path = place / f"{system.system}.sqlite"
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-8000"):
            self._connection.execute(f"PRAGMA {setting}")
        for dataset in system.datasets:
            self._connection.execute(create_table(dataset))

    def write(self, dataset: DatasetSpec, rows: list[Row]) -> None:
        """Insert rows."""
        places = ", ".join("?" * len(dataset.fields))
        self._connection.execute("BEGIN")
        self._connection.executemany(f'INSERT INTO "{dataset.name}" VALUES ({places})', rows)  # noqa: S608
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    @property
    def source(self) -> str:
        """The address for regia.toml."""
        return f"systems/{self._path.parent.name}/{self._path.name}"


class CsvStore:
    """A folder with one file a dataset, in the system's encoding and with its delimiter."""

    def __init__(self, system: SystemSpec, place: Path) -> None:
        self._place, self._delimiter = place, system.delimiter
        self._files: dict[str, IO[str]] = {}
        for dataset in system.datasets:
            file = (place / f"{dataset.name}.csv").open("w", encoding=system.encoding, errors="replace", newline="")
            self._files[dataset.name] = file
            csv.writer(file, delimiter=system.delimiter, lineterminator="\r\n").writerow(
                [item.name for item in dataset.fields]
            )

    def write(self, dataset: DatasetSpec, rows: list[Row]) -> None:
        """Append rows."""
        csv.writer(self._files[dataset.name], delimiter=self._delimiter, lineterminator="\r\n").writerows(rows)

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()

    @property
    def source(self) -> str:
        """The address for regia.toml."""
        return f"systems/{self._place.name}"


class ExcelStore:
    """A folder of workbooks; a dataset is a sheet, named `workbook#sheet`."""

    def __init__(self, system: SystemSpec, place: Path) -> None:
        import xlsxwriter

        self._place = place
        self._books: dict[str, Any] = {}
        self._sheets: dict[str, Any] = {}
        self._next: dict[str, int] = {}
        for dataset in system.datasets:
            book_name, _, sheet_name = dataset.name.partition("#")
            if book_name not in self._books:
                options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
                book = xlsxwriter.Workbook(str(place / f"{book_name}.xlsx"), options)
                # a fixed moment: the same company must give the same bytes
                book.set_properties({"created": datetime(2020, 1, 1)})
                self._books[book_name] = book
            sheet = self._books[book_name].add_worksheet(sheet_name)
            sheet.write_row(0, 0, [item.name for item in dataset.fields])
            self._sheets[dataset.name], self._next[dataset.name] = sheet, 1

    def write(self, dataset: DatasetSpec, rows: list[Row]) -> None:
        """Append rows to the sheet."""
        sheet, at = self._sheets[dataset.name], self._next[dataset.name]
        for line, row in enumerate(rows, at):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(line, column, value)
        self._next[dataset.name] = at + len(rows)

    def close(self) -> None:
        """Save the workbooks."""
        for book in self._books.values():
            book.close()

    @property
    def source(self) -> str:
        """The address for regia.toml."""
        return f"systems/{self._place.name}"
