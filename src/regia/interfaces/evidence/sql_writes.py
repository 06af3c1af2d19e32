"""What a statement writes: INSERT, UPDATE, MERGE, CREATE ... AS, each as the SELECT whose rows it writes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

Name = tuple[str, ...]
Fields = Callable[[Name], tuple[str, ...]]


@dataclass(frozen=True)
class Written:
    """What a statement writes: rows of a query into columns of a table."""

    to: Name
    columns: tuple[str, ...]
    query: "exp.Query"


def written(tree: "exp.Expression", fields: Fields) -> "Iterator[Written]":
    """Yield what a statement writes; `fields` are those of a table, where they are known."""
    from sqlglot import exp

    if isinstance(tree, exp.Insert):
        yield from _insert(tree, fields)
    elif isinstance(tree, exp.Create) and isinstance(tree.expression, exp.Query):
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        yield Written(name_of(target), _columns(tree.this), tree.expression)
    elif isinstance(tree, exp.Update):
        yield from _update(tree)
    elif isinstance(tree, exp.Merge):
        yield from _merge(tree)
    elif isinstance(tree, exp.Select) and tree.args.get("into"):
        query = tree.copy()
        into = query.args["into"]
        query.set("into", None)
        yield Written(name_of(into.this), (), query)


def name_of(table: "exp.Expression") -> Name:
    """Return all parts of a table's name."""
    from sqlglot import exp

    if not isinstance(table, exp.Table):
        return (table.name,)
    return tuple(f"#{part.name}" if part.args.get("temporary") else part.name for part in table.parts)


def _columns(target: "exp.Expression") -> tuple[str, ...]:
    from sqlglot import exp

    return tuple(each.name for each in target.expressions) if isinstance(target, exp.Schema) else ()


def _insert(tree: "exp.Insert", fields: Fields) -> "Iterator[Written]":
    from sqlglot import exp

    query = tree.expression
    if not isinstance(query, exp.Query) or isinstance(query, exp.Table):
        return
    query = query.copy()
    if (tables := tree.args.get("with_")) and not query.args.get("with_"):
        query.set("with_", tables.copy())
    to = name_of(tree.this.this if isinstance(tree.this, exp.Schema) else tree.this)
    yield Written(to, _columns(tree.this) or _in_order(fields(to), query), query)


def _in_order(known: tuple[str, ...], query: "exp.Query") -> tuple[str, ...]:
    return known if len(known) == len(query.selects) else ()


def _update(tree: "exp.Update") -> "Iterator[Written]":
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
            return name_of(table)
    return name_of(target)


def _assigned(to: Name, assignments: "Iterable[exp.Expression]", query: "exp.Select") -> "Iterator[Written]":
    from sqlglot import exp

    columns: list[str] = []
    for each in assignments:
        if isinstance(each, exp.EQ) and isinstance(each.this, exp.Column):
            columns.append(each.this.name)
            query = query.select(exp.alias_(each.expression.copy(), each.this.name, quoted=True), copy=False)
    if columns:
        yield Written(to, tuple(columns), query)


def _merge(tree: "exp.Merge") -> "Iterator[Written]":
    from sqlglot import exp

    to = name_of(tree.this)
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
                yield Written(to, tuple(names), query)
