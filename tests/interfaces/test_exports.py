"""The register written for others: every export is read back."""

import json
import re
from xml.etree.ElementTree import fromstring

import pytest

from regia.interfaces.document import Register, document
from regia.interfaces.exports.archimate import archimate
from regia.interfaces.exports.cyclonedx import cyclonedx
from regia.interfaces.exports.mermaid import mermaid
from regia.interfaces.exports.openlineage import openlineage
from regia.interfaces.exports.structurizr import structurizr

_SPACE = "{http://www.opengroup.org/xsd/archimate/3.0/}"


@pytest.fixture
def register() -> Register:
    def line(left: str, right: str, **more: object) -> dict[str, object]:
        return {
            "interface": f"{left}>{right}:order", "from_system": left, "to_system": right, "concept": "order",
            "mode": "batch", "status": "declared", "probability": 0.9, "contradiction": None, "lag_p50_hours": 13.0,
            "records_per_month": 70.0, "reasons_it": "perché", "reasons_en": "why", "from_dataset": "t",
            "to_dataset": "ORD",
        } | more  # fmt: skip

    system = {"department": "sales", "kind": None}
    step = {"from_system": "shop", "from_dataset": "t", "from_field": "id", "to_system": "erp", "to_dataset": "ORD"}
    return document(
        'Rossi & "Figli" <srl>',
        "s1",
        systems=[{"system": "shop", "name": 'Shop "1" | [x]'} | system, {"system": "erp", "name": "ERP"} | system],
        interfaces=[line("shop", "erp"), line("erp", "shop", probability=0.1, contradiction="dead")],
        lineage=[step | {"to_field": "NUM"}, step | {"to_field": "*"}],
    )


def test_cyclonedx_holds_each_flow_at_both_ends_and_leaves_out_what_is_dead(register: Register) -> None:
    bill = json.loads(cyclonedx(register))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                        bill["serialNumber"])  # fmt: skip
    flows = {service["bom-ref"]: service.get("data") for service in bill["services"]}
    assert [(each["flow"], each["classification"]) for each in flows["system:shop"]] == [("outbound", "order")]
    assert flows["system:erp"][0]["source"] == ["urn:regia:system:shop"]
    assert {"ref": "system:erp", "dependsOn": ["system:shop"]} in bill["dependencies"]


def test_openlineage_carries_the_columns_that_are_known(register: Register) -> None:
    [event] = [json.loads(line) for line in openlineage(register, "2026-01-01T00:00:00Z").splitlines()]
    fields = event["outputs"][0]["facets"]["columnLineage"]["fields"]
    assert fields == {"NUM": {"inputFields": [{"namespace": "shop", "name": "t", "field": "id"}]}}
    assert (event["inputs"][0]["namespace"], event["outputs"][0]["name"]) == ("shop", "ORD")


def test_archimate_flows_join_components(register: Register) -> None:
    root = fromstring(archimate(register))
    ids = {each.get("identifier") for each in root.iter(f"{_SPACE}element")}
    flows = list(root.iter(f"{_SPACE}relationship"))
    assert [(each.get("source") in ids, each.get("target") in ids) for each in flows] == [(True, True)]


def test_pictures_hold_every_line_and_no_text_breaks_out(register: Register) -> None:
    chart = mermaid(register)
    assert chart.count("-->") == 1
    assert chart.count(".->") == 1
    assert 's_shop["Shop  1     x "]' in chart
    workspace = structurizr(register)
    assert workspace.count(" -> ") == 2
    assert workspace.count("{") == workspace.count("}")
    assert 'workspace "Rossi &  Figli  <srl>" {' in workspace
