"""Which column is made from which, in one parsed statement: through sub-queries, common tables and unions.

Only what makes a value counts, not what filters rows. Every kind of statement is turned into the SELECT whose rows
it writes, and each column of that is followed to the tables it comes from.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regia.interfaces.clue import ANY

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.optimizer.scope import Scope

Name = tuple[str, ...]
Fields = Callable[[Name], tuple[str, ...]]
_DEEPEST = 40


@dataclass(frozen=True)
class Flow:
    """One column made from another; tables by all parts of their names, `*` for a column that is not known."""

    frm: Name
    from_field: str
    to: Name
    to_field: str


@dataclass(frozen=True)
class _Written:
    """What a statement writes: rows of a query into columns of a table."""

    to: Name
    columns: tuple[str, ...]
    query: "exp.Query"


def flows(tree: "exp.Expression", fields: Fields, dialect: str) -> Iterator[Flow]:
    """Yield the flows of a statement, each once."""
    seen: set[Flow] = set()
    for written in _written(tree, fields):
        for flow in _flows(written, fields, dialect):
            if flow not in seen and (flow.frm, flow.from_field) != (flow.to, flow.to_field):
                seen.add(flow)
                yield flow


def _written(tree: "exp.Expression", fields: Fields) -> "Iterator[_Written]":
    from sqlglot import exp

    if isinstance(tree, exp.Insert):
        yield from _insert(tree, fields)
    elif isinstance(tree, exp.Create) and isinstance(tree.expression, exp.Query):
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        yield _Written(_name(target), _columns(tree.this), tree.expression)
    elif isinstance(tree, exp.Update):
        yield from _update(tree)
    elif isinstance(tree, exp.Merge):
        yield from _merge(tree)
    elif isinstance(tree, exp.Select) and tree.args.get("into"):
        query = tree.copy()
        into = query.args["into"]
        query.set("into", None)
        yield _Written(_name(into.this), (), query)


def _name(table: "exp.Expression") -> Name:
    from sqlglot import exp

    if not isinstance(table, exp.Table):
        return (table.name,)
    return tuple(f"#{part.name}" if part.args.get("temporary") else part.name for part in table.parts)


def _columns(target: "exp.Expression") -> tuple[str, ...]:
    from sqlglot import exp

    return tuple(each.name for each in target.expressions) if isinstance(target, exp.Schema) else ()


def _insert(tree: "exp.Insert", fields: Fields) -> "Iterator[_Written]":
    from sqlglot import exp

    query = tree.expression
    if not isinstance(query, exp.Query) or isinstance(query, exp.Table):
        return
    query = query.copy()
    if (tables := tree.args.get("with_")) and not query.args.get("with_"):
        query.set("with_", tables.copy())
    to = _name(tree.this.this if isinstance(tree.this, exp.Schema) else tree.this)
    yield _Written(to, _columns(tree.this) or _in_order(fields(to), query), query)


def _in_order(known: tuple[str, ...], query: "exp.Query") -> tuple[str, ...]:
    return known if len(known) == len(query.selects) else ()


def _update(tree: "exp.Update") -> "Iterator[_Written]":
    from sqlglot import exp

    target = tree.this
    source = tree.args.get("from_")
    query = exp.Select()
    joined = [each.copy() for each in target.args.get("joins") or ()]
    plain = target.copy()
    plain.set("joins", None)
    if source is not None:
        query.set("from_", source.copy())
        if not _is_named(source, target):
            joined.append(exp.Join(this=plain, kind="CROSS"))
    else:
        query.set("from_", exp.From(this=plain))
    query.set("joins", joined + [each.copy() for each in tree.args.get("joins") or ()])
    if tables := tree.args.get("with_"):
        query.set("with_", tables.copy())
    to = _target(tree, target)
    yield from _assigned(to, tree.expressions, query)


def _is_named(source: "exp.Expression", target: "exp.Expression") -> bool:
    """Whether the table to update is one of those it is updated from, by name or alias."""
    from sqlglot import exp

    named = {table.alias_or_name.lower() for table in source.find_all(exp.Table)}
    return target.alias_or_name.lower() in named


def _target(tree: "exp.Update", target: "exp.Expression") -> Name:
    """Return the table that an UPDATE changes: where an alias stands for it, the table behind it."""
    from sqlglot import exp

    where: Iterable[exp.Table] = tree.find_all(exp.Table)
    assigned = {
        each.this.table.lower() for each in tree.expressions if isinstance(each.this, exp.Column) and each.this.table
    }
    wanted = assigned or {target.alias_or_name.lower()}
    for table in where:
        if table is not target and table.alias and table.alias.lower() in wanted:
            return _name(table)
    return _name(target)


def _assigned(to: Name, assignments: "Iterable[exp.Expression]", query: "exp.Select") -> "Iterator[_Written]":
    from sqlglot import exp

    columns: list[str] = []
    for each in assignments:
        if isinstance(each, exp.EQ) and isinstance(each.this, exp.Column):
            columns.append(each.this.name)
            query = query.select(exp.alias_(each.expression.copy(), each.this.name, quoted=True), copy=False)
    if columns:
        yield _Written(to, tuple(columns), query)


def _merge(tree: "exp.Merge") -> "Iterator[_Written]":
    from sqlglot import exp

    to = _name(tree.this)
    for when in tree.find_all(exp.When):
        query = exp.Select().from_(tree.args["using"].copy())
        query = query.join(tree.this.copy(), join_type="CROSS")
        if tables := tree.args.get("with_"):
            query.set("with_", tables.copy())
        then = when.args.get("then")
        if isinstance(then, exp.Update):
            yield from _assigned(to, then.expressions, query)
        elif isinstance(then, exp.Insert) and isinstance(then.this, exp.Tuple) and then.expression is not None:
            names = [each.name for each in then.this.expressions]
            values = then.expression.expressions
            if len(names) == len(values):
                pairs = zip(values, names, strict=True)
                query = query.select(*(exp.alias_(value.copy(), name, quoted=True) for value, name in pairs))
                yield _Written(to, tuple(names), query)


def _flows(written: _Written, fields: Fields, dialect: str) -> Iterator[Flow]:
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.scope import build_scope

    query = _qualified(written.query, fields, dialect)
    try:
        scope = build_scope(query)
    except (SqlglotError, RecursionError):
        return
    if scope is None:
        return
    for place, output in enumerate(query.selects):
        to_field = written.columns[place] if place < len(written.columns) else output.alias_or_name
        for table, column in dict.fromkeys(_of_output(scope, place, output.alias_or_name, 0)):
            yield Flow(table, column, written.to, ANY if output.is_star else to_field)


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
    tables = {_name(table): table for table in query.find_all(exp.Table) if table.name}
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


def _of_expression(scope: "Scope", expression: "exp.Expression", depth: int) -> Iterator[tuple[Name, str]]:
    from sqlglot import exp

    if expression.is_star:
        yield from ((name, ANY) for source in scope.sources.values() for name in _tables(source))
        return
    inner = {id(part.expression): part for part in scope.subquery_scopes}
    for node in expression.walk(prune=lambda each: isinstance(each, exp.Query)):
        if isinstance(node, exp.Query) and id(node) in inner:
            for place, output in enumerate(node.selects):
                yield from _of_output(inner[id(node)], place, output.alias_or_name, depth + 1)
        elif isinstance(node, exp.Column):
            yield from _of_column(scope, node, depth)


def _of_column(scope: "Scope", column: "exp.Column", depth: int) -> Iterator[tuple[Name, str]]:
    from sqlglot import exp

    source = _source(scope, column)
    if isinstance(source, exp.Table):
        yield _name(source), column.name
    elif source is not None and hasattr(source, "expression"):
        names = [each.alias_or_name.lower() for each in _selects(source)]
        wanted = _renamed(source, column.name)
        place = names.index(wanted.lower()) if wanted.lower() in names else -1
        yield from _of_output(source, place, wanted, depth + 1)


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
    """Return what a column is taken from; one without a table, from the only source there is."""
    if column.table:
        at: Scope | None = scope
        while at is not None:
            if (found := at.sources.get(column.table)) is not None:
                return found
            at = at.parent
        return None
    sources = list(scope.selected_sources.values())
    return sources[0][1] if len(sources) == 1 else None


def _tables(source: "Any") -> Iterator[Name]:
    from sqlglot import exp

    if isinstance(source, exp.Table):
        yield _name(source)
    elif hasattr(source, "sources"):
        for each in source.sources.values():
            yield from _tables(each)
