"""The work list of duplicates: which record to merge into which, dataset by dataset, the surest first."""

from typing import TYPE_CHECKING

from regia.model.masking import is_key, mask_key
from regia.resolve.exports.sheet import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("system", "dataset", "record", "keep", "entity", "probability", "filled", "changed_at")


def work_list(duplicates: "pa.Table", concept: str | None = None, *, masked: bool = True) -> list[Sheet]:
    """Return a table for each dataset with duplicates; keys of records that may tell of somebody are masked."""
    rows = [row for row in duplicates.to_pylist() if concept in (None, row["concept"])]
    places = sorted({(str(row["system"]), str(row["dataset"])) for row in rows})
    return [
        Sheet(f"{system}.{dataset}", COLUMNS, [_cells(row, masked=masked) for row in _of(rows, system, dataset)])
        for system, dataset in places
    ]


def _of(rows: list[dict[str, object]], system: str, dataset: str) -> list[dict[str, object]]:
    mine = [row for row in rows if (row["system"], row["dataset"]) == (system, dataset)]
    return sorted(mine, key=lambda row: (-_number(row["probability"]), str(row["keep"]), str(row["record"])))


def _cells(row: dict[str, object], *, masked: bool) -> list[object]:
    changed = row["changed_at"]
    shown = row | {
        "probability": round(_number(row["probability"]), 3),
        "changed_at": str(changed)[:19] if changed else None,
    }
    return [mask_key(str(shown[name])) if masked and is_key(name) else shown[name] for name in COLUMNS]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
