"""How many columns has a table that a dump fills without creating it or naming its columns?"""

from dataclasses import replace
from pathlib import Path

from regia.sources.sql_dump.definitions import Column
from regia.sources.sql_dump.dialect import Dialect
from regia.sources.sql_dump.index import TablePlan
from regia.sources.sql_dump.statements import Statements
from regia.sources.sql_dump.stream import opened


def with_width(path: Path, dialect: Dialect, plan: TablePlan) -> TablePlan:
    """Return a plan whose columns are known, counted in the first row where nothing names them."""
    if plan.columns or not plan.parts:
        return plan
    part = plan.parts[0]
    with opened(path, part.start) as window:
        statements = Statements(window, dialect)
        statement = statements.next()
        if statement and statement.kind == "copy":
            first = next((lines[0].split(b"\t") for lines in statements.copy_lines() if lines), [])
        else:
            first = list(next(statements.rows(0), ()))
    columns = tuple(Column(f"column_{number}", "") for number in range(1, len(first) + 1))
    named = replace(part, columns=tuple(column.name for column in columns))
    return replace(plan, columns=columns, parts=(named,))
