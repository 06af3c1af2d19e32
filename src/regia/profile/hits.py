"""How the rules of this room say what they found: where it is, how many records, and the row that proves it."""

from collections.abc import Sequence

from regia.engine.session import literal
from regia.model.rule import Hit, Severity

Row = dict[str, object]


def number(row: Row, name: str) -> int:
    """Return a whole number of a row; an unknown one is 0."""
    value = row[name]
    return 0 if value is None else round(float(str(value)))


def field_hit(row: Row, *, records: int | None, values: Row | None = None, severity: Severity | None = None) -> Hit:
    """Return the hit of one field; the row has `system`, `dataset` and `field`."""
    system, dataset, field = str(row["system"]), str(row["dataset"]), str(row["field"])
    told: Row = {"system": system, "dataset": dataset, "field": field, "records": records}
    return Hit(
        subject=f"{system}.{dataset}.{field}",
        values=told | (values or {}),
        evidence_table="fields",
        evidence_filter=f"{in_dataset(system, dataset)} AND field = {literal(field)}",
        system=system,
        dataset=dataset,
        field=field,
        records=records,
        severity=severity,
    )


def dataset_hit(
    row: Row,
    *,
    records: int | None,
    values: Row | None = None,
    table: str = "datasets",
    condition: str = "",
    severity: Severity | None = None,
) -> Hit:
    """Return the hit of one dataset; `table` and `condition` say where its evidence is."""
    system, dataset = str(row["system"]), str(row["dataset"])
    told: Row = {"system": system, "dataset": dataset, "records": records}
    return Hit(
        subject=f"{system}.{dataset}",
        values=told | (values or {}),
        evidence_table=table,
        evidence_filter=in_dataset(system, dataset) + (f" AND {condition}" if condition else ""),
        system=system,
        dataset=dataset,
        records=records,
        severity=severity,
    )


def among(names: Sequence[object], count: int) -> str:
    """Return some names of `count` as a sentence shows them in brackets: all of them, or the first and an ellipsis."""
    return ", ".join(map(str, names)) + (" …" if count > len(names) else "")


def in_dataset(system: str, dataset: str) -> str:
    """Return the condition that a row is of a dataset."""
    return f"system = {literal(system)} AND dataset = {literal(dataset)}"
