"""Our reader of MySQL and MariaDB beside PyMySQL's own unbuffered cursor, on the same table in the same run.

    uv run --group benchmark python benchmarks/mysql_reader.py [--json] [--rows N ...]

Both read every value of `ordini` (20 fields, made by `databases.py` in the MariaDB of this machine), each in a process
of its own: ours into Arrow batches, PyMySQL (`SSCursor`, its default converters, 10,000 rows at a time) into tuples.
The target is 0.6 of PyMySQL's client CPU, and no more than 400 MB.
"""

import argparse
import sys
from importlib.metadata import version
from urllib.parse import urlsplit

from databases import PEAK_MB, SERVERS, TABLE, measured
from measuring import ServerClock, measure, print_line, verdict

TARGET = 0.6
PEER = """
import sys
import pymysql
from pymysql.cursors import SSCursor
host, port, database, table = sys.argv[1:]
connection = pymysql.connect(host=host, port=int(port), user="root", database=database, charset="utf8mb4")
cursor = connection.cursor(SSCursor)
cursor.execute(f"SELECT * FROM {table}")
rows = 0
while part := cursor.fetchmany(10_000):
    rows += len(part)
print(rows)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    options = parser.parse_args()
    for rows in options.rows:
        with SERVERS["mariadb"].table(rows=rows) as url:
            print_line(_line(url, rows), as_json=options.json)


def _line(url: str, rows: int) -> dict[str, object]:
    ours = measured(SERVERS["mariadb"], url, TABLE, "read")
    clock, parts = ServerClock(SERVERS["mariadb"].port), urlsplit(url)
    asked = [str(parts.hostname), str(parts.port), parts.path.lstrip("/"), TABLE]
    peer = measure([sys.executable, "-c", PEER, *asked])
    if peer.code or peer.output.strip() != str(rows):
        raise SystemExit(peer.output)
    ratio = ours["cpu_seconds"] / peer.cpu_seconds
    return {
        "set": f"mariadb-{rows}x20",
        "rows": rows,
        "rows_per_second": rows / ours["seconds"],
        **ours,
        "peer": f"PyMySQL {version('pymysql')} SSCursor",
        "peer_seconds": peer.seconds,
        "peer_cpu_seconds": peer.cpu_seconds,
        "peer_server_cpu_seconds": clock.seconds(),
        "peer_peak_mb": peer.peak_mb,
        "cpu_ratio": ratio,
        "cpu_target": verdict(reached=ratio <= TARGET),
        "memory_target": verdict(reached=ours["peak_mb"] <= PEAK_MB),
    }


if __name__ == "__main__":
    main()
