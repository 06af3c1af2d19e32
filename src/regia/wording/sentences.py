"""Sentences with their values written in the reader's form.

A placeholder may say how its value is written: `{cost:money}`, `{part:share}`, `{bytes:size}`,
`{wait:duration}`, `{count:tabella|tabelle}` (the number with its noun), `{count:~è|sono}` (the word alone).
"""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from string import Formatter

from regia.errors import Language, Text
from regia.wording.dates import date_, duration
from regia.wording.numbers import money, number, share, size

UNKNOWN = Text("sconosciuto", "unknown")
YES, NO = Text("sì", "yes"), Text("no", "no")
AND = Text("e", "and")
_FORMS: dict[str, Callable[..., str]] = {
    "money": money,
    "share": share,
    "size": size,
    "duration": duration,
    "number": number,
    "date": date_,
}
_BY_KIND: tuple[tuple[type, Callable[..., str]], ...] = (
    (int, number),
    (float, number),
    (Decimal, number),
    (date, date_),
    (timedelta, duration),
)


def fill(text: Text, values: Mapping[str, object], language: Language) -> str:
    """Return a sentence in one language, its values written in the reader's form.

    Raises:
        KeyError: a value that the sentence names is missing.
        ValueError: a placeholder asks for a form that does not exist.
    """
    return _Sentence(language).vformat(text.say(language), (), values)


def both(text: Text, values: Mapping[str, object]) -> Text:
    """Return a sentence with its values in both languages, each written in its form.

    Raises:
        KeyError, ValueError: as `fill` does.
    """
    return Text(fill(text, values, "it"), fill(text, values, "en"))


def value(given: object, language: Language) -> str:
    """Return one value as a sentence shows it: numbers, money, dates and lists in the reader's form, text as it is."""
    if given is None:
        return UNKNOWN.say(language)
    if isinstance(given, bool):
        return (YES if given else NO).say(language)
    if isinstance(given, Text):
        return given.say(language)
    for kind, form in _BY_KIND:
        if isinstance(given, kind):
            return form(given, language)
    return _many(given, language)


def join(parts: Sequence[str], language: Language) -> str:
    """Return a list as prose: a, b e c; a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {AND.say(language)} {parts[-1]}"


def _many(given: object, language: Language) -> str:
    if isinstance(given, Set):
        return join(sorted(value(part, language) for part in given), language)
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return join([value(part, language) for part in given], language)
    return str(given)


class _Sentence(Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value_: object, format_spec: str) -> str:
        if not format_spec or value_ is None:
            return value(value_, self.language)
        if "|" in format_spec:
            return self._counted(value_, format_spec)
        if format_spec not in _FORMS:
            raise ValueError(f"no form {format_spec!r}; known: {', '.join(_FORMS)}")
        return _FORMS[format_spec](value_, self.language)

    def _counted(self, count: object, forms: str) -> str:
        one, many = forms.removeprefix("~").split("|")
        word = one if count == 1 else many
        return word if forms.startswith("~") else f"{value(count, self.language)} {word}"
