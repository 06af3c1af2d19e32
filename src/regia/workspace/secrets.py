"""Secrets by reference: `env:NAME` or `file:PATH`; and no secret in any text that people or logs see.

What has been resolved is remembered for the life of the process, so that `redact` can take it out of a
driver's message whatever form it comes in.
"""

import os
import re
import stat
from pathlib import Path
from urllib.parse import quote, quote_plus

from regia.errors.company import (
    SecretEmpty,
    SecretFileExposed,
    SecretFileMissing,
    SecretReferenceWrong,
    SecretVariableMissing,
)

HIDDEN = "***"
SECRET_NAME = r"(?:\w*(?:password|passwd|passphrase|passwort|secret|api_?key)|\w*token|pwd|pass)"
# Up to the last @ of the word: a password may itself hold one.
_URL = re.compile(r"(?P<before>://[^\s:/@]*:)(?P<secret>\S+)(?=@)")
_PAIR = re.compile(
    rf"(?P<before>\b{SECRET_NAME}[\"']?\s*(?:=|:(?!//))\s*)(?!(?:YES|NO)\))(?P<secret>\"[^\"\n]*\"|'[^'\n]*'|[^\s&;,\"']+|[\"']\S+)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"[\"']?(?:env|file):")
_SHORT = 4
_resolved: set[str] = set()


def resolve(reference: str, folder: Path) -> str:
    """Return the secret that `env:NAME` or `file:PATH` (relative to the company folder) leads to.

    One line end after the secret is not part of it.

    Raises:
        SecretError: not a reference, nothing there, empty, or a file that other users may read.
    """
    kind, _, place = reference.partition(":")
    if kind not in ("env", "file") or not place:
        raise SecretReferenceWrong
    secret = _from_environment(place) if kind == "env" else _from_file(folder / place)
    if not secret:
        raise SecretEmpty(reference=reference)
    _resolved.add(secret)
    return secret


def redact(text: str) -> str:
    """Return the text without passwords in URLs, `password=...` pairs and every secret resolved so far."""
    for form in sorted(_forms(), key=len, reverse=True):
        text = _without(form, text)
    return _without_written(text)


def is_reference(value: str) -> bool:
    """Whether a text is `env:NAME` or `file:PATH`."""
    kind, _, place = value.partition(":")
    return kind in ("env", "file") and bool(place.strip())


def holds_secret(text: str) -> bool:
    """Whether a text, such as a source's address, holds a password in clear."""
    return _without_written(text) != text


def _from_environment(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise SecretVariableMissing(name=name) from None


def _from_file(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SecretFileMissing(path=path, detail="not UTF-8") from error
    except OSError as error:
        raise SecretFileMissing(path=path, detail=error.strerror) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretFileExposed(path=path, mode=f"{mode:04o}")
    return text.removesuffix("\n").removesuffix("\r")


def _without_written(text: str) -> str:
    return _PAIR.sub(_hide_pair, _URL.sub(rf"\g<before>{HIDDEN}", text))


def _forms() -> set[str]:
    return {form for secret in _resolved for form in (secret, quote(secret, safe=""), quote_plus(secret))}


def _without(form: str, text: str) -> str:
    # A very short secret would take letters out of every word: it goes only where it stands alone.
    if len(form) >= _SHORT:
        return text.replace(form, HIDDEN)
    return re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", HIDDEN, text)


def _hide_pair(match: re.Match[str]) -> str:
    if _REFERENCE.match(match["secret"]):
        return match[0]
    quote_mark = match["secret"][0] if match["secret"][0] in "\"'" else ""
    return f"{match['before']}{quote_mark}{HIDDEN}{quote_mark}"
