"""One engine a company, so that no query can reach another company's files; a cursor a request."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from regia.engine.session import reading

if TYPE_CHECKING:
    import duckdb

# A connection shared by threads gives wrong rows; cursors of one connection do not.
MEMORY_MB = 256
MOST = 12

_engines: OrderedDict[Path, "duckdb.DuckDBPyConnection"] = OrderedDict()
_lock = Lock()


def cursor(folder: Path) -> "duckdb.DuckDBPyConnection":
    """Return a cursor of its own on the evidence of a company; who asks closes it."""
    with _lock:
        engine = _engines.pop(folder, None) or reading(folder / ".regia" / "evidence", memory_mb=MEMORY_MB)
        _engines[folder] = engine
        while len(_engines) > MOST:
            _engines.popitem(last=False)  # closed when the last request that uses it lets go
        return engine.cursor()
