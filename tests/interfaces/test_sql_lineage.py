"""Columns followed through what SQL makes rows of: lateral queries, functions that make rows, pivots, view options."""

import pytest

from regia.interfaces.evidence.sql_lineage import flows
from regia.interfaces.evidence.sql_statements import statements

_CASES = {
    "a scalar query inside an expression": (
        "postgres", "CREATE VIEW v AS SELECT CASE WHEN a.k THEN (SELECT max(x) FROM b WHERE b.y = a.y) END AS o FROM a",
        {("a", "k", "o"), ("b", "x", "o")},
    ),
    "a function called IF is no step of a procedure": (
        "mysql", "CREATE VIEW v (o) AS SELECT IF(x IS NULL, 'none', x) AS o FROM a ORDER BY IF(y, 1, 0)",
        {("a", "x", "o")},
    ),
    "options of a view": (
        "postgres", "CREATE VIEW v WITH (security_barrier) AS SELECT x AS o FROM a", {("a", "x", "o")},
    ),
    "a lateral query": (
        "tsql", "SELECT p.price AS o INTO v FROM a OUTER APPLY (SELECT TOP 1 price FROM b AS q WHERE q.k = a.k) AS p",
        {("b", "price", "o")},
    ),
    "a function that makes rows": (
        "spark", "INSERT OVERWRITE TABLE v SELECT tag AS o FROM a LATERAL VIEW explode(a.tags) x AS tag",
        {("a", "tags", "o")},
    ),
    "an array of records": (
        "bigquery", "CREATE TABLE v AS SELECT line.sku AS o FROM a, UNNEST(a.lines) AS line", {("a", "lines", "o")},
    ),
    "a function in the place of a table": (
        "postgres", "CREATE VIEW v AS SELECT f.x AS o, a.y AS p FROM given() f, a", {("a", "y", "p")},
    ),
    "a pivot": (
        "tsql", "SELECT p.[1] AS o, p.k AS kept INTO v FROM a PIVOT (SUM(x) FOR y IN ([1], [2])) AS p",
        {("a", "x", "o"), ("a", "y", "o"), ("a", "k", "kept")},
    ),
    "an unpivot": (
        "tsql", "SELECT u.n AS o, u.kind AS p INTO v FROM (SELECT x, y FROM a) t UNPIVOT (n FOR kind IN (x, y)) AS u",
        {("a", "x", "o"), ("a", "y", "o")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _CASES)
def test_columns_are_followed_through(name: str) -> None:
    dialect, text, wanted = _CASES[name]
    parsed = statements(text, dialect)
    assert parsed.unread == 0
    found = [each for statement in parsed.found for each in flows(statement.tree, lambda _: (), dialect)]
    assert {(each.frm[-1], each.from_field, each.to_field) for each in found} == wanted


def test_a_step_of_a_procedure_ends_the_statement_before_it() -> None:
    text = "CREATE PROCEDURE p AS\nINSERT INTO v (o) SELECT x FROM a WHERE (a.k = 1)\nIF (@n > 0) UPDATE v SET o = 1"
    parsed = statements(text, "tsql")
    assert (len(parsed.found), parsed.unread) == (2, 0)
