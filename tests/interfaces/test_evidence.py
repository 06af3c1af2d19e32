"""Each kind of evidence, on a small file whose meaning is plain."""

import json
from datetime import UTC, datetime

import pytest

from regia.interfaces.clue import Found
from regia.interfaces.evidence.asyncapi import met
from tests.interfaces.small import ends, read


def test_a_crontab_names_its_systems_in_the_script() -> None:
    kind, found = read(
        "jobs/crontab",
        "SHELL=/bin/bash\n# 1 1 * * * old_crm_erp.sql\n"
        "5 2 * * * /opt/run.sh sync_crm_erp_customer.sql >> /var/log/shop.log\n"
        "@daily /opt/backup.sh\nnot a line\n",
    )
    assert (kind, ends(found)) == ("crontab", [("crm", "erp", "customer")])
    assert [(each.script, each.detail) for each in found.schedules][:2] == [
        ("run.sh", "5 2 * * *"),
        ("sync_crm_erp_customer.sql", "5 2 * * *"),
    ]


def test_openapi_tells_who_offers_and_who_uses() -> None:
    operation = {"post": {"x-consumer": "web-shop"}, "get": {"summary": "read by the CRM"}}
    kind, found = read("api.json", json.dumps({"openapi": "3.1.0", "paths": {"/erp/api/customers": operation}}))
    assert (kind, ends(found)) == ("openapi", [("shop", "erp", "customer"), ("erp", "crm", "customer")])


def test_openapi_is_read_as_yaml_and_its_title_names_the_system() -> None:
    head = "openapi: 3.0.0\ninfo:\n  title: API del Gestionale Quadra\n"
    text = f"{head}paths:\n  /orders:\n    put:\n      x-consumers: [shop]\n"
    assert ends(read("orders.yaml", text)[1]) == [("shop", "erp", "order")]


def test_an_access_log_counts_calls_between_systems_and_leaves_browsers_out() -> None:
    line = '10.0.0.1 - - [01/Jun/2026:10:00:00 +0200] "POST /erp/api/orders HTTP/1.1" {} 9 "-" "web-shop/1.4"'
    person = '9.9.9.9 - - [01/Jun/2026:10:00:00 +0200] "GET /shop/cart HTTP/1.1" 200 9 "-" "Mozilla/5.0"'
    kind, found = read("access.log", "\n".join([line.format(201), person, line.format(500)]))
    assert (kind, ends(found)) == ("access_log", [("shop", "erp", "order")])
    assert found.clues[0].detail == "/erp/api/orders x 2, 1 failed"
    assert found.clues[0].last_seen_at == datetime(2026, 6, 1, 8, tzinfo=UTC)


def test_a_trace_joins_the_two_ends_of_a_call() -> None:
    def service(name: str, span: dict[str, object]) -> dict[str, object]:
        attributes = [{"key": "service.name", "value": {"stringValue": name}}]
        return {"resource": {"attributes": attributes}, "scopeSpans": [{"spans": [span]}]}

    start = {"traceId": "t", "startTimeUnixNano": "1780300800000000000"}
    client = start | {"spanId": "a", "parentSpanId": "", "name": "POST /customers", "kind": 3}
    server = start | {"spanId": "b", "parentSpanId": "a", "name": "POST /customers", "kind": 2}
    text = json.dumps({"resourceSpans": [service("web-shop", client), service("crm-service", server)]})
    kind, found = read("otlp.json", text)
    assert (kind, ends(found)) == ("otlp", [("shop", "crm", "customer")])
    assert ends(read("otlp.jsonl", text)[1]) == [("shop", "crm", "customer")]


def test_sql_is_read_down_to_columns() -> None:
    kind, found = read("s.sql", 'INSERT INTO erp."ORDTES" (NUMORD) SELECT s."id" FROM shop.sales_order s;')
    assert (kind, ends(found)) == ("sql", [("shop", "erp", "order")])
    assert [(each.from_field, each.to_field) for each in found.steps] == [("id", "NUMORD")]


def test_a_temporary_table_is_stepped_over() -> None:
    kept = "SELECT c.email AS e INTO #t FROM crm.dbo.accounts c"
    text = f"{kept}\nUPDATE a SET a.EMAIL = t.e FROM erp.dbo.ANACLI a JOIN #t t ON 1 = 1\nGO"
    found = read("s.sql", text)[1]
    assert [(each.from_system, each.from_field, each.to_system, each.to_field) for each in found.steps] == [
        ("crm", "email", "erp", "EMAIL")
    ]


def test_a_statement_that_cannot_be_read_is_counted_and_the_others_are_read() -> None:
    found = read(
        "s.sql", "INSERT INTO (( FROM SELECT;\nINSERT INTO erp.ANACLI (EMAIL) SELECT email FROM crm.accounts;"
    )[1]
    assert (found.trouble, len(found.steps)) == ("1 statements", 1)


def test_asyncapi_tells_who_sends_in_both_versions() -> None:
    second = {"asyncapi": "2.6.0", "info": {"title": "web-shop"}, "channels": {
        "erp/orders": {"subscribe": {"summary": "taken by the Gestionale Quadra"}}}}  # fmt: skip
    third = {
        "asyncapi": "3.0.0",
        "info": {"title": "web-shop"},
        "operations": {
            "x": {"action": "receive", "channel": {"$ref": "#/channels/customers"}, "summary": "of the CRM"}
        },
    }
    assert ends(read("a.json", json.dumps(second))[1]) == [("shop", "erp", "order")]
    assert ends(read("a.json", json.dumps(third))[1]) == [("crm", "shop", "customer")]


def test_two_documents_meet_on_a_channel() -> None:
    def told(title: str, action: str) -> Found:
        document = {
            "asyncapi": "3.0.0",
            "info": {"title": title},
            "channels": {"placed": {"address": "sales.placed", "messages": {"m": {"$ref": "#/components/messages/M"}}}},
            "operations": {"x": {"action": action, "channel": {"$ref": "#/channels/placed"}}},
            "components": {"messages": {"M": {"name": "OrderPlaced"}}},
        }
        return read(f"{title}.json", json.dumps(document))[1]

    sender, receiver = told("web-shop", "send"), told("Gestionale Quadra", "receive")
    assert [*ends(sender), *ends(receiver)] == []
    [clue] = met([*sender.posts, *receiver.posts])
    assert (clue.from_system, clue.to_system, clue.concept) == ("shop", "erp", "order")


def test_openapi_webhooks_and_callbacks_give_data_out() -> None:
    hook = {"post": {"x-consumer": "CRM"}}
    called = {"post": {"callbacks": {"done": {"{$request.body#/url}": {"post": {"x-consumer": "web-shop"}}}}}}
    document = {"openapi": "3.1.0", "info": {"title": "Gestionale Quadra"}, "webhooks": {"newCustomer": hook},
                "paths": {"/orders": called}}  # fmt: skip
    assert [each[:2] for each in ends(read("api.json", json.dumps(document))[1])] == [("erp", "crm"), ("erp", "shop")]
    second = {
        "swagger": "2.0",
        "host": "srv-erp",
        "basePath": "/v1",
        "paths": {"/orders": {"get": {"x-consumers": ["CRM"]}}},
    }
    assert ends(read("api.json", json.dumps(second))[1]) == [("erp", "crm", "order")]


def test_a_flow_named_by_its_function_and_a_table_of_jobs_of_the_system() -> None:
    text = "from airflow.sdk import dag\n@dag(schedule='@daily')\ndef crm_to_shop_customers():\n    pass\n"
    assert ends(read("dags/a.py", text)[1]) == [("crm", "shop", "customer")]
    kind, found = read("etc/cron.d/nightly", "5 2 * * * root /opt/sync_crm_erp.sh\n")
    assert (kind, ends(found)) == ("crontab", [("crm", "erp", None)])


@pytest.mark.parametrize("version", [4, 6, 7, 12, 20])
def test_dbt_manifests_of_all_versions(version: int) -> None:
    code = "compiled_sql" if version < 7 else "compiled_code"
    node = {"name": "orders", "alias": "ORDTES", "schema": "erp", "resource_type": "model",
            code: "select `id` as NUMORD from `shop`.`sales_order`", "depends_on": {"nodes": ["source.s"]}}  # fmt: skip
    manifest = {
        "metadata": {"dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
                     "adapter_type": "bigquery"},
        "sources": {"source.s": {"name": "sales_order", "source_name": "shop", "schema": "raw"}},
        "nodes": {"model.o": node},
        "exposures": {"exposure.e": {"name": "crm_segments", "depends_on": {"nodes": ["model.o"]}}},
    }  # fmt: skip
    found = read("target/manifest.json", json.dumps(manifest))[1]
    assert set(ends(found)) == {("shop", "erp", "order"), ("erp", "crm", "order")}
    assert [(each.from_field, each.to_field) for each in found.steps] == [("id", "NUMORD")]


def test_an_airflow_file_is_read_and_never_run() -> None:
    flow = "with DAG('shop_erp_orders', schedule='@daily'):\n    Op(sql='a/b.sql')\n"
    text = f"from airflow import DAG\nraise SystemExit\n{flow}"
    kind, found = read("dags/orders.py", text)
    assert (kind, ends(found)) == ("airflow", [("shop", "erp", "order")])
    assert [(each.script, each.detail) for each in found.schedules] == [("b.sql", "@daily")]
    assert read("dags/broken.py", "import airflow\ndef (")[1].trouble == "SyntaxError"


def test_a_dbt_manifest_is_followed_to_columns_where_its_code_is_compiled() -> None:
    def model(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "schema": "erp", "depends_on": {"nodes": ["source.accounts"]}, **more}

    manifest = {
        "metadata": {"dbt_schema_version": "v12"},
        "sources": {"source.accounts": {"name": "accounts", "source_name": "crm"}},
        "nodes": {
            "m.a": model("ANACLI", compiled_code="select email as EMAIL from crm.accounts"),
            "m.o": model("ORDTES"),
        },
    }
    kind, found = read("target/manifest.json", json.dumps(manifest))
    assert (kind, set(ends(found))) == ("dbt", {("crm", "erp", "customer"), ("crm", "erp", "order")})
    assert ("email", "EMAIL") in {(each.from_field, each.to_field) for each in found.steps}


def test_openlineage_events_tell_datasets_and_columns() -> None:
    fields = {"EMAIL": {"inputFields": [{"namespace": "crm", "name": "accounts", "field": "email"}]}}
    event = {
        "eventType": "COMPLETE", "eventTime": "2026-06-01T02:00:00Z", "job": {"name": "sync"},
        "inputs": [{"namespace": "crm", "name": "accounts"}],
        "outputs": [{"namespace": "erp", "name": "ANACLI", "facets": {"columnLineage": {"fields": fields}}}],
    }  # fmt: skip
    kind, found = read("events.ndjson", json.dumps(event | {"eventType": "START"}) + "\n" + json.dumps(event))
    assert (kind, ends(found)) == ("openlineage", [("crm", "erp", "customer")])
    assert [(each.from_field, each.to_field) for each in found.steps] == [("email", "EMAIL")]
    assert found.clues[0].last_seen_at == datetime(2026, 6, 1, 2, tzinfo=UTC)
