"""Attributes kept as rows take part in matching as the fields that they are."""

from pathlib import Path

import pyarrow as pa

from regia.match.stage import STAGE as MATCH
from regia.model.progress import Silent
from regia.profile.stage import STAGE as PROFILE
from regia.snapshot.evidence import Evidence
from tests.profile.made import evidence

CITIES = ["Milano", "Torino", "Roma", "Napoli", "Bari"]
N = 60


def _given(folder: Path) -> Evidence:
    people = [(f"persona{n}@esempio.it", CITIES[n * 7 % 5], f"+39 347 {1000000 + n * 1373}") for n in range(N)]
    rows = [(n + 1, 5 + kind, value) for n, person in enumerate(people) for kind, value in enumerate(person)]
    tables = {
        "shop.customer_entity": {"entity_id": range(1, N + 1), "is_active": [1, 0] * (N // 2)},
        "shop.eav_attribute": {"attribute_id": [5, 6, 7], "attribute_code": ["email", "city", "telephone"]},
        "shop.customer_entity_varchar": {
            "value_id": range(1, len(rows) + 1),
            "attribute_id": [row[1] for row in rows],
            "entity_id": [row[0] for row in rows],
            "value": [row[2] for row in rows],
        },
        "erp.ANACLI": {
            "CODCLI": [f"C{n:04}" for n in range(N)],
            "EMAIL1": [person[0] for person in people],
            "LOCALI": [person[1] for person in people],
            "TELEF1": [person[2] for person in people],
        },
    }
    given = evidence(folder, {name: pa.table({c: list(v) for c, v in held.items()}) for name, held in tables.items()})
    return given.seeing(PROFILE.compute(given, PROFILE.options, Silent()), {}, None)  # type: ignore[arg-type]


def test_attributes_kept_as_rows_are_matched_by_name_and_values(tmp_path: Path) -> None:
    found = MATCH.compute(_given(tmp_path), MATCH.options, Silent())
    taken = {
        frozenset({row["left_field"], row["right_field"]})
        for row in found["correspondences"].to_pylist()
        if row["probability"] >= 0.5
    }
    assert {
        frozenset({"EMAIL1", "value[email]"}), frozenset({"LOCALI", "value[city]"}),
        frozenset({"TELEF1", "value[telephone]"}),
    } <= taken  # fmt: skip
    raw = {"value_id", "attribute_id", "value"}
    assert not any(raw & pair for pair in taken)
    attributes = {(row["dataset"], row["field"]): row["attribute"] for row in found["attributes"].to_pylist()}
    assert attributes["customer_entity_varchar", "value[city]"] == attributes["ANACLI", "LOCALI"]
