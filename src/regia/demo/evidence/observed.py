"""Observed interfaces: OTLP traces and a web access log of the last days, and an OpenAPI description."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from regia.demo.calendar import DAY, HOUR, offset
from regia.demo.copies import CopyPlan
from regia.demo.evidence.story import Story

_NANO = 1_000_000_000
_PATHS = {"customer": "customers", "product": "products", "order": "orders"}


def write_observed(story: Story) -> None:
    """Write traces for most jobs that run at once, an access log for the rest, and the APIs' description."""
    live = [copy for copy in story.copies if copy.mode == "realtime"]
    traced = [copy for copy in live if story.draw.chance(0.7)]
    spans = [_resource(copy, at) for copy in traced for at in story.recent.get(copy.name, ())]
    payload = {"resourceSpans": [resource for pair in spans for resource in pair]}
    story.file("traces/otlp.json").write_text(json.dumps(payload, indent=1), encoding="utf-8")
    for copy in traced:
        story.truth.add("evidence", copy.name, "otlp", "traces/otlp.json")
    _access_log(story, [copy for copy in live if copy not in traced])
    _open_api(story, live)


def _digest(*parts: object, size: int) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:size]


def _resource(copy: CopyPlan, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
    # one call seen from both ends: the client's span is the parent of the server's
    trace, parent = _digest(copy.name, at, "trace", size=32), _digest(copy.name, at, "client", size=16)
    route = f"/api/{_PATHS[copy.concept]}"
    client = _span(trace, parent, "", f"POST {route}", 3, at=at, millis=180)
    server = _span(trace, _digest(copy.name, at, "server", size=16), parent, f"POST {route}", 2, at=at, millis=120)
    return _service(copy.source[0], client), _service(copy.target[0], server)


def _span(trace: str, span: str, parent: str, name: str, kind: int, *, at: int, millis: int) -> dict[str, Any]:
    start = at * _NANO
    return {
        "traceId": trace, "spanId": span, "parentSpanId": parent, "name": name, "kind": kind,
        "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + millis * 1_000_000),
        "attributes": [{"key": "http.request.method", "value": {"stringValue": "POST"}}],
    }  # fmt: skip


def _service(name: str, span: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": name}}]},
        "scopeSpans": [{"scope": {"name": "http"}, "spans": [span]}],
    }


def _access_log(story: Story, calls: list[CopyPlan]) -> None:
    draw, lines = story.draw, []
    for copy in calls:
        for at in story.recent.get(copy.name, ()):
            agent = f"{copy.source[0]}-connector/1.4"
            request = f"POST /{copy.target[0]}/api/{_PATHS[copy.concept]} HTTP/1.1"
            lines.append((at, _line(f"10.0.4.{len(copy.name)}", at, request, 201, agent)))
        story.truth.add("evidence", copy.name, "access_log", "logs/access.log")
    for _ in range(900):
        at = story.ends - draw.randrange(4 * DAY)
        page = draw.choice(("/", "/prodotti", "/carrello", "/contatti", "/area-clienti", "/immagini/logo.png"))
        address = f"{draw.randrange(2, 223)}.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(1, 255)}"
        status = draw.choices((200, 304, 404, 500), (88, 8, 3, 1))[0]
        lines.append((at, _line(address, at, f"GET {page} HTTP/1.1", status, "Mozilla/5.0 (X11; Linux x86_64)")))
    text = "".join(line for _, line in sorted(lines))
    story.file("logs/access.log").write_text(text, encoding="utf-8")


def _line(address: str, at: int, request: str, status: int, agent: str) -> str:
    shown = datetime.fromtimestamp(at + offset(at), UTC).strftime("%d/%b/%Y:%H:%M:%S")
    zone = f"+0{offset(at) // HOUR}00"
    return f'{address} - - [{shown} {zone}] "{request}" {status} {200 + len(request) * 37} "-" "{agent}"\n'


def _open_api(story: Story, live: list[CopyPlan]) -> None:
    paths: dict[str, Any] = {}
    for copy in live:
        if copy.declared != "declared":
            continue
        spec = story.system(copy.target[0]).dataset(copy.target[1])
        fields = [field.name for field in spec.fields if field.meant_for(spec.concept)]
        paths[f"/{copy.target[0]}/api/{_PATHS[copy.concept]}"] = {
            "post": {
                "operationId": copy.name,
                "summary": f"Riceve {copy.concept} da {copy.source[0]}",
                "x-consumer": copy.source[0],
                "requestBody": {"content": {"application/json": {"schema": {
                    "type": "object", "properties": {name: {"type": "string"} for name in fields}}}}},
                "responses": {"201": {"description": "creato"}},
            }
        }  # fmt: skip
        story.truth.add("evidence", copy.name, "openapi", "api/openapi.json")
    document = {"openapi": "3.1.0", "info": {"title": "API interne", "version": "1.4"}, "paths": paths}
    story.file("api/openapi.json").write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")
