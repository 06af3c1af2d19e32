"""Makes the tiny snapshot of today's format: `uv run python -m tests.snapshot.formats.make`.

Run it once when `regia.snapshot.manifest.FORMAT` grows, and commit the new folder beside the older ones. It refuses
to touch a format already there: those are opened for ever, as they were written.
"""

import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from regia.model.note import Reason
from regia.snapshot.manifest import (
    FORMAT,
    Dataset,
    Definition,
    Field,
    Manifest,
    Reference,
    Skipped,
    SystemRead,
    Tombstone,
)
from regia.snapshot.store import Store
from regia.sources.value_type import value_type

HERE = Path(__file__).parent
AT = datetime(2026, 1, 31, 6, 30, tzinfo=UTC)
VALUES: dict[str, tuple[list[object], pa.DataType]] = {
    "whole": ([1, None], pa.int64()),
    "exact": ([Decimal("12.50"), None], pa.decimal128(10, 2)),
    "about": ([0.5, None], pa.float64()),
    "words": (["perché", None], pa.string()),
    "yes": ([True, None], pa.bool_()),
    "day": ([date(2025, 12, 31), None], pa.date32()),
    "hour": ([time(23, 59, 59), None], pa.time64("us")),
    "local": ([datetime(2025, 12, 31, 23, 59), None], pa.timestamp("us")),
    "utc": ([AT, None], pa.timestamp("us", "UTC")),
    "lasted": ([timedelta(hours=25), None], pa.duration("us")),
    "bytes": ([b"\x00\xff", None], pa.binary()),
}


def main() -> None:
    """Write the snapshot of today's format."""
    target = HERE / str(FORMAT)
    if target.exists():
        raise SystemExit(f"{target} is there: a format is never made again")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.prepare()
        store.commit(_manifest(_object(store)))
        store.prepare()
        (store.objects.folder / "scratch").rmdir()
        shutil.copytree(store.folder, target)


def table() -> pa.Table:
    """Return the one table: a value and a null of every type."""
    return pa.table({name: pa.array(values, kind) for name, (values, kind) in VALUES.items()})


def _object(store: Store) -> Dataset:
    made = table()
    writer = store.writer(made.schema)
    for batch in made.to_batches():
        writer.write(batch)
    written = writer.finish()
    fields = tuple(
        Field(each.name, str(each.type).upper(), value_type(each.type), each.name != "whole", f"comment of {each.name}")
        for each in made.schema
    )
    return Dataset(
        system="crm",
        dataset="values",
        kind="table",
        fields=fields,
        key=("whole",),
        references=(Reference(("whole",), "others", ("id",)),),
        object=written.object,
        records=written.records,
        source_records=written.records,
        bytes=written.bytes,
        query="SELECT * FROM values",
        comment="one of each",
        started_at=AT,
        read_at=AT + timedelta(seconds=1),
        moment="tx 42",
        fingerprint="7",
        asked="abc",
    )


def _manifest(values: Dataset) -> Manifest:
    others = [
        Dataset("crm", "others", "view", (Field("id", "INT"),), status="described", reason=Reason.VIEW),
        Dataset("crm", "part", "table", (), status="sampled", origin="resumed", records=0, sampled_share=None),
        Dataset("erp", "kept", "file", (), status="read", origin="carried", records=0),
        Dataset("erp", "shut", "sheet", (), status="failed", reason=Reason.ENCRYPTED, sampled_share=0.0),
    ]
    return Manifest(
        snapshot="20260131T063000Z",
        company="Mobilificio di prova",
        regia_version="0.1.0",
        taken_at=AT,
        ended_at=AT + timedelta(seconds=2),
        systems=(
            SystemRead("crm", "postgresql", "read", AT, AT),
            SystemRead("erp", "files", "partial", AT, AT, "La connessione è caduta.", "The connection broke.", True),
            SystemRead("wiki", "", "no_source", AT, AT),
        ),
        datasets=(values, *others),
        skipped=tuple(Skipped("crm", reason, "values", "words", "detail", 1, 0.5) for reason in Reason),
        definitions=(Definition("crm", "others", "SELECT id FROM values"),),
        tombstones=(Tombstone("crm", "values", 1, AT, "art. 17"),),
    )


if __name__ == "__main__":
    main()
