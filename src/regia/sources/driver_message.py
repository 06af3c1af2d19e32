"""A driver's message as people may see it: on one line, and without the password in any of its spellings."""

from urllib.parse import quote, quote_plus

HIDDEN = "***"


def clean(message: str, password: str | None) -> str:
    """Return the message on one line, without the password."""
    text = " ".join(message.split())
    for spelling in _spellings(password or ""):
        text = text.replace(spelling, HIDDEN)
    return text


def _spellings(password: str) -> list[str]:
    escaped = (password.replace("\\", "\\\\").replace("'", "\\'"), password.replace("'", "''"))
    as_bytes = repr(password.encode())[2:-1]
    urls = (quote(password, safe=""), quote(password), quote_plus(password))
    found = {password, " ".join(password.split()), *escaped, repr(password)[1:-1], as_bytes, *urls}
    return sorted((spelling for spelling in found if spelling), key=len, reverse=True)
