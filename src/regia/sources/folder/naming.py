"""Names for the datasets of a folder: the path without suffix where that is one file's alone, and the sheet."""

from collections import Counter
from collections.abc import Sequence

from regia.sources.connector import Report
from regia.sources.field_names import tell_renamed, unique_names
from regia.sources.folder.walk import Found


def file_names(files: Sequence[Found], report: Report) -> tuple[str, ...]:
    """Return a name for each file, none like another even ignoring case."""
    stems = Counter(file.stem.casefold() for file in files)
    wanted = [file.stem if stems[file.stem.casefold()] == 1 else file.relative for file in files]
    names = unique_names(wanted, what="file")
    tell_renamed(wanted, names, None, report)
    return names


def dataset_names(file_name: str, parts: Sequence[str], report: Report) -> tuple[str, ...]:
    """Return a name for each dataset of a file; the one that has no name of its own has the file's."""
    wanted = [f"{file_name}#{part}" if part else file_name for part in parts]
    names = unique_names(wanted, what="sheet")
    tell_renamed(wanted, names, None, report)
    return names
