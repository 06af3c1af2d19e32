"""The terminal: two streams, one language, bars for long work, errors without tracebacks."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.theme import Theme

from regia.errors import Language, RegiaError, Text
from regia.wording import number
from regia.workspace.secrets import redact

THEME = Theme({"good": "green", "warn": "yellow", "bad": "bold red", "quiet": "dim", "name": "bold", "accent": "cyan"})

out = Console(theme=THEME, highlight=False, emoji=False)
err = Console(theme=THEME, highlight=False, emoji=False, stderr=True)

# What a terminal would obey (colours, titles, moves) or hide (direction of writing), but for tab and line end.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_SAID: list[Language] = []


def speak(language: Language) -> None:
    """Use a company's language from here on, unless the person chose one with REGIA_LANGUAGE."""
    if not os.environ.get("REGIA_LANGUAGE"):
        _SAID[:] = [language]


def language() -> Language:
    """Return the language to speak: REGIA_LANGUAGE, else the company's, else the terminal's, else English."""
    return _SAID[0] if _SAID else _terminal_language()


@cache
def _terminal_language() -> Language:
    chosen = os.environ.get("REGIA_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "it" if chosen.lower().startswith("it") else "en"


def say(it: str, en: str) -> str:
    """Return the sentence in the language spoken."""
    return it if language() == "it" else en


def tell(text: str | Text) -> str:
    """Return a text in the language spoken."""
    return text.say(language()) if isinstance(text, Text) else text


def tell_error(error: RegiaError) -> None:
    """Print what happened and what to do."""
    spoken = language()
    err.print(f"[bad]✗[/bad] {plain(redact(error.what(spoken)))}", soft_wrap=True)
    err.print(f"  [accent]→[/accent] {plain(redact(error.advice(spoken)))}", soft_wrap=True)


def plain(text: object) -> str:
    """Return a text so that the terminal prints it as it is, and takes no part of it for markup or an order."""
    return escape(unobeyed(str(text)))


def unobeyed(text: str) -> str:
    """Return a text without what a terminal would take for an order."""
    return _OBEYED.sub("�", text)


def confirmed(question: str) -> bool:
    """Ask a person, who answers in their language; no answer, as from a script, is no."""
    err.print(f"{question} [quiet]\\[{say('s/N', 'y/N')}][/quiet] ", end="")
    answer = sys.stdin.readline().strip().casefold()
    return answer in ("s", "si", "sì", "y", "yes")


class Bars:
    """Progress on the terminal: the step under way, and how much of it is done."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None
        self._what = ""

    def step(self, what: str | Text, *, done: int = 0, total: int | None = None) -> None:
        """Show the step under way."""
        said = tell(what)
        counted = f"{number(done, language())} / {number(total, language())}" if total else number(done, language())
        counted = counted if done or total else ""
        if said != self._what:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(plain(said), total=total, counted=counted)
            self._what = said
        if self._task is not None:
            self._bars.update(self._task, completed=done, total=total, counted=counted)


@contextmanager
def progress(*, shown: bool = True) -> Iterator[Bars]:
    """Show progress while the block runs, on the error stream, and only to a person."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[counted]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not (shown and sys.stderr.isatty())) as bars:
        yield Bars(bars)
