"""Is a binary workbook safe to load? It is loaded once in a process of its own, with little memory and time.

The reader trusts the sizes and chains that .xls and .xlsb name: a damaged one can make it ask for terabytes, which
ends the process, or follow a circle for ever.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from regia.errors import Text
from regia.sources.file_format import unreadable

_MEMORY_BYTES = 3 * 2**30
_LEAST_SECONDS = 20
_BYTES_A_SECOND = 2**20
_PROGRAM = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
import python_calamine
workbook = python_calamine.load_workbook(open(sys.argv[1], 'rb'))
for name in workbook.sheet_names:
    if name not in sys.argv[3:]:
        workbook.get_sheet_by_name(name)
"""


def try_loading(path: Path, *, without: Sequence[str]) -> None:
    """Load a workbook, but for some sheets, in another process, which may die of it.

    What the reader merely refuses is left to be refused here.

    Raises:
        FileUnreadable: loading it takes too much memory or time.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(path.absolute()), str(_MEMORY_BYTES), *without]
    seconds = _LEAST_SECONDS + path.stat().st_size / _BYTES_A_SECOND
    try:
        ended = subprocess.run(command, capture_output=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        detail = Text("danneggiato: la lettura non finisce", "damaged: reading it does not end")
        raise unreadable(path, detail) from error
    if b"PanicException" in ended.stderr:  # here it would print its stack for the user to see
        raise unreadable(path, Text("danneggiato o incompleto", "damaged or incomplete"))
    if ended.returncode not in (0, 1):
        raise unreadable(path, Text("danneggiato: chiede troppa memoria", "damaged: it asks for too much memory"))
