"""Errors raised on purpose: each says what happened and what to do, in Italian and in English.

One file a room (`errors/company.py`, `errors/sources.py`, ...), so that an error stands beside its kin.
"""

from string import Formatter
from typing import ClassVar, Literal, NamedTuple

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = ("it", "en")


class Text(NamedTuple):
    """One sentence in both languages; `{name}` stands for a value filled in later."""

    it: str
    en: str

    def fill(self, **values: object) -> "Text":
        """Return the sentence with its values, in both languages; a value may itself be a Text.

        Raises:
            KeyError: a value that the sentence names is missing.
        """
        return Text(
            self.it.format_map({name: _in(value, "it") for name, value in values.items()}),
            self.en.format_map({name: _in(value, "en") for name, value in values.items()}),
        )

    def say(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.it if language == "it" else self.en

    @property
    def names(self) -> frozenset[str]:
        """The values that the sentence names."""
        parsed = (Formatter().parse(text) for text in self)
        return frozenset(name for parts in parsed for _, name, _, _ in parts if name)


def _in(value: object, language: Language) -> object:
    return value.say(language) if isinstance(value, Text) else value


class RegiaError(Exception):
    """Base of every error raised on purpose.

    A subclass states `happened` and `fix`; values named in them are given by keyword when it is raised and
    kept in `values`. Values never hold a secret: a URL is passed through `workspace.secrets.redact` first.
    """

    happened: ClassVar[Text]
    fix: ClassVar[Text]
    exit_code: ClassVar[int] = 2

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(f"{self.what('en')} {self.advice('en')}")

    def what(self, language: Language) -> str:
        """Return what happened."""
        return self.happened.fill(**self.values).say(language)

    def advice(self, language: Language) -> str:
        """Return what to do."""
        return self.fix.fill(**self.values).say(language)
