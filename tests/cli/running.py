"""Runs `regia` in this process, as its own process would be: streams, exit code, language, width."""

import io
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from regia.cli import console, main
from tests.checkup.made import company, sqlite

MAIL = "mario.rossi@esempio.it"


@dataclass(frozen=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams."""
        return self.out + self.err


class _Bytes(io.TextIOWrapper):
    """A stream that takes text and bytes, as a process's own does."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def said(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined,no-any-return]


def run(
    *arguments: object, stdin: str = "", width: int = 80, raw: list[bytes] | None = None, **environment: str
) -> Done:
    """Run `regia` and make sure that no traceback shows; `raw` takes the bytes of the output."""
    with pytest.MonkeyPatch.context() as patched:
        for name in [name for name in os.environ if name.startswith(("REGIA", "LC_", "LANG"))]:
            patched.delenv(name)
        for name, value in {"COLUMNS": str(width), "NO_COLOR": "1", **environment}.items():
            patched.setenv(name, value)
        console._terminal_language.cache_clear()
        patched.setattr(console, "_SAID", [])
        patched.setattr(sys, "argv", ["regia", *map(str, arguments)])
        out, err = _Bytes(), _Bytes()
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setattr(sys, "stdin", io.StringIO(stdin))
        code = _code()
    console._terminal_language.cache_clear()
    if raw is not None:
        raw.append(out.said())
    done = Done(code, out.said().decode("utf-8", "replace"), err.said().decode())
    assert "Traceback" not in done.said
    return done


def _code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@cache
def checked(folder: Path, language: str) -> Path:
    """Make a company with one person in it, check it up, and return its folder; made once for each folder."""
    people = [(number, f"name {number}") for number in range(40)] + [(99, MAIL)]
    odd = [(1, "=cmd|'/c calc'!A0"), (2, "[/red]\x1b[31m:bomb:\u202e")]
    files = {"crm": {"people": people, "empty": []}, "erp": {"a[/b]\\": odd, "orders": people[:20]}}
    paths = {name: str(sqlite(folder / f"{name}.sqlite", tables)) for name, tables in files.items()}
    made = company(folder / language, paths | {"web": str(folder / "missing.sqlite")}, language=language)
    assert run("checkup", made).code == 1
    return made
