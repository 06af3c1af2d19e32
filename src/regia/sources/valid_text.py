"""Text that can be written down: names from a file system or a driver may hold halves of characters, which cannot."""

from dataclasses import replace

from regia.sources.connector import DatasetInfo, FieldInfo
from regia.sources.field_names import unique_names


def valid_text(text: str) -> str:
    """Return the text with what is not Unicode (lone surrogates) written as an escape: `\\udcff`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def valid(info: DatasetInfo) -> DatasetInfo:
    """Return a dataset's description with every text valid and each field's name once.

    Its locator, the connector's own, stays as it is.
    """
    fields = [_field(field) for field in info.fields]
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        fields = [replace(field, name=name) for field, name in zip(fields, unique_names(names), strict=True)]
    return replace(info, name=valid_text(info.name), comment=valid_text(info.comment), fields=tuple(fields))


def _field(field: FieldInfo) -> FieldInfo:
    name, kind, comment = (valid_text(text) for text in (field.name, field.source_type, field.comment))
    return replace(field, name=name, source_type=kind, comment=comment)
