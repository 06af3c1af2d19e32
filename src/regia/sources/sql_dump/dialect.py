"""Which program wrote a dump, and how does it write text, names and comments?"""

import re
from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Dialect:
    """How a dump is written. `closing` is the line that says it is whole, where the program writes one.

    `backslash`: a backslash escapes within quotes. `utc`: times with a zone are written in UTC.
    """

    kind: Literal["postgresql", "mysql"]
    backslash: bool
    encoding: str = "utf-8"
    closing: bytes = b""
    utc: bool = False


_MYSQL = re.compile(rb"^(-- (MySQL|MariaDB|phpMyAdmin SQL|Adminer)|/\*!\d|/\*M!|-- Server version|#)", re.MULTILINE)
_POSTGRES = re.compile(
    rb"^(-- PostgreSQL database|\\(un)?restrict |\\connect |SET client_encoding|COPY .* FROM stdin;)", re.MULTILINE
)
_ENCODINGS = {
    "utf8": "utf-8",
    "utf8mb3": "utf-8",
    "utf8mb4": "utf-8",
    "sqlascii": "utf-8",
    "binary": "utf-8",
    "latin1": "cp1252",  # what MySQL calls latin1 is Windows-1252
    "win1252": "cp1252",
    "ascii": "utf-8",
}


def find_dialect(start: bytes) -> Dialect | None:
    """Return the dialect of a dump from its first bytes, or None where nothing tells an SQL dump."""
    if _POSTGRES.search(start):
        complete = b"-- PostgreSQL database dump complete" if b"-- PostgreSQL database dump" in start else b""
        plain = re.search(rb"^SET standard_conforming_strings = off", start, re.MULTILINE) is None
        return _with_encoding(Dialect("postgresql", not plain, closing=complete), start)
    words = re.search(rb"\b(CREATE TABLE|INSERT INTO|REPLACE INTO)\b", start, re.IGNORECASE)
    if _MYSQL.search(start) or (words and b"`" in start):
        complete = b"-- Dump completed" if re.search(rb"^-- (MySQL|MariaDB) dump", start, re.MULTILINE) else b""
        mode = re.search(rb"SQL_MODE\s*=\s*'[^']*NO_BACKSLASH_ESCAPES", start, re.IGNORECASE)
        utc = re.search(rb"TIME_ZONE\s*=\s*['\"]\+00:00", start, re.IGNORECASE)
        return _with_encoding(Dialect("mysql", mode is None, closing=complete, utc=bool(utc)), start)
    return Dialect("postgresql", backslash=False) if words else None


def _with_encoding(dialect: Dialect, start: bytes) -> Dialect:
    said = re.search(rb"SET\s+(?:client_encoding\s*=\s*'|NAMES\s+'?)([\w-]+)", start, re.IGNORECASE)
    if not said:
        return dialect
    name = said[1].decode("ascii", "replace").lower().replace("_", "").replace("-", "")
    known = _ENCODINGS.get(name, name)
    try:
        "".encode(known)
    except LookupError:
        known = "utf-8"
    return replace(dialect, encoding=known)
