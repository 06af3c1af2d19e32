"""Descriptions of messages (AsyncAPI 2 and 3): who sends on a channel and who receives.

The document is one system's, named by its title or its file; the other end is named by the channel, the operation's
`x-consumer` or its summary.
"""

from collections.abc import Iterator

from regia.interfaces.clue import Clue, File, Found, Kind
from regia.interfaces.evidence.openapi import Node, document, node
from regia.interfaces.landscape import Landscape

_OTHERS = ("x-consumer", "x-consumers", "x-producer", "x-publisher", "summary", "description", "title")


def _is_it(file: File) -> bool:
    return "asyncapi" in document(file)


def _read(file: File, landscape: Landscape) -> Found:
    whole = document(file)
    titles = (str(node(whole.get("info")).get("title", "")), file.name.rpartition("/")[2])
    home = next((found[0] for each in titles if len(found := landscape.systems_in(each)) == 1), None)
    if home is None:
        return Found()
    told = ((home, channel, sends, operation) for channel, sends, operation in _operations(whole))
    return Found(tuple(clue for each in told for clue in _clues(each, file, landscape)))


def _operations(whole: Node) -> Iterator[tuple[str, bool, Node]]:
    """Yield each operation: its channel, whether the system sends on it, and what is said of it.

    In version 2 `publish` is what others may send to the system, in version 3 the action is the system's own.
    """
    for channel, item in node(whole.get("channels")).items():
        for verb, sends in (("subscribe", True), ("publish", False)):
            if verb in node(item):
                yield channel, sends, node(node(item)[verb])
    for name, operation in node(whole.get("operations")).items():
        reference = str(node(node(operation).get("channel")).get("$ref", name))
        yield reference.rpartition("/")[2], node(operation).get("action") == "send", node(operation)


def _clues(told: tuple[str, str, bool, Node], file: File, landscape: Landscape) -> Iterator[Clue]:
    home, channel, sends, operation = told
    said = " ".join([channel, *(str(operation.get(key, "")) for key in _OTHERS)])
    for other in landscape.systems_in(said):
        if other != home:
            left, right = (home, other) if sends else (other, home)
            yield Clue(
                kind="asyncapi", origin="declared", from_system=left, to_system=right,
                reference=f"{file.name}#{channel}", detail=channel, concept=landscape.concept_in(channel),
                mode="realtime",
            )  # fmt: skip


KIND = Kind("asyncapi", _is_it, _read)
