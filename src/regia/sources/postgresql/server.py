"""What a server says of itself when the moment is taken."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_ABOUT = """
SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_user::text,
       current_database()::text, pg_is_in_recovery(), current_setting('server_encoding'),
       scale('1'::money::numeric), txid_current_snapshot() || ' ' ||
       to_char(transaction_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()),
       pg_export_snapshot()
"""


@dataclass(frozen=True)
class Server:
    """A server as it was met; `snapshot` is what other connections take to see the same moment."""

    version: int
    version_name: str
    user: str
    database: str
    standby: bool
    encoding: str
    money_scale: int
    moment: str
    superuser: bool
    encrypted: bool
    snapshot: str

    @property
    def checks_encoding(self) -> bool:
        """Whether the server makes sure that text is text."""
        return self.encoding != "SQL_ASCII"


def meet(connection: "Connection") -> Server:
    """Take the moment and return what the server says of itself.

    Raises:
        psycopg.Error: the server refuses.
    """
    row = connection.execute(_ABOUT).fetchone()
    assert row is not None
    version, version_name, user, database, standby, encoding, money_scale, moment, superuser, encrypted, snapshot = row
    return Server(
        version=version,
        version_name=version_name,
        user=user,
        database=database,
        standby=standby,
        encoding=encoding,
        money_scale=money_scale,
        moment=moment,
        superuser=bool(superuser),
        encrypted=bool(encrypted),
        snapshot=snapshot,
    )
