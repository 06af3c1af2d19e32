"""The path of a source that is a file or a folder: a plain path, `file:///...` or `kind:///...`."""

import re
from pathlib import Path
from urllib.parse import unquote

from regia.workspace.company import Source

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(.*)", re.DOTALL)  # two letters at least: `C:` is a Windows drive


def local_path(source: Source, *kinds: str) -> Path | None:
    """Return the path a source names, or None where its address is of another scheme than `file` or `kinds`.

    A relative path starts at the company folder. `kind:///a/b` is first taken as relative, as database tools
    write it, then as absolute.
    """
    matched = _SCHEME.fullmatch(source.url)
    if not matched:
        return source.folder / Path(source.url).expanduser()
    scheme, rest = matched.groups()
    if scheme.lower() not in ("file", *kinds):
        return None
    return _of_url(source.folder, scheme.lower(), unquote(rest))


def _of_url(folder: Path, scheme: str, rest: str) -> Path:
    if not rest.startswith("//"):
        return folder / rest
    path = rest.removeprefix("//").removeprefix("localhost")
    if re.match(r"/[A-Za-z]:", path):
        return Path(path[1:])
    relative = folder / path.removeprefix("/")
    if path.startswith("//") or scheme == "file" or not relative.exists():
        return Path("/" + path.lstrip("/")) if path.startswith("/") else relative
    return relative
