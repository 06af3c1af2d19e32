"""Airflow files (Python): the flows they define, by the names of their DAGs and tasks. They are read, never run."""

import ast
from collections.abc import Iterator

from regia.interfaces.clue import Clue, File, Found, Kind, Schedule
from regia.interfaces.landscape import Landscape

_NAMES = ("dag_id", "task_id", "group_id")
_WHEN = ("schedule", "schedule_interval", "timetable")
_SCRIPTS = (".sql", ".sh", ".py")
_SURE_FROM_NAME = 0.7


def _is_it(file: File) -> bool:
    return file.has_suffix(".py") and "airflow" in file.text


def _read(file: File, landscape: Landscape) -> Found:
    try:
        tree = ast.parse(file.text)
    except (SyntaxError, ValueError, RecursionError) as error:
        return Found(trouble=type(error).__name__)
    when = next((text for name, text, _ in _texts(tree) if name in _WHEN), "")
    clues: dict[tuple[str, str], Clue] = {}
    schedules: list[Schedule] = []
    for name, text, line in _texts(tree):
        reference = f"{file.name}:{line}"
        if text.endswith(_SCRIPTS):
            schedules.append(Schedule(text.rpartition("/")[2], reference, when))
        named = landscape.systems_in(text)
        if name in _NAMES and len(named) == 2:
            clue = Clue(
                kind="airflow", origin="declared", from_system=named[0], to_system=named[1], reference=reference,
                detail=f"{when} {text}".strip(), concept=landscape.concept_in(text), mode="batch",
                probability=_SURE_FROM_NAME,
            )  # fmt: skip
            clues.setdefault((named[0], named[1]), clue)
    return Found(tuple(clues.values()), schedules=tuple(schedules))


def _texts(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Yield the texts given to calls: by what name, what, on which line; the first one without a name is the DAG's."""
    for call in ast.walk(tree):
        if isinstance(call, ast.FunctionDef) and _decorated(call):
            yield "dag_id", call.name, call.lineno
        if not isinstance(call, ast.Call):
            continue
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [(each.arg or "", each.value) for each in call.keywords]
        first = [("dag_id", call.args[0])] if called in ("DAG", "dag") and call.args else []
        for name, value in (*first, *given):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield name, value.value, value.lineno


def _decorated(function: ast.FunctionDef) -> bool:
    """Whether a function is a DAG or a task by its decorator, and named by itself."""
    plain = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    names = [each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in plain]
    return not {"dag", "task", "task_group", "sql"}.isdisjoint(names)


KIND = Kind("airflow", _is_it, _read)
