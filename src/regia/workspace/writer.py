"""The one writer of regia.toml: changes some values and leaves every comment, blank line and order as they were.

Each change is an edit of the text where the key stands. (A TOML library that keeps comments was tried: it puts
new keys after the comment that introduces the next section.) What an edit gives is read back before it is kept.
"""

import copy
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from regia.errors.company import CompanyFileUnwritable
from regia.workspace import reading
from regia.workspace.company import Company
from regia.workspace.layout import Layout, layout
from regia.workspace.literals import Value, key, literal
from regia.workspace.lock import company_lock

LOCK = "regia.toml.lock"
_WAIT_SECONDS = 10
_BOM = "\ufeff"

Keys = Sequence[str]
Tables = dict[str, object]


def set_value(folder: Path, path: Keys, value: Value | None) -> Company:
    """Change one value of a company's regia.toml, as `("systems", "crm", "owner")`; None takes the key or section out.

    Raises:
        as `set_values`.
    """
    return set_values(folder, {tuple(path): value})


def set_values(folder: Path, changes: Mapping[tuple[str, ...], Value | None]) -> Company:
    """Change values of a company's regia.toml together, and return the company as it now is.

    The file is replaced whole or not at all; one that would have a mistake is not written.

    Raises:
        CompanyFileWrong: the file has mistakes, or would have.
        CompanyFileUnwritable: the folder cannot be written.
        CompanyLocked: another writer does not finish.
    """
    reading.load(folder)
    with company_lock(folder, wait_seconds=_WAIT_SECONDS, name=LOCK):
        path = (folder / reading.FILE).resolve()
        data = path.read_bytes()
        text, _ = reading.decode(data, path)
        text = with_values(text, changes)
        company = reading.parse(text, folder)
        write_whole(path, _as_before(text, data))
    return company


def with_values(text: str, changes: Mapping[tuple[str, ...], Value | None]) -> str:
    """Return TOML with some values changed and all else as it was; None takes a key or section out.

    Raises:
        ValueError: the text is no TOML, or a change cannot be written.
    """
    for keys, value in changes.items():
        text = _changed(text, keys, value)
    return text


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file's content at once, keeping its permissions (0600 for a new file): all of it or nothing.

    Raises:
        CompanyFileUnwritable: no permission, or no space.
    """
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CompanyFileUnwritable(path=path, detail=error.strerror) from error


def _as_before(text: str, before: bytes) -> bytes:
    """Return the text with the line ends and the mark it had; always UTF-8."""
    text = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return (_BOM + text if before.startswith(_BOM.encode()) else text).encode()


def _changed(text: str, keys: Keys, value: Value | None) -> str:
    """Return the text with one change: the first edit that, read back, gives this change and no other."""
    tables = _read(text)
    wanted = _wanted(tables, keys, value)
    if wanted == tables:
        return text
    for prune in (_whole, _pruned):
        for edit in _EDITS:
            for candidate in edit(text, layout(text), keys, value):
                if _gives(candidate, prune, keys, wanted):
                    return candidate
    raise ValueError(f"{'.'.join(keys)} cannot be written")


def _wanted(tables: Tables, keys: Keys, value: Value | None) -> Tables:
    wanted = copy.deepcopy(tables)
    table: Tables = wanted
    for part in keys[:-1]:
        inner = table.get(part, {})
        if not isinstance(inner, dict):
            raise ValueError(f"{part} of {'.'.join(keys)} is no section")
        if value is not None:
            table[part] = inner
        table = inner
    if value is None:
        table.pop(keys[-1], None)
    else:
        table[keys[-1]] = _read(f"value = {literal(value)}")["value"]
    return wanted


def _whole(tables: Tables, _keys: Keys) -> Tables:
    return tables


def _pruned(tables: Tables, keys: Keys) -> Tables:
    """Return tables without the empty ones that a section leaves behind it: none, where it was the last of its kind."""
    if not keys:
        return tables
    inner = tables.get(keys[0])
    if not isinstance(inner, dict):
        return tables
    left = _pruned(inner, keys[1:])
    return {**tables, keys[0]: left} if left else {name: each for name, each in tables.items() if name != keys[0]}


def _read(text: str) -> Tables:
    return tomllib.loads(text + "\n", parse_float=Decimal)


def _gives(text: str, prune: Callable[[Tables, Keys], Tables], keys: Keys, wanted: Tables) -> bool:
    try:
        return prune(_read(text), keys) == prune(wanted, keys)
    except ValueError:
        return False


def _replace(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    place = places.places.get(tuple(keys))
    if place and value is not None:
        yield text[: place.value_start] + literal(value) + text[place.value_end :]


def _remove(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    place = places.places.get(tuple(keys))
    if not place or value is not None:
        return
    line_end = text.find("\n", place.value_end)
    yield text[: place.start - place.column + 1] + (text[line_end + 1 :] if line_end >= 0 else "")
    # In an inline table the key goes with its comma.
    before, after = text[: place.start], text[place.value_end :]
    yield before + re.sub(r"^\s*,\s*", "", after)
    yield re.sub(r"\s*,\s*$", "", before) + after


def _remove_section(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Take a section out with its keys, its sections and the blank lines before it; other comments stay."""
    if value is not None or tuple(keys) not in places.ends:
        return
    spans = [(places.places[path].start, end) for path, end in places.ends.items() if path[: len(keys)] == tuple(keys)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip("\n") + text[end:]
    yield text.lstrip("\n")


def _remove_leaves(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Take out a section that is written in dotted keys alone."""
    if value is None:
        for path in [each for each in places.places if each[:-1] == tuple(keys)]:
            text = _changed(text, [str(part) for part in path], None)
        yield text


def _uncomment(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Write over the commented example of the key in its section, where there is one."""
    if value is None or tuple(keys[:-1]) not in places.ends:
        return
    header = places.places[tuple(keys[:-1])].start if len(keys) > 1 else 0
    example = re.compile(rf"#[ \t]*{re.escape(key(keys[-1]))}[ \t]*=[^\n]*")
    at = text.find("\n", header) + 1
    while at and at < len(text):
        line = text[at:].split("\n", 1)[0]
        if re.match(r"\s*$|#?\s*\[", line):
            return
        if example.fullmatch(line):
            yield text[:at] + _pair(keys, value) + text[at + len(line) :]
        at = text.find("\n", at) + 1


def _add_to_section(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    end = places.ends.get(tuple(keys[:-1]))
    if value is not None and end is not None:
        pair = _pair(keys, value)
        yield f"{text[:end]}\n{pair}{text[end:]}" if end else f"{pair}\n{text}"


def _add_inside(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Add to a table that stands on one line, or is made of dotted keys."""
    parent = tuple(keys[:-1])
    if value is None or parent not in places.places:
        return
    start = places.places[parent].value_start + 1
    yield f"{text[:start]}{_pair(keys, value)}, {text[start:].lstrip()}"
    yield f"{text[:start]}{_pair(keys, value)}{text[start:].lstrip()}"
    for path, place in places.places.items():
        if path[:-1] == parent:
            written = text[place.start : place.value_start].rpartition("=")[0].rpartition(".")[0]
            line_start = place.start - place.column + 1
            yield f"{text[:line_start]}{written}.{_pair(keys, value)}\n{text[line_start:]}"


def _uncomment_section(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Bring the commented example of the section to life, then write in it."""
    header = _header(keys)
    if value is None or tuple(keys[:-1]) in places.ends:
        return
    for match in re.finditer(rf"^#[ \t]*{re.escape(header)}[ \t]*$", text, re.MULTILINE):
        live = text[: match.start()] + header + text[match.end() :]
        places = layout(live)
        yield from _uncomment(live, places, keys, value)
        yield from _add_to_section(live, places, keys, value)


def _add_section(text: str, places: Layout, keys: Keys, value: Value | None) -> Iterator[str]:
    """Add the section after the one nearest in kind, or at the end."""
    if value is None:
        return
    section = f"\n\n{_header(keys)}\n{_pair(keys, value)}"
    kin = [(_in_common(path, keys), end) for path, end in places.ends.items() if path[:1] == tuple(keys[:1])]
    if kin:
        end = _after_comments(text, max(kin)[1])
        yield f"{text[:end]}{section}{text[end:] or chr(10)}"
    yield f"{text.rstrip(chr(10))}{section}\n".lstrip("\n")


def _in_common(path: tuple[str | int, ...], keys: Keys) -> int:
    return next((at for at, (one, other) in enumerate(zip(path, keys, strict=False)) if one != other), len(path))


def _after_comments(text: str, end: int) -> int:
    """Return the end of the comment lines that follow at once: examples of the section above."""
    follows = re.compile(r"(?:\n#[^\n]*)*").match(text, end)
    return follows.end() if follows else end


def _header(keys: Keys) -> str:
    return f"[{'.'.join(key(part) for part in keys[:-1])}]"


def _pair(keys: Keys, value: Value) -> str:
    return f"{key(keys[-1])} = {literal(value)}"


_EDITS: tuple[Callable[[str, Layout, Keys, Value | None], Iterator[str]], ...] = (
    _replace,
    _remove,
    _remove_section,
    _remove_leaves,
    _uncomment,
    _add_to_section,
    _add_inside,
    _uncomment_section,
    _add_section,
)
