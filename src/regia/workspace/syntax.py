"""What is wrong with a regia.toml that is not TOML: line, column and how it is written right.

A broken line `key = ...` is told and set aside, so that what is wrong further down is told in the same run.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from regia.errors import Text
from regia.errors.company import Mistake

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_PAIR = re.compile(r"\s*([A-Za-z0-9_.-]+)[ \t]*=[ \t]*(.*)")
_MOST = 50

NOT_TOML = Text("non è TOML valido", "this is not valid TOML")
DATE_FORM = Text("una data si scrive 2026-12-31, senza virgolette", "a date is written 2026-12-31, without quotes")
TIME_FORM = Text('un\'ora si scrive tra virgolette: "09:00"', 'a time of day is written in quotes: "09:00"')
NUMBER_FORM = Text(
    "un numero si scrive senza separatore delle migliaia e con il punto: 1234.56",
    "a number is written without thousands separators and with a point: 1234.56",
)
BACKSLASH = Text(
    r"in un testo tra virgolette doppie \ è speciale: usa 'virgolette semplici' o /",
    r"in a text in double quotes \ is special: use 'single quotes' or /",
)
CURLY = Text('le virgolette devono essere diritte: "così"', 'quotes must be straight: "like this"')
BOOLEAN = Text("sì e no si scrivono true e false", "yes and no are written true and false")
QUOTES = Text('un testo si scrive tra virgolette: "così"', 'a text is written in quotes: "like this"')
TWICE = Text("questa chiave c'è già", "this key is there already")
NO_VALUE = Text("manca il valore dopo =", "the value after = is missing")
_BY_VALUE: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"\s*(?:#|$)"), NO_VALUE),
    (re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b|\d{1,2}-\d{1,2}-\d{4}\b"), DATE_FORM),
    (re.compile(r"\d{1,2}[:.]\d\d\s*(?:#|$)"), TIME_FORM),
    (re.compile(r"(?:€\s*)?[\d.,']+\s*€?\s*(?:#|$)"), NUMBER_FORM),
    (re.compile(r"[“”„«»‘’]"), CURLY),
    (re.compile(r"(?:sì|si|no|yes|vero|falso|True|False|TRUE|FALSE)\s*(?:#|$)"), BOOLEAN),
    (re.compile(r"[^\W\d]|[/~\\]"), QUOTES),
)
_BY_MESSAGE: tuple[tuple[str, Text], ...] = (
    ("Cannot declare", Text("questa sezione c'è già più in alto", "this section is there already, further up")),
    ("Cannot ", TWICE),
    ("Duplicate", TWICE),
    ("Unescaped", BACKSLASH),
    ("Invalid hex", BACKSLASH),
    ("Escaped character", BACKSLASH),
    ("Invalid date", Text("questo giorno o quest'ora non esiste", "there is no such day or time")),
    ("Unterminated", Text("mancano le virgolette di chiusura", "the closing quotes are missing")),
    ('Expected "\'"', Text("mancano le virgolette di chiusura", "the closing quotes are missing")),
    ("Illegal character '\\n'", Text("mancano le virgolette di chiusura", "the closing quotes are missing")),
    ("Illegal", Text("c'è un carattere invisibile", "there is an invisible character")),
    ("Found invalid", Text("c'è un carattere invisibile", "there is an invisible character")),
    ("Unclosed array", Text("manca la parentesi ] che chiude l'elenco", "the ] that closes the list is missing")),
    ("Unclosed inline", Text("manca la parentesi graffa di chiusura", "the closing brace is missing")),
    (
        "Expected ']",
        Text("l'intestazione di una sezione si scrive [sezione]", "a section's header is written [section]"),
    ),
    ("Expected '='", Text("dopo la chiave ci vuole =", "a key is followed by =")),
    ("Expected newline", Text("c'è altro testo dopo il valore", "there is more text after the value")),
    ("Invalid initial", Text("qui ci vuole una chiave", "a key is expected here")),
    ("Invalid statement", Text("ci vuole chiave = valore, o [sezione]", "key = value is expected, or [section]")),
)


@dataclass(frozen=True)
class Parsed:
    """A text read as TOML: its tables, its mistakes, and the text with the broken lines set aside.

    `tables` is None where it could not be read even so.
    """

    tables: Mapping[str, object] | None
    mistakes: tuple[Mistake, ...]
    text: str


def parse(text: str) -> Parsed:
    """Return what a TOML text holds, with every broken line told."""
    mistakes: dict[int, Mistake] = {}
    for _ in range(_MOST):
        try:
            return Parsed(tomllib.loads(text + "\n", parse_float=Decimal), tuple(mistakes.values()), text)
        except RecursionError:
            mistakes[1] = Mistake(1, "", NOT_TOML)
            break
        except ValueError as error:
            mistake = _explain(str(error), text)
        empty = mistake.line in mistakes or mistake.says == TWICE
        mistakes.setdefault(mistake.line, mistake)
        aside = _set_aside(text, mistake.line, empty=empty)
        if aside is None:
            break
        text = aside
    return Parsed(None, tuple(mistakes.values()), text)


def _explain(message: str, text: str) -> Mistake:
    lines = text.split("\n")
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.rstrip("\n").split("\n")), None)
    line = min(line, len(lines))
    pair = _PAIR.match(lines[line - 1])
    says = next((says for start, says in _BY_MESSAGE if message.startswith(start)), NOT_TOML)
    if pair and message.startswith(("Invalid value", "Expected newline", "Invalid date")):
        says = next((says for form, says in _BY_VALUE if form.match(pair[2])), says)
    return Mistake(line, pair[1] if pair else "", says, column=column)


def _set_aside(text: str, line: int, *, empty: bool) -> str | None:
    """Return the text with a broken pair's value emptied, or the whole line; None where no single line is at fault."""
    lines = text.split("\n")
    pair = _PAIR.match(lines[line - 1])
    if not pair or _opens(pair[2]):
        return None
    lines[line - 1] = "" if empty else f'{pair[1]} = ""'
    return "\n".join(lines)


def _opens(value: str) -> bool:
    """Whether a value goes on in the next lines, so that no single line is at fault."""
    return (
        '"""' in value or "'''" in value or (value.startswith(("[", "{")) and not value.rstrip().endswith(("]", "}")))
    )
