"""One table of regia.toml read key by key: a value of the right type comes out, or a mistake is noted.

Mistakes are collected, never raised, so that all are told at once. No message repeats a value: it may be a secret.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from regia.errors import Text
from regia.errors.company import Mistake
from regia.workspace.keys import MEANT
from regia.workspace.layout import Layout, Path

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
LARGEST = 10**15
Value = TypeVar("Value")
Word = TypeVar("Word")

TEXT = Text("ci vuole un testo tra virgolette", "a text in quotes is expected")
ONE_LINE = Text(
    "ci vuole un testo di una riga, non vuoto e senza caratteri di controllo",
    "one line of text is expected, not empty and without control characters",
)
PROSE = Text(
    "ci vuole un testo non vuoto, senza caratteri di controllo", "a text is expected, without control characters"
)
WORDS = Text('ci vuole un elenco di testi, come ["uno", "due"]', 'a list of texts is expected, such as ["one", "two"]')
WHOLE = Text("ci vuole un numero intero, almeno {least}", "a whole number is expected, at least {least}")
AMOUNT = Text(
    "ci vuole un numero non negativo con al più due decimali, come 1200 o 1200.50",
    "a number is expected, not negative and with two decimals at most, such as 1200 or 1200.50",
)
POSITIVE = Text("ci vuole un numero maggiore di zero", "a number above zero is expected")
FLAG = Text("ci vuole true o false", "true or false is expected")
DAY = Text(
    "ci vuole una data senza virgolette, come 2026-12-31", "a date without quotes is expected, such as 2026-12-31"
)
CLOCK = Text('ci vuole un\'ora come "09:00"', 'a time of day is expected, such as "09:00"')
TABLE = Text("ci vuole una sezione con le sue chiavi", "a section with its own keys is expected")
CHOICE = Text("ci vuole uno tra: {known}", "one of these is expected: {known}")
MISSING = Text("manca, e serve", "is missing, and is needed")
UNKNOWN_KEY = Text("chiave sconosciuta", "unknown key")
ODD_ID = Text(
    "il nome di una sezione è fatto di lettere senza accenti, cifre, - e _ (al più 63)",
    "a section's name is made of unaccented letters, digits, - and _ (63 at most)",
)
SAME_ID = Text(
    "c'è già «{other}»: maiuscole e minuscole non bastano a distinguerli",
    "there is '{other}' already: upper and lower case do not tell them apart",
)


class Mistakes:
    """The mistakes found so far, and which keys they leave in doubt."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.found: list[Mistake] = []
        self._meant: set[Path] = set()

    def add(self, path: Path, says: Text, *, nearest: str | None = None) -> None:
        """Note a mistake at a path, with the known word nearest to what was written."""
        self.found.append(Mistake(self.layout.line(path), ".".join(map(str, path)), says, nearest))
        if nearest and says is UNKNOWN_KEY:
            self._meant.add((*path[:-1], nearest))

    def meant(self, path: Path) -> bool:
        """Whether a key written wrong may stand for this one: then it is not told missing as well."""
        return path in self._meant


class Section:
    """One table of regia.toml. Each reader gives None (or nothing) where the key is absent or wrong."""

    def __init__(self, table: Mapping[str, object], path: Path, mistakes: Mistakes) -> None:
        self.table = table
        self.path = path
        self.mistakes = mistakes

    def wrong(self, key: str | int, says: Text, *, nearest: str | None = None, under: Path = ()) -> None:
        """Note a mistake about a key of this table."""
        self.mistakes.add((*self.path, *under, key), says, nearest=nearest)

    def know(self, keys: Iterable[str]) -> None:
        """Note every key that is not among the known ones."""
        known = list(keys)
        for key in self.table.keys() - set(known):
            self.wrong(key, UNKNOWN_KEY, nearest=nearest(key, known))

    def need(self, key: str) -> None:
        """Note a key that is not there, unless another was meant for it."""
        if key not in self.table and not self.mistakes.meant((*self.path, key)):
            self.wrong(key, MISSING)

    def text(self, key: str) -> str | None:
        """Return one line of text."""
        value = self._of(key, str, TEXT)
        if value is not None and not _is_line(value):
            self.wrong(key, ONE_LINE)
            return None
        return value

    def prose(self, key: str) -> str | None:
        """Return a text of one or more lines."""
        value = self._of(key, str, TEXT)
        if value is not None and not _is_prose(value):
            self.wrong(key, PROSE)
            return None
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._of(key, list, WORDS) or []
        for position, word in enumerate(values):
            if not isinstance(word, str) or not _is_line(word):
                self.wrong(position, ONE_LINE, under=(key,))
        return tuple(word for word in values if isinstance(word, str) and _is_line(word))

    def whole(self, key: str, *, least: int = 0) -> int | None:
        """Return a whole number."""
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST:
            self.wrong(key, WHOLE.fill(least=least))
            return None
        return value

    def amount(self, key: str) -> Decimal | None:
        """Return a number that is not negative and has two decimals at most: euro, or minutes."""
        value = self._number(key, AMOUNT)
        if value is None:
            return None
        if not 0 <= value <= LARGEST or value != round(value, 2):
            self.wrong(key, AMOUNT)
            return None
        return value

    def positive(self, key: str) -> float | None:
        """Return a number above zero."""
        value = self._number(key, POSITIVE)
        if value is not None and not 0 < value <= LARGEST:
            self.wrong(key, POSITIVE)
            return None
        return None if value is None else float(value)

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        return self._of(key, bool, FLAG)

    def day(self, key: str) -> date | None:
        """Return a date."""
        value = self._of(key, date, DAY)
        if isinstance(value, datetime):
            self.wrong(key, DAY)
            return None
        return value

    def clock(self, key: str) -> time | None:
        """Return a time of day, written with or without quotes, to the minute."""
        value = self.table.get(key)
        if isinstance(value, str) and (match := re.fullmatch(r"\s*(\d{1,2})[:.](\d\d)\s*", value)):
            hour, minute = int(match[1]), int(match[2])
            value = time(hour, minute) if hour < 24 and minute < 60 else value
        if value is not None and (not isinstance(value, time) or value.second or value.microsecond):
            self.wrong(key, CLOCK)
            return None
        return value

    def choice(self, key: str, known: Mapping[str, Word], *, shown: Iterable[str] = ()) -> Word | None:
        """Return what a word stands for; case does not matter. `shown` are the words that a message lists."""
        word = self._of(key, str, TEXT)
        if word is None:
            return None
        if word.strip().lower() not in known:
            self.wrong(key, one_of(shown or known), nearest=nearest(word, known))
            return None
        return known[word.strip().lower()]

    def choices(self, key: str, known: Mapping[str, Word], *, shown: Iterable[str] = ()) -> tuple[Word, ...]:
        """Return what each word of a list stands for."""
        values = [(at, word.strip().lower()) for at, word in enumerate(self.words(key))]
        for at, word in values:
            if word not in known:
                self.wrong(at, one_of(shown or known), nearest=nearest(word, known), under=(key,))
        return tuple(known[word] for _, word in values if word in known)

    def elements(self, key: str, says: Text) -> list[object]:
        """Return a list as it stands, for the caller to read element by element."""
        return list(self._of(key, list, says) or [])

    def section(self, key: str) -> "Section":
        """Return a table inside this one; empty where it is absent or wrong."""
        value = self.table.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, TABLE)
        return Section(value if isinstance(value, dict) else {}, (*self.path, key), self.mistakes)

    def named(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """Yield the tables `[key.NAME]` with their names, which differ by more than case."""
        group = self.section(key)
        seen: dict[str, str] = {}
        for name in group.table:
            if not IDENTIFIER.fullmatch(name):
                group.wrong(name, ODD_ID, nearest=as_identifier(name))
            elif other := seen.get(name.lower()):
                group.wrong(name, SAME_ID.fill(other=other))
            seen.setdefault(name.lower(), name)
            yield name, group.section(name)

    def _of(self, key: str, kind: type[Value], says: Text) -> Value | None:
        value = self.table.get(key)
        if value is not None and not isinstance(value, kind):
            self.wrong(key, says)
            return None
        return value

    def _number(self, key: str, says: Text) -> Decimal | None:
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
            self.wrong(key, says)
            return None
        return Decimal(value)


def one_of(known: Iterable[str]) -> Text:
    """Return what is expected where only some words may stand."""
    return CHOICE.fill(known=", ".join(known))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant."""
    words = {candidate.lower(): candidate for candidate in known}
    plain = word.strip().lower()
    if (meant := MEANT.get(plain)) in words.values():
        return meant
    close = get_close_matches(plain, words, n=1, cutoff=0.6)
    return words[close[0]] if close else None


def as_identifier(text: str) -> str | None:
    """Return a text as a section's name may be written: `Società 1` as `societa-1`; None where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:63] or None


def _is_line(value: str) -> bool:
    return bool(value.strip()) and not any(unicodedata.category(character) == "Cc" for character in value)


def _is_prose(value: str) -> bool:
    return bool(value.strip()) and all(_is_line(line) for line in value.split("\n") if line)
