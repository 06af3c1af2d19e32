"""The shared model as a Mermaid entity-relationship diagram."""

import re
from collections.abc import Iterator

from regia.errors import Language
from regia.match.document import AttributeEntry, ConceptEntry, Document
from regia.match.field import value_kind

_EDGES = {"many_to_one": "}o--||", "one_to_one": "|o--||", "many_to_many": "}o--o{"}
_FEWEST_SYSTEMS = 2
_MOST = 15


def mermaid(model: Document, language: Language) -> str:
    """Return the diagram: each concept with the attributes that more systems hold, or its first ones."""
    return "\n".join(["erDiagram", *_lines(model, language)]) + "\n"


def _lines(model: Document, language: Language) -> Iterator[str]:
    for entry in model.concepts:
        yield f'    {_word(entry.concept)}["{_quoted(entry.names.say(language))}"] {{'
        for attribute in _shown(entry):
            key = " PK" if any(holder.in_key for holder in attribute.holders) else ""
            systems = ", ".join(sorted(attribute.systems))
            yield f'        {_type(attribute)} {_word(attribute.attribute)}{key} "{_quoted(systems)}"'
        yield "    }"
    for relation in model.relations:
        edge = _EDGES[relation.cardinality]
        yield f'    {_word(relation.concept)} {edge} {_word(relation.to_concept)} : "{_quoted(relation.attribute)}"'


def _shown(entry: ConceptEntry) -> tuple[AttributeEntry, ...]:
    shared = tuple(each for each in entry.attributes if len(each.systems) >= _FEWEST_SYSTEMS)
    return (shared or entry.attributes)[:_MOST]


def _type(attribute: AttributeEntry) -> str:
    return value_kind(attribute.holders[0].type or attribute.holders[0].source_type)


def _word(text: str) -> str:
    """Return a text as a Mermaid name: letters, digits and _, starting with a letter."""
    plain = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_") or "x"
    return plain if plain[0].isalpha() else f"x_{plain}"


def _quoted(text: str) -> str:
    return text.replace('"', "'").replace("\n", " ")
