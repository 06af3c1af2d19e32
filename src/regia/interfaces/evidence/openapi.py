"""Descriptions of APIs (Swagger 2, OpenAPI 3.0 and 3.1): who offers what, and who is said to use it.

An operation that writes (POST, PUT, PATCH) takes data in; one that reads (GET), a webhook and a callback give data out.
The offering system is named by the path, the servers, the title or the file; the using one by `x-consumer`, or by the
words of the summary.
"""

from collections.abc import Iterable, Iterator, Mapping

from regia.interfaces.clue import Clue, File, Found, Kind
from regia.interfaces.landscape import Landscape

Node = Mapping[str, object]
_TAKES = frozenset(("post", "put", "patch"))
_GIVES = frozenset(("get",))
_CONSUMERS = ("x-consumer", "x-consumers", "x-client", "x-clients", "x-producer", "x-publisher")


def _is_it(file: File) -> bool:
    head = document(file)
    return any(key in head for key in ("openapi", "swagger"))


def document(file: File) -> Node:
    """Return a file's content as JSON, or as YAML where it is written so; empty where it is neither."""
    if isinstance(file.json, dict):
        return file.json
    if not file.has_suffix(".yaml", ".yml"):
        return {}
    import msgspec

    try:
        found = msgspec.yaml.decode(file.text)
    except (msgspec.DecodeError, ValueError, ImportError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(file: File, landscape: Landscape) -> Found:
    whole = document(file)
    home = _home(whole, file.name, landscape)
    clues: list[Clue] = []
    for path, item in node(whole.get("paths")).items():
        for verb, operation in node(item).items():
            if verb.lower() in _TAKES | _GIVES:
                clues += _clues(str(path), verb.lower(), node(operation), file=file, home=home, landscape=landscape)
    for name, item in (*node(whole.get("webhooks")).items(), *_callbacks(whole)):
        for verb, operation in node(item).items():
            if verb.lower() in _TAKES:
                clues += _clues(str(name), "get", node(operation), file=file, home=home, landscape=landscape)
    return Found(tuple(clues))


def _callbacks(whole: Node) -> Iterator[tuple[str, object]]:
    """Yield what an API calls back: it sends there, as its webhooks do."""
    for item in node(whole.get("paths")).values():
        for operation in node(item).values():
            for name, callback in node(node(operation).get("callbacks")).items():
                yield from ((f"{name} {path}", told) for path, told in node(callback).items())


def node(value: object) -> Node:
    """Return a part of a document that is expected to be an object; empty where it is not."""
    return value if isinstance(value, dict) else {}


def _home(whole: Node, name: str, landscape: Landscape) -> str | None:
    servers = whole.get("servers")
    urls = [str(node(each).get("url", "")) for each in servers] if isinstance(servers, list) else []
    texts = [str(node(whole.get("info")).get("title", "")), *urls, str(whole.get("host", "")), name.rpartition("/")[2]]
    return next((found[0] for text in texts if len(found := landscape.systems_in(text)) == 1), None)


def _clues(
    path: str, verb: str, operation: Node, *, file: File, home: str | None, landscape: Landscape
) -> Iterator[Clue]:
    named = landscape.systems_in(path)
    offering = named[0] if named else home
    if offering is None:
        return
    told = f"{operation.get('operationId', '')} {path}"
    for other in _using(operation, landscape):
        if other != offering:
            ends = (other, offering) if verb in _TAKES else (offering, other)
            yield Clue(
                kind="openapi",
                origin="declared",
                from_system=ends[0],
                to_system=ends[1],
                reference=f"{file.name}#{path}",
                detail=f"{verb.upper()} {path}",
                concept=landscape.concept_in(path) or landscape.concept_in(told),
                mode="realtime",
            )


def _using(operation: Node, landscape: Landscape) -> list[str]:
    for key in _CONSUMERS:
        if key in operation:
            found = [landscape.systems_in(each) for each in _texts(operation[key])]
            return [system for systems in found for system in systems]
    said = " ".join(str(operation.get(key, "")) for key in ("summary", "description"))
    return landscape.systems_in(said)


def _texts(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, list) else (str(value),)


KIND = Kind("openapi", _is_it, _read)
