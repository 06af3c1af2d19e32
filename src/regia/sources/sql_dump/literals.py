"""Values as a dump writes them, back to the bytes they stand for."""

import re
from collections.abc import Sequence

_ESCAPES = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_QUOTED = re.compile(rb"\\(.)|''", re.DOTALL)
_QUOTED_ALL = re.compile(rb"'[^']*'", re.DOTALL).fullmatch
_COPIED = re.compile(rb"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)", re.DOTALL)
_COPY_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_HEX = re.compile(rb"0[xX]([0-9A-Fa-f]+)|[xX]'([0-9A-Fa-f]*)'")
_BITS = re.compile(rb"[bB]'([01]*)'|0b([01]+)")
_TEXT = re.compile(rb"(?:_\w+\s*|[nN])?('.*')(?:::.*)?", re.DOTALL)
_NOTHING = {b"NULL", b"null", b"Null", b"DEFAULT", b"default"}


def copied_column(values: Sequence[bytes]) -> Sequence[bytes | None]:
    """Return a column of values of COPY lines."""
    return values if b"\\" not in b"".join(values) else list(map(copied, values))


def plain_column(values: Sequence[bytes], *, backslash: bool) -> Sequence[bytes | None]:
    """Return a column of values of INSERTs."""
    joined = b"".join(values)
    if not joined.translate(None, b"0123456789.-+"):
        return values
    quotes = joined.count(b"'")
    if quotes == 2 * len(values) and not (backslash and b"\\" in joined) and all(map(_QUOTED_ALL, values)):
        return [value[1:-1] for value in values]
    return [plain(value, backslash=backslash) for value in values]


def copied(value: bytes) -> bytes | None:
    """Return a value of a COPY line; None for NULL. Source: PostgreSQL's documentation, COPY, text format."""
    if b"\\" not in value:
        return value
    return None if value == b"\\N" else _COPIED.sub(_copy_escape, value)


def plain(value: bytes, *, backslash: bool) -> bytes | None:
    """Return a value of an INSERT; None for NULL and DEFAULT. Numbers and calls come as they are written."""
    first = value[:1]
    if first == b"'" and value[-1:] == b"'":
        return _unquoted(value[1:-1], backslash=backslash)
    if first.isdigit() and value[1:2] not in b"xX":
        return value
    return _rare(value, backslash=backslash)


def bits(value: bytes, *, backslash: bool) -> bytes | None:
    """Return a value of a bit field as zeros and ones, however it is written."""
    if found := _BITS.fullmatch(value):
        return found[1] if found[1] is not None else found[2]
    if value[:1].isdigit() and value[1:2] not in b"xX":
        return f"{int(value):b}".encode()
    raw = plain(value, backslash=backslash)
    return None if raw is None else f"{int.from_bytes(raw, 'big'):b}".encode()


def _rare(value: bytes, *, backslash: bool) -> bytes | None:
    if value in _NOTHING:
        return None
    if found := _HEX.fullmatch(value):
        digits = found[1] or found[2] or b""
        return bytes.fromhex(digits.decode().zfill(len(digits) + len(digits) % 2))
    if found := _BITS.fullmatch(value):
        return found[1] or found[2]
    if value[:2] in (b"E'", b"e'"):
        return _unquoted(value[2:-1], backslash=True)
    if found := _TEXT.fullmatch(value):
        return _unquoted(found[1][1:-1], backslash=backslash)
    return value


def _unquoted(text: bytes, *, backslash: bool) -> bytes:
    if backslash and b"\\" in text:
        return _QUOTED.sub(_quote_escape, text)
    return text.replace(b"''", b"'") if b"'" in text else text


def _quote_escape(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign is None:
        return b"'"
    return b"\\" + sign if sign in b"%_" else _ESCAPES.get(sign, sign)


def _copy_escape(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[:1] == b"x" and len(sign) > 1:
        return bytes([int(sign[1:], 16)])
    if sign[:1] in b"01234567":
        return bytes([int(sign, 8) & 255])
    return _COPY_ESCAPES.get(sign, sign)


def from_bytea(value: bytes) -> bytes:
    """Return the bytes of a PostgreSQL bytea, in hexadecimal or escape form."""
    if value[:2] == b"\\x":
        return bytes.fromhex(value[2:].decode())
    return re.sub(
        rb"\\(\d{3}|\\)", lambda found: b"\\" if found[1] == b"\\" else bytes([int(found[1], 8) & 255]), value
    )
