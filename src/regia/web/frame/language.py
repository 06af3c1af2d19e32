"""The language of the page being made: the person's choice, else the browser's."""

from django.utils import translation

from regia.errors import Language, Text


def spoken() -> Language:
    """Return the language that this page speaks."""
    return "it" if (translation.get_language() or "en").startswith("it") else "en"


def tell(text: Text | str) -> str:
    """Return a text in the language of the page."""
    return text.say(spoken()) if isinstance(text, Text) else text
