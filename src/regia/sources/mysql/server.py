"""What kind of server this is, and the moment at which everything is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from regia.sources.mysql.reader import SAVEPOINT, Reader

_ATTEMPTS = 10
_BEGIN = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
_WHO = """
SELECT VERSION(), @@version_comment, CURRENT_USER(), CONNECTION_ID(), NOW(), @@hostname, @@port, @@server_id,
       @@datadir, @@read_only
"""


@dataclass(frozen=True)
class Server:
    """A server as it was met. `started_at` is its clock, in UTC, just before the snapshot began.

    `identity` changes when it is another server, or the same one started again.
    """

    version_text: str
    mariadb: bool
    user: str
    thread: int
    started_at: datetime
    identity: str
    encrypted: bool
    read_only: bool

    @property
    def name(self) -> str:
        """The program and its version."""
        return f"{'MariaDB' if self.mariadb else 'MySQL'} {self.version_text.split('-')[0]}"

    @property
    def moment(self) -> str:
        """What names the one moment at which all is read."""
        return f"{self.started_at:%Y-%m-%dT%H:%M:%SZ} thread {self.thread}"


def meet(reader: Reader) -> Server:
    """Ask the server who it is, and begin the one transaction in which everything is read.

    Raises:
        pymysql.MySQLError, OSError: the server refuses, or the connection broke.
    """
    version, comment, user, thread, now, *place, read_only = (value or "" for value in reader.rows(_WHO)[0])
    cipher = reader.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
    running_since = _running_since(reader)
    reader.run(_BEGIN)
    reader.run(f"SAVEPOINT {SAVEPOINT}")
    return Server(
        version_text=version,
        mariadb="mariadb" in f"{version} {comment}".lower(),
        user=user,
        thread=int(thread),
        started_at=datetime.fromisoformat(now),
        identity="|".join([*place, running_since]),
        encrypted=bool(cipher and cipher[0][1]),
        read_only=read_only not in ("", "0", "OFF"),
    )


def _running_since(reader: Reader) -> str:
    """Return when the server was started, by its clock, to the second."""
    for _ in range(_ATTEMPTS):
        before = reader.rows("SELECT NOW()")[0][0]
        uptime = int(reader.rows("SHOW GLOBAL STATUS LIKE 'Uptime'")[0][1] or 0)
        if reader.rows("SELECT NOW()")[0][0] == before:
            break
    return (datetime.fromisoformat(before or "") - timedelta(seconds=uptime)).isoformat()
