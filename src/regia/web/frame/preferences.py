"""Language and theme of a page: kept by person, in a cookie for who has not signed in."""

from collections.abc import Callable
from typing import Literal, cast, get_args

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from regia.errors import Language

LANGUAGE_COOKIE = "regia-language"
THEME_COOKIE = "regia-theme"

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)


class PreferencesMiddleware:
    """Makes each page in its reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language."""
        with translation.override(language_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Vary", "Cookie")
        return response


def language_of(request: HttpRequest) -> Language:
    """Return the language chosen: by the person, the cookie, else by the browser."""
    chosen = getattr(request.user, "language", None) or request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen not in ("it", "en"):
        chosen = translation.get_language_from_request(request)
    return "it" if str(chosen).startswith("it") else "en"


def theme_of(request: HttpRequest) -> Theme:
    """Return the theme chosen: by the person, the cookie, else the machine's."""
    chosen = getattr(request.user, "theme", None) or request.COOKIES.get(THEME_COOKIE)
    return cast("Theme", chosen) if chosen in THEMES else "auto"
