"""The statements of the lineage benchmark: read where they are installed, with the columns of the tables they name.

Real ones, none of them copied: the views of PostgreSQL's catalogue and information schema, those of MariaDB's sys
schema, the 99 queries of TPC-DS that the peer ships, the views of northwind.sqlite. Our own, in the dialects that
have no such collection at hand: `lineage_own.sql`.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
Columns = Mapping[str, tuple[str, ...]]
_VIEW = r"^CREATE(?:(?!;).)*?\bVIEW\s+(?P<name>[\w$]+)[\s(].*?;[ \t]*$"
_OWN = re.compile(r"^-- (\w+): (.+)$", re.MULTILINE)
_TPCDS = {
    "c": "customer", "ca": "customer_address", "cc": "call_center", "cd": "customer_demographics", "cp": "catalog_page",
    "cr": "catalog_returns", "cs": "catalog_sales", "d": "date_dim", "hd": "household_demographics", "i": "item",
    "ib": "income_band", "inv": "inventory", "p": "promotion", "r": "reason", "s": "store", "sm": "ship_mode",
    "sr": "store_returns", "ss": "store_sales", "t": "time_dim", "w": "warehouse", "web": "web_site",
    "wp": "web_page", "wr": "web_returns", "ws": "web_sales",
}  # fmt: skip
"""The prefix of each table's columns, by the standard of TPC-DS."""


@dataclass(frozen=True)
class Sample:
    """One statement, and the columns of the tables that are known beforehand, by the last part of their names."""

    origin: str
    name: str
    dialect: str
    sql: str
    columns: Columns

    @property
    def key(self) -> str:
        """How the truth names it."""
        return f"{self.origin}/{self.name}"


def samples(northwind: Path, tpcds: Path) -> Iterator[Sample]:
    """Yield all there are."""
    if northwind.exists():
        yield from _northwind(northwind)
    yield from _tpcds(sorted(tpcds.glob("query*.sql")))
    postgresql = max(Path("/usr/share/postgresql").glob("*/postgres.bki"), default=None)
    if postgresql:
        names = ("system_views.sql", "information_schema.sql")
        yield from _views("postgresql", "postgres", [postgresql.parent / name for name in names], _bki(postgresql))
    yield from _views("mariadb", "mysql", sorted(Path("/usr/share/mysql").glob("m*_sys_schema.sql")), {})
    yield from _own((HERE / "lineage_own.sql").read_text())


def _northwind(path: Path) -> Iterator[Sample]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        views = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {}
        for name in (*tables, *views):
            try:
                rows = connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall()
            except sqlite3.OperationalError:
                continue  # a view that names a column that is not there
            columns[name] = tuple(row[0] for row in rows)
    for name, sql in views.items():
        yield Sample("northwind", name, "sqlite", sql, columns)


def _tpcds(paths: list[Path]) -> Iterator[Sample]:
    texts = {path.stem: path.read_text() for path in paths}
    columns: dict[str, set[str]] = {table: set() for table in _TPCDS.values()}
    for word in re.findall(r"\b[a-z]+_[a-z0-9_]+\b", "\n".join(texts.values()).lower()):
        table = _TPCDS.get(word.partition("_")[0])
        if table and word not in _TPCDS.values():
            columns[table].add(word)
    known = {table: tuple(sorted(names)) for table, names in columns.items()}
    for name, text in texts.items():
        yield Sample("tpcds", name, "spark", text, known)


def _bki(path: Path) -> Columns:
    """Return the columns of PostgreSQL's catalogue, from the file it is built of."""
    found = re.findall(r"^create (\w+) \d+.*?\n \(\n(.*?)\n \)", path.read_text(), re.MULTILINE | re.DOTALL)
    return {table: ("oid", *re.findall(r"^ (\w+) =", body, re.MULTILINE)) for table, body in found}


def _views(origin: str, dialect: str, paths: list[Path], columns: Columns) -> Iterator[Sample]:
    for path in paths:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for found in re.finditer(_VIEW, text, re.MULTILINE | re.DOTALL):
            yield Sample(origin, found["name"], dialect, found[0], columns)


def _own(text: str) -> Iterator[Sample]:
    heads = list(_OWN.finditer(text))
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
        yield Sample("own", f"{head[1]} {head[2]}", head[1], text[head.end() : end].strip(), {})
