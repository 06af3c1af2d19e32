import csv
import json
from collections.abc import Callable

import pytest

from .conftest import Folder

Company = Callable[..., Folder]
both = pytest.mark.parametrize("industry", ["furniture", "distribution"])


@both
def test_the_crontab_holds_what_is_declared_and_scheduled_and_nothing_undeclared(
    company: Company, industry: str
) -> None:
    folder = company(seed=2, industry=industry)
    crontab = (folder.path / "evidence/jobs/crontab").read_text(encoding="utf-8")
    interfaces = {str(row["interface"]): row for row in folder.truth("interfaces")}
    scheduled = {name for name, row in interfaces.items() if row["status"] == "declared" and row["mode"] == "batch"}
    assert all(f"{name}.sql" in crontab for name in scheduled)
    assert all(name not in crontab for name, row in interfaces.items() if row["status"] == "undeclared")
    dead = [name for name, row in interfaces.items() if row["status"] == "dead"]
    assert dead
    assert all(name.replace("dead_", "sync_") in crontab for name in dead)


@both
def test_every_piece_of_evidence_is_of_a_known_interface_and_names_a_file(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    known = {row["interface"] for row in folder.truth("interfaces")}
    rows = folder.truth("evidence")
    assert len(rows) >= 4
    for row in rows:
        assert row["interface"] in known
        assert (folder.path / "evidence" / str(row["reference"])).is_file()


@both
def test_lineage_is_written_in_its_script_and_joins_fields_that_exist(company: Company, industry: str) -> None:
    folder = company(seed=2, industry=industry)
    fields = {(row["system"], row["dataset"], row["field"]) for row in folder.truth("fields")}
    rows = folder.truth("lineage")
    assert rows
    for row in rows:
        script = (folder.path / "evidence" / str(row["reference"])).read_text(encoding="utf-8")
        for side in ("from", "to"):
            assert (row[f"{side}_system"], row[f"{side}_dataset"], row[f"{side}_field"]) in fields
            assert f'"{row[f"{side}_field"]}"' in script


def test_traces_join_a_client_to_its_server(company: Company) -> None:
    folder = company(seed=2)
    payload = json.loads((folder.path / "evidence/traces/otlp.json").read_text(encoding="utf-8"))
    spans = {}
    for resource in payload["resourceSpans"]:
        (span,) = resource["scopeSpans"][0]["spans"]
        spans[span["spanId"]] = (resource["resource"]["attributes"][0]["value"]["stringValue"], span)
    calls = {(spans[span["parentSpanId"]][0], service) for service, span in spans.values() if span["parentSpanId"]}
    traced = {row["interface"] for row in folder.truth("evidence") if row["kind"] == "otlp"}
    expected = {(row["from_system"], row["to_system"]) for row in folder.truth("interfaces")
                if row["interface"] in traced}  # fmt: skip
    assert calls == expected
    assert calls


def test_papers_are_there_for_every_system_with_a_contract(company: Company) -> None:
    folder = company(seed=2)
    with (folder.path / "evidence/papers/contracts.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["system"] for row in csv.DictReader(file, delimiter=";")}
    assert listed == {row["system"] for row in folder.truth("systems") if row["contract_end"]}
    assert {path.stem for path in (folder.path / "evidence/papers").iterdir()} == {
        "projects", "it_requests", "objectives", "budgets", "contracts",
    }  # fmt: skip
