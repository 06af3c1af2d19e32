"""What people say of activities and departments: `journeys.toml` in the company's folder, respected by every check-up.

Each activity is a table by its code, as `regia journeys` prints it; what it does not say stays as it was found, so a
new source or a new column undoes nothing.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from regia.errors import Text
from regia.errors.journeys import MappingUnreadable
from regia.workspace.literals import Value
from regia.workspace.lock import company_lock
from regia.workspace.writer import with_values, write_whole

FILE = "journeys.toml"
_WAIT_SECONDS = 10


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    """One table of the file."""

    name: str | None = None
    name_it: str | None = None
    name_en: str | None = None
    department: str | None = None
    same_as: str | None = None
    ignore: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Said:
    """What people said of activities, by code: names, departments, which are no steps, which are another told twice.

    `confirmed` are steps of the work whatever the data suggests.
    """

    names: Mapping[str, Text]
    departments: Mapping[str, str]
    ignored: frozenset[str]
    same_as: Mapping[str, str]
    confirmed: frozenset[str] = frozenset()


def read_mapping(folder: Path) -> Said:
    """Return what the company says of its journeys; nothing where it has no file.

    Raises:
        MappingUnreadable: the file is not what it should be.
    """
    path = folder / FILE
    if not path.is_file():
        return Said({}, {}, frozenset(), {})
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MappingUnreadable(path=str(path), detail=str(error)) from error


def say(folder: Path, activity: str, values: Mapping[str, Value | None]) -> None:
    """Write what is said of an activity, key by key (None takes one back); all else in the file stays as it is.

    Raises:
        MappingUnreadable: the file is wrong already, or cannot be read.
        CompanyFileUnwritable, CompanyLocked: it cannot be written now.
    """
    path = folder / FILE
    with company_lock(folder, wait_seconds=_WAIT_SECONDS, name=f"{FILE}.lock"):
        read_mapping(folder)
        text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
        before = tomllib.loads(text).get(activity, {})
        left = {**before, **{name: value for name, value in values.items() if value is not None}}
        left = {name: value for name, value in left.items() if values.get(name, value) is not None}
        changes: dict[tuple[str, ...], Value | None] = {(activity, name): value for name, value in values.items()}
        text = with_values(text, changes if left else {(activity,): None})
        _parsed(text)
        write_whole(path, text.encode())


def _parsed(text: str) -> Said:
    said = msgspec.convert(tomllib.loads(text), dict[str, _Table])
    return Said(
        {code: name for code, each in said.items() if (name := _name(each)) is not None},
        {code: each.department for code, each in said.items() if each.department is not None},
        frozenset(code for code, each in said.items() if each.ignore),
        {code: each.same_as for code, each in said.items() if each.same_as is not None},
        frozenset(code for code, each in said.items() if each.confirmed),
    )


def _name(said: _Table) -> Text | None:
    it, en = said.name_it or said.name or said.name_en, said.name_en or said.name or said.name_it
    return Text(it, en) if it and en else None


def template(activities: Iterable[Mapping[str, object]], kept: str = "") -> str:
    """Return the file to edit: what stands in it already, and the other activities as comments."""
    known = tomllib.loads(kept) if kept else {}
    parts = [kept.rstrip() + "\n" if kept else _HEAD]
    parts += [_commented(row) for row in activities if str(row["activity"]) not in known]
    return "\n".join(parts)


def _commented(row: Mapping[str, object]) -> str:
    lines = [
        f"# [{_quoted(row['activity'])}]",
        f"# name_it = {_quoted(row['name_it'])}",
        f"# name_en = {_quoted(row['name_en'])}",
        *([f"# department = {_quoted(row['department'])}"] if row["department"] else []),
    ]
    return "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


_HEAD = """\
# Activities as the company calls them. Remove the # of a table to change it; the next check-up respects it.
# Le attività come le chiama l'azienda. Togli il # a una sezione per cambiarla; il prossimo check-up la rispetta.
#   name_it, name_en (name: both)   what it is called      come si chiama
#   department                      who does it            chi la fa
#   same_as = "another.activity"    another one tells it   la dice già un'altra
#   ignore = true                   no step of the work    non è un passo del lavoro
#   confirmed = true                a step of the work     è un passo del lavoro
"""
