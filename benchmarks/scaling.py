"""How the full profile grows with a table: CPU and peak memory at several sizes of one table of up to 20 columns.

uv run python benchmarks/scaling.py --rows 500000 1000000 2000000 5000000 --json
uv run python benchmarks/scaling.py --rows 20000000 --columns 5
"""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb
from measuring import measure, print_line, verdict

from regia.engine.session import connect
from regia.profile.measure import measure as profile
from regia.profile.stage import MEMORY_MB

ROWS = (250_000, 500_000, 1_000_000, 2_000_000)
PEAK_MB = 1_024
COLUMNS = 20

_TABLE = """
SELECT i AS id, 'C' || lpad((hash(i, 1) % 200000)::VARCHAR, 7, '0') AS customer,
  'persona' || (hash(i, 2) % 900000) || '@esempio.it' AS email, '3' || lpad((hash(i, 3) % 1000000000)::VARCHAR, 9, '0')
  AS phone, ((hash(i, 4) % 1000000) / 100.0)::DECIMAL(12, 2) AS amount, substr('ABCD', (hash(i, 5) % 4)::INTEGER + 1, 1)
  AS status,
  DATE '2015-01-01' + (hash(i, 6) % 4000)::INTEGER AS day, TIMESTAMP '2015-01-01'
  + to_seconds((hash(i, 7) % 300000000)::BIGINT) AS created_at, md5(i::VARCHAR) AS token,
  lpad((hash(i, 8) % 100000)::VARCHAR, 5, '0') AS cap,
  substr('MITORMNABO', 1 + 2 * (hash(i, 9) % 5)::INTEGER, 2) AS prov, hash(i, 10) % 1000 AS quantity,
  (hash(i, 11) % 10000) / 7.0 AS ratio, CASE WHEN hash(i, 12) % 3 = 0 THEN 'nota numero ' || i || ' del cliente' END
  AS note, hash(i, 13) % 2 = 0 AS active, 'Via Roma ' || hash(i, 14) % 300 AS street, hash(i, 15) % 50000 AS product,
  uuid()::VARCHAR AS uid, 'https://esempio.it/' || hash(i, 16) % 5000 AS page, (hash(i, 17) % 22)::INTEGER AS rate
FROM range({rows}) AS t(i)
"""


def main() -> None:
    """Measure every size in a process of its own, or the one file that `--file` names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--columns", type=int, default=COLUMNS, help="only the first so many columns")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.file:
        with connect(memory_mb=MEMORY_MB, spill=asked.file.parent / "spill") as connection:
            profile(connection, asked.file, today=date(2026, 1, 1))
        return
    for rows in asked.rows:
        _measure(rows, asked.columns, as_json=asked.json)


def _measure(rows: int, columns: int, *, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.parquet"
        made = duckdb.sql(_TABLE.format(rows=rows))
        narrow = made.project(", ".join(made.columns[:columns]))
        narrow.write_parquet(str(file), compression="zstd", row_group_size=122_880)
        taken = measure([sys.executable, __file__, "--file", str(file)])
        assert taken.code == 0, taken.output
        line = {"stage": "profile", "subject": "scaling", "rows": rows, "columns": columns, "seconds": taken.seconds}
        line |= {"cpu_seconds": taken.cpu_seconds, "peak_mb": taken.peak_mb}
        print_line(
            line | {"target_peak_mb": PEAK_MB, "verdict": verdict(reached=taken.peak_mb <= PEAK_MB)}, as_json=as_json
        )


if __name__ == "__main__":
    main()
