"""SQL scripts, views and procedures, read down to columns in the dialect they are written in (sqlglot)."""

import re
from collections.abc import Iterable, Iterator

from regia.interfaces.clue import Clue, File, Found, Kind, Step
from regia.interfaces.evidence.sql_lineage import Flow, flows
from regia.interfaces.evidence.sql_statements import statements
from regia.interfaces.landscape import Landscape, Place

_SUFFIXES = (".sql", ".ddl", ".prc", ".pkb", ".pks", ".fnc", ".trg", ".vw")
_TEMPORARY = re.compile(r"#|tmp_|temp_|@", re.IGNORECASE)
_MOST_TOLD = 3


def _is_it(file: File) -> bool:
    return file.has_suffix(*_SUFFIXES) or file.dialect is not None


def _read(file: File, landscape: Landscape) -> Found:
    parsed = statements(file.text, file.dialect)
    made: dict[tuple[str, ...], list[Flow]] = {}
    steps: dict[tuple[str, ...], Step] = {}
    for statement in parsed.found:
        for flow in flows(statement.tree, _fields(landscape, file), parsed.dialect):
            for through in _through(flow, made):
                if step := _step(through, file, statement.line, landscape):
                    steps.setdefault((step.from_system, step.from_dataset, step.from_field, step.to_system,
                                      step.to_dataset, step.to_field), step)  # fmt: skip
            made.setdefault((flow.to[-1].lower(), flow.to_field.lower()), []).append(flow)
    trouble = f"{parsed.unread} statements" if parsed.unread else ""
    return Found(tuple(_clues(steps.values(), file, landscape)), tuple(steps.values()), trouble=trouble)


def _through(flow: Flow, made: dict[tuple[str, ...], list[Flow]], depth: int = 0) -> Iterator[Flow]:
    """Yield a flow from where its data really starts: before a temporary table of the same script."""
    earlier = made.get((flow.frm[-1].lower(), flow.from_field.lower()), [])
    if not earlier or not _TEMPORARY.match(flow.frm[-1]) or depth > 8:
        yield flow
        return
    for each in earlier:
        yield from _through(Flow(each.frm, each.from_field, flow.to, flow.to_field), made, depth + 1)


def _fields(landscape: Landscape, file: File) -> "_Fields":
    return _Fields(landscape, file)


class _Fields:
    """The fields of a table named in a script, by the landscape."""

    def __init__(self, landscape: Landscape, file: File) -> None:
        self._landscape, self._system = landscape, file.system

    def __call__(self, table: tuple[str, ...]) -> tuple[str, ...]:
        place = self._landscape.dataset(table, self._system)
        return self._landscape.fields.get(place, ()) if place else ()


def _step(flow: Flow, file: File, line: int, landscape: Landscape) -> Step | None:
    left, right = (_place(parts, file, landscape) for parts in (flow.frm, flow.to))
    if left is None or right is None or (left == right and flow.from_field == flow.to_field):
        return None
    return Step(
        *left,
        _spelled(left, flow.from_field, landscape),
        *right,
        _spelled(right, flow.to_field, landscape),
        f"{file.name}:{line}" if file.system is None else file.name,
    )


def _place(parts: tuple[str, ...], file: File, landscape: Landscape) -> Place | None:
    if found := landscape.dataset(parts, file.system):
        return found
    return (file.system, ".".join(parts)) if file.system else None


def _spelled(place: Place, field: str, landscape: Landscape) -> str:
    known = {name.lower(): name for name in landscape.fields.get(place, ())}
    return known.get(field.lower(), field)


def _clues(steps: Iterable[Step], file: File, landscape: Landscape) -> Iterator[Clue]:
    """Yield one clue for each pair of datasets of two systems."""
    pairs: dict[tuple[str, str, str, str], list[Step]] = {}
    for step in steps:
        if step.from_system != step.to_system:
            key = (step.from_system, step.from_dataset, step.to_system, step.to_dataset)
            pairs.setdefault(key, []).append(step)
    for (left, from_dataset, right, to_dataset), told in pairs.items():
        columns = [f"{step.from_field} → {step.to_field}" for step in told]
        more = f" +{len(columns) - _MOST_TOLD}" if len(columns) > _MOST_TOLD else ""
        yield Clue(
            kind="sql",
            origin="declared",
            from_system=left,
            to_system=right,
            reference=file.name if file.system is None else f"{file.system}: {file.name}",
            detail=", ".join(columns[:_MOST_TOLD]) + more,
            concept=landscape.concept_of(right, to_dataset) or landscape.concept_of(left, from_dataset),
            from_dataset=from_dataset,
            to_dataset=to_dataset,
        )


KIND = Kind("sql", _is_it, _read)
