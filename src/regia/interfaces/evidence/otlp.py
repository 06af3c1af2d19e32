"""Traces in OpenTelemetry's JSON form: which service called which, by a client's span and the server's under it.

Source: OpenTelemetry protocol, `ExportTraceServiceRequest` as JSON; semantic conventions for HTTP and messaging.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from regia.interfaces.clue import Clue, File, Found, Kind
from regia.interfaces.evidence.openapi import node
from regia.interfaces.landscape import Landscape

_READS = frozenset(("GET", "HEAD"))
_MONTH_DAYS = 30.44
_PEERS = ("peer.service", "server.address", "net.peer.name", "messaging.destination.name", "db.namespace", "db.name")
_CONSUMER = 5
_FAILED = 2


@dataclass(frozen=True)
class _Span:
    service: str
    name: str
    parent: str
    at: float
    verb: str
    peer: str
    consumes: bool
    failed: bool


def _is_it(file: File) -> bool:
    return any("resourceSpans" in each for each in _payloads(file, most=1))


def _payloads(file: File, most: int | None = None) -> Iterator[Mapping[str, object]]:
    """Yield the requests of a file: the whole of it, or one a line as collectors write them."""
    if isinstance(file.json, dict):
        yield file.json
    elif file.has_suffix(".json", ".jsonl", ".ndjson", ".log"):
        for line in file.lines[:most]:
            if line.lstrip().startswith("{"):
                try:
                    yield node(msgspec.json.decode(line))
                except msgspec.DecodeError:
                    continue


def _read(file: File, landscape: Landscape) -> Found:
    spans = {key: span for payload in _payloads(file) for key, span in _spans(payload)}
    calls: dict[tuple[str, str, str | None], list[_Span]] = defaultdict(list)
    names: dict[str, str | None] = {}
    for span in spans.values():
        if ends := _ends(span, spans, names, landscape):
            calls[(*ends, landscape.concept_in(span.name))].append(span)
    return Found(tuple(_clue(file, *key, told=told) for key, told in calls.items()))


def _ends(
    span: _Span, spans: Mapping[str, _Span], names: dict[str, str | None], landscape: Landscape
) -> tuple[str, str] | None:
    """Return the systems that a call moves data from and to, at the end where it is taken."""
    parent = spans.get(span.parent)
    other = parent.service if parent and parent.service != span.service else ""
    caller, called = (other, span.service) if other else (span.service, span.peer)
    left, right = (_system(name, names, landscape) for name in (caller, called))
    if not left or not right or left == right:
        return None
    return (right, left) if span.verb in _READS and not span.consumes else (left, right)


def _system(name: str, names: dict[str, str | None], landscape: Landscape) -> str | None:
    if name and name not in names:
        found = landscape.systems_in(name)
        names[name] = landscape.system(name) or (found[0] if len(found) == 1 else None)
    return names.get(name)


def _spans(payload: Mapping[str, object]) -> Iterator[tuple[str, _Span]]:
    for resource in _list(payload.get("resourceSpans")):
        service = _attributes(node(resource.get("resource"))).get("service.name", "")
        for scope in (*_list(resource.get("scopeSpans")), *_list(resource.get("instrumentationLibrarySpans"))):
            for span in _list(scope.get("spans")):
                yield f"{span.get('traceId')}/{span.get('spanId')}", _span(service, span)


def _span(service: str, span: Mapping[str, object]) -> _Span:
    told = _attributes(span)
    start = str(span.get("startTimeUnixNano") or "0")
    return _Span(
        service=service,
        name=" ".join(filter(None, (str(span.get("name", "")), told.get("http.route"), told.get("url.path")))),
        parent=f"{span.get('traceId')}/{span.get('parentSpanId')}",
        at=int(start) / 1e9 if start.isdigit() else 0.0,
        verb=told.get("http.request.method") or told.get("http.method") or "",
        peer=next((told[key] for key in _PEERS if key in told), ""),
        consumes=span.get("kind") in (_CONSUMER, "SPAN_KIND_CONSUMER"),
        failed=node(span.get("status")).get("code") in (_FAILED, "STATUS_CODE_ERROR"),
    )


def _list(value: object) -> list[Mapping[str, object]]:
    return [node(each) for each in value] if isinstance(value, list) else []


def _attributes(holder: Mapping[str, object]) -> dict[str, str]:
    found = {}
    for each in _list(holder.get("attributes")):
        value = node(each.get("value"))
        found[str(each.get("key"))] = str(next(iter(value.values()), ""))
    return found


def _clue(file: File, left: str, right: str, concept: str | None, *, told: list[_Span]) -> Clue:
    times = sorted(span.at for span in told if span.at)
    days = (times[-1] - times[0]) / 86_400 if times else 0.0
    failed = sum(span.failed for span in told)
    return Clue(
        kind="otlp",
        origin="observed",
        from_system=left,
        to_system=right,
        reference=file.name,
        detail=f"{told[0].name} x {len(told)}, {failed} failed",
        concept=concept,
        mode="realtime",
        records_per_month=len(told) / days * _MONTH_DAYS if days >= 1 else None,
        last_seen_at=datetime.fromtimestamp(times[-1], UTC) if times else None,
    )


KIND = Kind("otlp", _is_it, _read)
