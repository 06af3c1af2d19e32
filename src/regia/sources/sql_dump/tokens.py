"""The pieces of SQL text that a dump is made of, as patterns over bytes: quoted text, values, whole rows."""

import re
from functools import cache

_BACKSLASH = rb"'(?:[^'\\]++|\\.|'')*+'"
_PLAIN = rb"'(?:[^']++|'')*+'"
_NAMES = rb'"(?:[^"]++|"")*+"|`(?:[^`]++|``)*+`'
_IDENTIFIER = rb'(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\[[^\]]+\]|[\w$]+)'
QUALIFIED = rb"(" + _IDENTIFIER + rb"(?:\s*\.\s*" + _IDENTIFIER + rb"){0,2})"
_PARTS = re.compile(_IDENTIFIER)


@cache
def skipping(*, backslash: bool) -> re.Pattern[bytes]:
    """Match all up to the end of a statement, or up to a quoted text that is not whole yet."""
    texts = rb"[eE]" + _BACKSLASH + rb"|" + (_BACKSLASH if backslash else _PLAIN)
    other = rb"[^'\";`eE$-]++|[eE](?!')|\$(?!\w*\$)|-(?!-)"
    dollars = rb"\$(\w*)\$.*?\$\1\$"
    return re.compile(
        rb"(?:" + other + rb"|" + texts + rb"|" + _NAMES + rb"|" + dollars + rb"|--[^\n]*+\n)*+", re.DOTALL
    )


@cache
def row(columns: int, *, backslash: bool) -> re.Pattern[bytes]:
    """Match one `(..., ...)` of so many simple values; the groups are the values as written."""
    text = _BACKSLASH if backslash else _PLAIN
    quoted = rb"[eE]" + _BACKSLASH + rb"|(?:_\w++\s*+|[xXbBnN])?" + text
    value = rb"\s*+((?:" + quoted + rb")(?:::[\w .\"\[\]]++)?|[^,()'\"]++)\s*+"
    return re.compile(rb"\(" + rb",".join([value] * columns) + rb"\)", re.DOTALL)


@cache
def _element(*, backslash: bool) -> re.Pattern[bytes]:
    text = _BACKSLASH if backslash else _PLAIN
    return re.compile(rb"[^,()'\"]++|" + text + rb"|" + _NAMES, re.DOTALL)


def any_row(data: bytes, at: int, *, backslash: bool) -> tuple[tuple[bytes, ...], int] | None:
    """Return the values of a row of any number of values, calls among them, and where it ends; None if not whole."""
    element, depth, values, start = _element(backslash=backslash), 0, [], at + 1
    while at < len(data):
        sign = data[at : at + 1]
        if sign in b"()" or (sign == b"," and depth == 1):
            depth += {b"(": 1, b")": -1}.get(sign, 0)
            if sign == b"," or depth == 0:
                values.append(data[start:at].strip())
                start = at + 1
            at += 1
            if depth == 0:
                return tuple(values), at
        elif sign == b",":
            at += 1
        elif matched := element.match(data, at):
            at = matched.end()
        else:
            return None
    return None


def names(text: bytes, encoding: str) -> tuple[str, ...]:
    """Return the names of a dotted or comma-separated list, unquoted."""
    return tuple(unquoted(part, encoding) for part in _PARTS.findall(text))


def unquoted(name: bytes, encoding: str = "utf-8") -> str:
    """Return a name without its quotes."""
    first, text = name[:1], name.decode(encoding, "replace")
    if first in (b'"', b"`"):
        quote = first.decode()
        return text[1:-1].replace(quote * 2, quote)
    return text[1:-1] if first == b"[" else text
