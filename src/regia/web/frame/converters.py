"""Names of datasets and fields in addresses: they may hold anything, slashes and dots too."""

_ESCAPES = (("~", "~0"), ("/", "~1"), ("\\", "~2"))


class NameConverter:
    """A name as one piece of an address; `~1` stands for a slash, which servers would take for a border."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Return the name that a piece of an address stands for."""
        value = value.removeprefix("~.")
        for plain, escaped in reversed(_ESCAPES):
            value = value.replace(escaped, plain)
        return value

    def to_url(self, value: str) -> str:
        """Return a name as a piece of an address; `.` and `..` would be taken for folders."""
        for plain, escaped in _ESCAPES:
            value = value.replace(plain, escaped)
        return f"~.{value}" if value.strip(".") == "" else value
