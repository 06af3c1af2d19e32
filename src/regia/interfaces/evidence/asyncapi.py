"""Descriptions of messages (AsyncAPI 2 and 3): who sends on a channel and who receives.

The document is one system's, named by its title or its file. The other end is named by the channel, the operation's
`x-consumer` or its summary; else it is the system whose own document receives on the channel that this one sends on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regia.interfaces.clue import Clue, File, Found, Kind, Post
from regia.interfaces.evidence.openapi import Node, document, node
from regia.interfaces.landscape import Landscape

_OTHERS = ("x-consumer", "x-consumers", "x-producer", "x-publisher", "summary", "description", "title")


@dataclass(frozen=True)
class _Operation:
    """What a system does on a channel; `words` are those of its messages."""

    channel: str
    sends: bool
    told: Node
    words: str


def _is_it(file: File) -> bool:
    return "asyncapi" in document(file)


def _read(file: File, landscape: Landscape) -> Found:
    whole = document(file)
    titles = (str(node(whole.get("info")).get("title", "")), file.name.rpartition("/")[2])
    home = next((found[0] for each in titles if len(found := landscape.systems_in(each)) == 1), None)
    if home is None:
        return Found()
    operations = [*_operations(whole)]
    posts = tuple(
        Post(home, each.channel, each.sends, f"{file.name}#{each.channel}", _concept(each, landscape))
        for each in operations
    )
    return Found(tuple(clue for each in operations for clue in _clues(home, each, file, landscape)), posts=posts)


def met(posts: Iterable[Post]) -> Iterator[Clue]:
    """Yield who sends to whom: systems whose documents name the same channel."""
    by_channel: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        by_channel[post.channel].append(post)
    for channel, told in by_channel.items():
        for sender in (each for each in told if each.sends):
            for receiver in (each for each in told if not each.sends and each.system != sender.system):
                yield Clue(
                    kind="asyncapi", origin="declared", from_system=sender.system, to_system=receiver.system,
                    reference=sender.reference, detail=f"{channel} ({receiver.reference})",
                    concept=sender.concept or receiver.concept, mode="realtime",
                )  # fmt: skip


def _operations(whole: Node) -> Iterator[_Operation]:
    """Yield each operation: in version 2 `publish` is what others may send, in version 3 the action is one's own."""
    channels = node(whole.get("channels"))
    for channel, item in channels.items():
        for verb, sends in (("subscribe", True), ("publish", False)):
            if verb in node(item):
                operation = node(node(item)[verb])
                yield _Operation(channel, sends, operation, _words(operation.get("message"), whole))
    for name, told in node(whole.get("operations")).items():
        operation = node(told)
        key = _last(node(operation.get("channel")), name)
        place = node(channels.get(key))
        messages = operation.get("messages") or list(node(place.get("messages")).values())
        words = " ".join(_words(each, whole) for each in messages) if isinstance(messages, list) else ""
        address = str(place.get("address") or key)
        yield _Operation(address, operation.get("action") == "send", operation, words)


def _last(reference: Node, otherwise: str) -> str:
    """Return the last part of a reference, as JSON pointers write it (RFC 6901)."""
    last = str(reference.get("$ref", otherwise)).rpartition("/")[2]
    return last.replace("~1", "/").replace("~0", "~")


def _words(message: object, whole: Node) -> str:
    """Return what a message is called, there or where it refers to."""
    told = node(message)
    name = _last(told, "") if "$ref" in told else ""
    kept = {**node(node(node(whole.get("components")).get("messages")).get(name)), **told}
    return " ".join(filter(None, (name, *(str(kept.get(key) or "") for key in ("name", "title")))))


def _concept(each: _Operation, landscape: Landscape) -> str | None:
    return landscape.concept_in(each.channel) or landscape.concept_in(each.words)


def _clues(home: str, each: _Operation, file: File, landscape: Landscape) -> Iterator[Clue]:
    said = " ".join([each.channel, *(str(each.told.get(key, "")) for key in _OTHERS)])
    for other in landscape.systems_in(said):
        if other != home:
            left, right = (home, other) if each.sends else (other, home)
            yield Clue(
                kind="asyncapi", origin="declared", from_system=left, to_system=right,
                reference=f"{file.name}#{each.channel}", detail=each.channel, concept=_concept(each, landscape),
                mode="realtime",
            )  # fmt: skip


KIND = Kind("asyncapi", _is_it, _read)
