"""The first regia.toml of a company, from the addresses of its systems; passwords go to files of their own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from regia.errors import Language
from regia.errors.company import (
    CompanyExists,
    CompanyFileUnwritable,
    SecretInAddress,
    SourcePathMissing,
    SystemArgumentWrong,
    SystemNamedTwice,
)
from regia.workspace.company import Company, Source, System
from regia.workspace.reading import FILE, parse
from regia.workspace.rendering import render
from regia.workspace.secrets import holds_secret, redact
from regia.workspace.section import IDENTIFIER, as_identifier
from regia.workspace.writer import write_whole

SECRETS = "secrets"
IGNORED = (".regia/", "secrets/", ".env", "answers.jsonl", "answers.key")
_WITH_PASSWORD = re.compile(r"([A-Za-z][\w+.-]*://[^\s:/@]*):(.*)@([^@]*)", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][\w+.-]+:")


@dataclass(frozen=True)
class Draft:
    """What `regia init` writes: the company, and the passwords it takes out of addresses, by system."""

    company: Company
    passwords: Mapping[str, str]


def draft(
    folder: Path,
    *,
    addresses: Sequence[str] = (),
    named: Sequence[str] = (),
    name: str | None = None,
    language: Language = "it",
) -> Draft:
    """Return the company of a new folder: one system an address, named after its database or file.

    `named` are NAME=ADDRESS. A path is taken from the current folder.

    Raises:
        SystemArgumentWrong, SystemNamedTwice, SourcePathMissing, SecretInAddress: an address is wrong.
    """
    pairs = [_named(pair) for pair in named]
    _refuse_twice([system for system, _ in pairs])
    for address in addresses:
        pairs.append((free_name(_name_of(address), [system for system, _ in pairs]), address))
    parts = {system: _without_password(system, address) for system, address in pairs}
    passwords = {system: password for system, (_, password) in parts.items() if password}
    systems = tuple(
        _system(system, address, folder, secret=system in passwords) for system, (address, _) in parts.items()
    )
    return Draft(Company(folder, name or folder.resolve().name or "?", language, systems=systems), passwords)


def write(draft: Draft) -> tuple[Path, ...]:
    """Write a company folder (0700), its secrets (0600), its .gitignore and its regia.toml; return what was written.

    Raises:
        CompanyExists: there is a regia.toml, or a secret of one of these names: nothing is overwritten.
        CompanyFileUnwritable: the folder cannot be written.
        CompanyFileWrong: a name or address cannot stand in regia.toml; nothing is written.
    """
    folder = draft.company.folder
    text = render(draft.company)
    parse(text, folder)
    secrets = {folder / SECRETS / system: password for system, password in draft.passwords.items()}
    for path in (folder / FILE, *secrets):
        if path.exists() or path.is_symlink():
            raise CompanyExists(path=path)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if secrets:
            (folder / SECRETS).mkdir(mode=0o700, exist_ok=True)
        ignored = _ignore(folder / ".gitignore")
    except OSError as error:
        raise CompanyFileUnwritable(path=error.filename or folder, detail=error.strerror) from error
    for path, password in secrets.items():
        write_whole(path, f"{password}\n".encode())
    write_whole(folder / FILE, text.encode())
    return (folder / FILE, *ignored, *secrets)


def _named(pair: str) -> tuple[str, str]:
    system, equals, address = pair.partition("=")
    if not equals or not address.strip() or not IDENTIFIER.fullmatch(system.strip()):
        raise SystemArgumentWrong(given=redact(pair))
    return system.strip(), address.strip()


def _refuse_twice(systems: Sequence[str]) -> None:
    for position, system in enumerate(systems):
        if system.lower() in (earlier.lower() for earlier in systems[:position]):
            raise SystemNamedTwice(system=system)


def _name_of(address: str) -> str:
    """Return the name of a system as its address suggests it: the database, else the file or folder, else the host."""
    if not _SCHEME.match(address):
        path = Path(address)
        return as_identifier(path.stem if path.is_file() else path.resolve().name) or "system"
    parts = urlsplit(_split(address)[0])
    last = Path(unquote(parts.path)).stem
    host = (parts.netloc.rpartition("@")[2].split(":")[0]).split(".")[0]
    return as_identifier(last) or as_identifier(host) or "system"


def free_name(name: str, taken: Sequence[str]) -> str:
    """Return a name that nobody has, upper and lower case being the same: `crm`, `crm-2`."""
    lowered = {other.lower() for other in taken}
    number, free = 1, name
    while free.lower() in lowered:
        number += 1
        free = f"{name[:58]}-{number}"
    return free


def _split(address: str) -> tuple[str, str]:
    matched = _WITH_PASSWORD.fullmatch(address)
    if not matched:
        return address, ""
    return f"{matched[1]}@{matched[3]}", unquote(matched[2])


def _without_password(system: str, address: str) -> tuple[str, str]:
    plain, password = _split(address)
    if holds_secret(plain):
        raise SecretInAddress(system=system)
    return plain, password


def _system(system: str, address: str, folder: Path, *, secret: bool) -> System:
    source = Source(
        system=system,
        url=address if _SCHEME.match(address) else _path(system, address, folder),
        password=f"file:{SECRETS}/{system}" if secret else None,
        folder=folder,
    )
    return System(system, system, source=source)


def _path(system: str, address: str, folder: Path) -> str:
    """Return a path as regia.toml holds it: relative where the data lies in the company folder, else absolute."""
    path = Path(address).expanduser().resolve()
    if not path.exists():
        raise SourcePathMissing(system=system, path=path)
    inside = path.relative_to(folder.resolve()) if path.is_relative_to(folder.resolve()) else path
    return inside.as_posix()


def _ignore(path: Path) -> tuple[Path, ...]:
    """Keep evidence and secrets out of version control; return the file where it had to be written."""
    before = path.read_text("utf-8", "surrogateescape") if path.exists() else ""
    missing = [line for line in IGNORED if line not in before.splitlines()]
    if not missing:
        return ()
    start = before if not before or before.endswith("\n") else f"{before}\n"
    path.write_text(start + "".join(f"{line}\n" for line in missing), "utf-8", "surrogateescape")
    return (path,)
