"""Whether a table is as it was, from what the catalogue knows and one row, without reading it.

The server keeps the second of a table's last change: InnoDB in memory, lost at a restart or when the table is
not used for long, and then unknown here; MyISAM as the time of its file (Aria writes its file later). Changes in
the second in which the snapshot began, or the one before, may or may not be in it, so they are unknown too.
TRUNCATE leaves that second as it was (MariaDB 10.11, tried), so whether there is a row at all is asked for.
"""

import hashlib
from datetime import datetime, timedelta

from regia.sources.mysql.catalogue import Table
from regia.sources.mysql.server import Server

KEPT = frozenset({"innodb", "myisam"})
MARGIN = timedelta(seconds=1)


def known_since(table: Table, server: Server) -> bool:
    """Whether the server knows when the table last changed, and that was before the snapshot began."""
    if table.engine not in KEPT or table.is_view or not table.updated or "partitioned" in table.options:
        return False
    if not server.mariadb and table.references:
        return False  # whether MySQL counts rows that go with a deleted parent is nowhere promised
    return datetime.fromisoformat(table.updated) < server.started_at - MARGIN


def fingerprint(table: Table, server: Server, *, empty: bool) -> str | None:
    """Return a text that changes whenever the table may have, or None where the server cannot say."""
    if not known_since(table, server):
        return None
    known = (
        server.identity,
        table.database,
        table.name,
        table.engine,
        table.records,  # a guess of InnoDB's, which it may change without need: then the table is read once more
        table.bytes,
        empty,
        table.auto_increment,
        table.created,
        table.updated,
        table.checksum,
        table.options,
        table.columns,
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]
