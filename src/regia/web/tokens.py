"""Stands for the subject of a verdict in a page: a subject names records by their keys, which may be a person's."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

_SALT = "regia.web.tokens"
_LENGTH = 24


def token(subject: str) -> str:
    """Return what stands for a subject: without the server's secret nobody can tell which it is."""
    return salted_hmac(_SALT, subject).hexdigest()[:_LENGTH]


def subject_of(wanted: str, subjects: Iterable[str]) -> str | None:
    """Return the subject that a token stands for, among those asked about; None where it is none of them."""
    return next((subject for subject in subjects if token(subject) == wanted), None)
