import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from regia.demo.identifiers import tax_code_holds, vat_number_holds

from .conftest import Folder

Company = Callable[..., Folder]
both = pytest.mark.parametrize("industry", ["furniture", "distribution"])


def cells(folder: Folder, system: str, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder.path / "systems" / system / f"{system}.sqlite") as connection:
        return connection.execute(sql).fetchall()


def databases(folder: Folder) -> list[str]:
    return sorted(path.stem for path in (folder.path / "systems").rglob("*.sqlite"))


@both
def test_every_record_of_the_truth_is_in_its_dataset(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    keys = {(row["system"], row["dataset"]): str(row["fields"]).split("|") for row in folder.truth("keys")}
    told: dict[tuple[str, str], set[str]] = {}
    for row in folder.truth("entity_records"):
        told.setdefault((str(row["system"]), str(row["dataset"])), set()).add(str(row["record"]))
    checked = 0
    for (system, dataset), records in told.items():
        if system in databases(folder):
            columns = ", ".join(f'"{name}"' for name in keys[system, dataset])
            found = {"|".join(map(str, row)) for row in cells(folder, system, f'SELECT {columns} FROM "{dataset}"')}
            assert records <= found, (system, dataset)
            checked += len(records)
    assert checked > 1000


@both
def test_declared_keys_and_references_hold_but_for_what_was_planted(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    planted = {(row["system"], row["dataset"], row["field"]): row["records"] for row in folder.truth("findings")
               if row["rule"] == "orphan_reference"}  # fmt: skip
    for row in folder.truth("field_references"):
        system = str(row["system"])
        if system not in databases(folder):
            continue
        orphans = cells(
            folder, system,
            f'SELECT count(*) FROM "{row["dataset"]}" WHERE "{row["fields"]}" IS NOT NULL AND "{row["fields"]}" NOT IN '
            f'(SELECT "{row["to_fields"]}" FROM "{row["to_dataset"]}" WHERE "{row["to_fields"]}" IS NOT NULL)',
        )[0][0]  # fmt: skip
        expected = planted.get((system, row["dataset"], row["fields"]), 0)
        if row["to_dataset"] in ("TABSTA", "TVAK"):
            continue
        assert orphans == expected, row


def test_planted_invalid_tax_codes_are_those_that_are_invalid(company: Company) -> None:
    folder = company(seed=2)
    codes = [code.strip() for (code,) in cells(folder, "gestionale", "SELECT CODFIS FROM ANACLI") if code]
    invalid = sum(not (tax_code_holds(code) or vat_number_holds(code)) for code in codes)
    planted = [row["records"] for row in folder.truth("findings")
               if (row["rule"], row["dataset"]) == ("invalid_tax_code", "ANACLI")]  # fmt: skip
    assert invalid > 0
    assert planted == [invalid]


def test_the_undocumented_status_is_in_use_and_in_no_list(company: Company) -> None:
    folder = company(seed=2)
    unknown = cells(
        folder, "gestionale",
        "SELECT STAORD, count(*) FROM ORDTES WHERE STAORD NOT IN (SELECT CODSTA FROM TABSTA) GROUP BY 1",
    )  # fmt: skip
    planted = [row["records"] for row in folder.truth("findings") if row["rule"] == "undocumented_status"]
    assert [count for _, count in unknown] == planted


@both
def test_events_follow_their_causes(company: Company, industry: str) -> None:
    events = {row["event"]: row for row in company(seed=2, industry=industry).truth("events")}
    assert len(events) > 1000
    for row in events.values():
        if row["cause"] is not None:
            assert events[row["cause"]]["happened_at"] <= row["happened_at"], row  # type: ignore[operator]


@both
def test_the_bottleneck_makes_work_wait_from_its_onset(company: Company, industry: str) -> None:
    # a desk of one person is too noisy to tell: a fifth of the company has real teams
    (row,) = company(seed=2, industry=industry, scale=0.2).truth("bottlenecks")
    assert row["wait_after_p50_hours"] > 2 * row["wait_before_p50_hours"] + 2  # type: ignore[operator]


@pytest.mark.parametrize("variant", ["no_bottleneck", "seasonal"])
def test_variants_without_bottleneck_plant_none(company: Company, variant: str) -> None:
    assert company(seed=2, variant=variant).truth("bottlenecks") == []


@both
def test_without_copies_no_record_comes_from_another_system(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry, variant="no_copies")
    assert [row for row in folder.truth("interfaces") if row["status"] != "dead"] == []
    copied = [row for row in folder.truth("entity_records")
              if row["origin_system"] not in (None, row["system"])]  # fmt: skip
    assert copied == []


@both
def test_a_clean_company_has_no_mistakes(company: Company, industry: str) -> None:
    kinds = Counter(row["kind"] for row in company(seed=2, industry=industry, variant="clean").truth("conflicts"))
    assert set(kinds) <= {"format", "missing"}
    rules = {row["rule"] for row in company(seed=2, industry=industry, variant="clean").truth("findings")}
    assert not {"invalid_tax_code", "default_value", "duplicate_customers", "orphan_reference"} & rules


@both
def test_every_kind_of_conflict_is_there(company: Company, industry: str) -> None:
    kinds = Counter(row["kind"] for row in company(seed=2, industry=industry).truth("conflicts"))
    assert set(kinds) == {"format", "missing", "stale", "typing", "different"}


@both
def test_correspondences_join_fields_that_exist(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    fields = {(row["system"], row["dataset"], row["field"]) for row in folder.truth("fields")}
    rows = folder.truth("correspondences")
    assert len(rows) > 50
    for row in rows:
        for side in ("left", "right"):
            field = str(row[f"{side}_field"])
            name = "value" if field.startswith("value[") else field
            assert (row[f"{side}_system"], row[f"{side}_dataset"], name) in fields
        assert row["left_system"] != row["right_system"]
