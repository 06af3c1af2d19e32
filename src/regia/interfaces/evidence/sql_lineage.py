"""Which column is made from which, in one parsed statement: through sub-queries, common tables and unions.

Only what makes a value counts, not what filters rows. The SELECT whose rows a statement writes is taken, and each
column of it is followed to the tables it comes from; what a function makes of rows (UNNEST, a lateral view) is followed
to the columns given to it, what is pivoted to the columns that are spread.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regia.interfaces.clue import ANY
from regia.interfaces.evidence.sql_writes import Fields, Name, Written, name_of, written

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.optimizer.scope import Scope

_DEEPEST = 40


@dataclass(frozen=True)
class Flow:
    """One column made from another; tables by all parts of their names, `*` for a column that is not known."""

    frm: Name
    from_field: str
    to: Name
    to_field: str


def flows(tree: "exp.Expression", fields: Fields, dialect: str) -> Iterator[Flow]:
    """Yield the flows of a statement, each once."""
    seen: set[Flow] = set()
    for each in written(tree, fields):
        for flow in _flows(each, fields, dialect):
            if flow not in seen and (flow.frm, flow.from_field) != (flow.to, flow.to_field):
                seen.add(flow)
                yield flow


def _flows(rows: Written, fields: Fields, dialect: str) -> Iterator[Flow]:
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.scope import build_scope

    query = _qualified(rows.query, fields, dialect)
    try:
        scope = build_scope(query)
    except (SqlglotError, RecursionError):
        return
    if scope is None:
        return
    for place, output in enumerate(query.selects):
        to_field = rows.columns[place] if place < len(rows.columns) else output.alias_or_name
        for table, column in dict.fromkeys(_of_output(scope, place, output.alias_or_name, 0)):
            yield Flow(table, column, rows.to, ANY if output.is_star else to_field)


def _qualified(query: "exp.Query", fields: Fields, dialect: str) -> "exp.Query":
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.qualify import qualify

    try:
        return qualify(
            query.copy(), dialect=dialect, schema=_schema(query, fields, dialect), infer_schema=True,
            validate_qualify_columns=False, identify=False, quote_identifiers=False, allow_partial_qualification=True,
        )  # fmt: skip
    except (SqlglotError, RecursionError, KeyError, AttributeError, ValueError):
        return query


def _schema(query: "exp.Query", fields: Fields, dialect: str) -> "Any":
    from sqlglot import exp
    from sqlglot.schema import MappingSchema

    schema = MappingSchema(dialect=dialect)
    tables = {name_of(table): table for table in query.find_all(exp.Table) if table.name}
    depth = max((len(name) for name in tables), default=1)
    for name, table in tables.items():
        if (known := fields(name)) and len(name) == depth:
            plain = table.copy()
            plain.set("alias", None)
            plain.set("joins", None)
            schema.add_table(
                plain, {f'"{field}"' if dialect not in ("mysql",) else f"`{field}`": "text" for field in known}
            )
    return schema


def _of_output(scope: "Scope", place: int, name: str, depth: int) -> Iterator[tuple[Name, str]]:
    """Yield the columns that one output of a query comes from."""
    if depth > _DEEPEST:
        return
    if scope.union_scopes:
        for part in scope.union_scopes:
            yield from _of_output(part, place, name, depth + 1)
        return
    output = _picked(_selects(scope), place, name)
    if output is not None:
        yield from _of_expression(scope, output, depth)


def _picked(selects: "Sequence[Any]", place: int, name: str) -> "Any":
    if 0 <= place < len(selects):
        return selects[place]
    return next((each for each in selects if each.alias_or_name.lower() == name.lower()),
                next((each for each in selects if each.is_star), None))  # fmt: skip


def _of_expression(scope: "Scope", expression: "Any", depth: int) -> Iterator[tuple[Name, str]]:
    from sqlglot import exp

    if expression.is_star:
        yield from ((name, ANY) for source in scope.sources.values() for name in _tables(source))
        return
    inner = {id(part.expression): part for part in scope.subquery_scopes}
    for node in expression.walk(prune=lambda each: isinstance(each, exp.Query)):
        query = node.unnest() if isinstance(node, exp.Subquery) else node
        if isinstance(query, exp.Query) and id(query) in inner:
            for place, output in enumerate(query.selects):
                yield from _of_output(inner[id(query)], place, output.alias_or_name, depth + 1)
        elif isinstance(node, exp.Column):
            yield from _of_column(scope, node, depth)


def _of_column(scope: "Scope", column: "exp.Column", depth: int) -> Iterator[tuple[Name, str]]:
    from sqlglot import exp

    if depth > _DEEPEST:
        return
    source = _source(scope, column)
    if isinstance(source, exp.Table):
        if isinstance(source.this, exp.Func):
            yield from _of_expression(scope, source.this, depth + 1)
        else:
            yield name_of(source), _meant(scope, column)[1]
    elif isinstance(getattr(source, "expression", None), exp.UDTF):
        yield from _of_made(scope, source, column, depth)
    elif source is not None:
        yield from _of_inner(source, _meant(scope, column)[1], depth)
    else:
        table, name = _meant(scope, column)
        if (pivot := _pivot(scope, table)) is not None:
            yield from _of_pivot(scope, pivot, name, depth)


def _of_inner(source: "Scope", name: str, depth: int) -> Iterator[tuple[Name, str]]:
    names = [each.alias_or_name.lower() for each in _selects(source)]
    wanted = _renamed(source, name)
    place = names.index(wanted.lower()) if wanted.lower() in names else -1
    yield from _of_output(source, place, wanted, depth + 1)


def _of_made(scope: "Scope", made: "Scope", column: "exp.Column", depth: int) -> Iterator[tuple[Name, str]]:
    """Yield what rows made beside others come from: of a lateral query its column, of a function what it is given."""
    from sqlglot import exp

    query = made.expression.this
    query = query.unnest() if isinstance(query, exp.Subquery) else query
    inner = next((part for part in made.subquery_scopes if part.expression is query), None)
    if inner is not None:
        yield from _of_inner(inner, column.name, depth)
    elif not isinstance(made.expression, exp.Values):
        for part in (made.expression.this, *made.expression.expressions):
            if isinstance(part, exp.Expression):
                yield from _of_expression(scope, part, depth + 1)


def _meant(scope: "Scope", column: "exp.Column") -> tuple[str, str]:
    """Return the table and name of a column; sqlglot takes `p.price` in a lateral query for a part of a column `p`."""
    from sqlglot import exp

    pivots = {each.alias for each in scope.find_all(exp.Pivot)}
    if isinstance(column.parent, exp.Dot) and column.name in scope.sources.keys() | pivots:
        return column.name, column.parent.expression.name
    return column.table, column.name


def _pivot(scope: "Scope", table: str) -> "exp.Pivot | None":
    from sqlglot import exp

    known: Sequence[exp.Pivot] = list(scope.find_all(exp.Pivot))
    named = [each for each in known if each.alias.lower() == table.lower()] if table else []
    return named[0] if named else known[0] if len(known) == 1 and not table else None


def _of_pivot(scope: "Scope", pivot: "exp.Pivot", name: str, depth: int) -> Iterator[tuple[Name, str]]:
    """Yield what a column of a PIVOT or UNPIVOT is made of: what is spread or gathered, else what it was before."""
    from sqlglot import exp

    listed = [each for part in pivot.args.get("fields", ()) for each in part.expressions]
    gathered = bool(pivot.args.get("unpivot"))
    new = {each.alias_or_name.lower() for each in (pivot.expressions if gathered else listed)}
    if name.lower() in new:
        for part in listed if gathered else (*pivot.expressions, *(each.this for each in pivot.args["fields"])):
            for each in part.find_all(exp.Column):
                yield from _before(scope, each.name, depth)
    elif not any(name.lower() == part.this.name.lower() for part in pivot.args.get("fields", ())):
        yield from _before(scope, name, depth)


def _before(scope: "Scope", name: str, depth: int) -> Iterator[tuple[Name, str]]:
    """Yield what a column of the only source of a query is made of."""
    from sqlglot import exp

    source: Any = next(iter(scope.selected_sources.values()), (None, None))[1]
    if isinstance(source, exp.Table):
        yield name_of(source), name
    elif source is not None:
        yield from _of_inner(source, name, depth)


def _selects(scope: "Scope") -> "Sequence[Any]":
    from sqlglot import exp

    return scope.expression.selects if isinstance(scope.expression, exp.Query) else []


def _renamed(scope: "Scope", name: str) -> str:
    """Return the inner name of a column that a sub-query's list of names gives another: (SELECT a) AS t (b)."""
    for place, outer in enumerate(scope.outer_columns or ()):
        if outer.lower() == name.lower() and place < len(_selects(scope)):
            return str(_selects(scope)[place].alias_or_name)
    return name


def _source(scope: "Scope", column: "exp.Column") -> "Any":
    """Return what a column is taken from; one without a table, from the only source there is or the row it names."""
    from sqlglot import exp

    if table := _meant(scope, column)[0]:
        at: Scope | None = scope
        while at is not None:
            if (found := at.sources.get(table)) is not None:
                return found
            at = at.parent
        return None
    if (row := scope.sources.get(column.name)) is not None and isinstance(getattr(row, "expression", None), exp.UDTF):
        return row
    sources = list(scope.selected_sources.values())
    return sources[0][1] if len(sources) == 1 and not _pivot(scope, "") else None


def _tables(source: "Any") -> Iterator[Name]:
    from sqlglot import exp

    if isinstance(source, exp.Table):
        yield name_of(source)
    elif hasattr(source, "sources"):
        for each in source.sources.values():
            yield from _tables(each)
