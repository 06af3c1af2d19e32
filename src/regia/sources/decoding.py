"""Text whose bytes are not the UTF-8 they should be: read as Windows-1252, which loses nothing."""

_UNDEFINED = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # as the WHATWG encoding standard has them
_WINDOWS_1252 = [_UNDEFINED.get(byte) or bytes([byte]).decode("windows-1252") for byte in range(256)]


def decoded(value: bytes | None) -> tuple[str | None, bool]:
    """Return the text of UTF-8 bytes, else of Windows-1252 bytes, and whether it was the latter.

    Every byte has its own character, so the bytes can be had back.
    """
    if value is None:
        return None, False
    try:
        return value.decode("utf-8"), False
    except UnicodeDecodeError:
        return windows_1252(value), True


def windows_1252(value: bytes) -> str:
    """Return the text of Windows-1252 bytes; the five bytes it leaves undefined stay control characters."""
    return "".join([_WINDOWS_1252[byte] for byte in value])
