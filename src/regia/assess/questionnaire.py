"""The questionnaire: six areas, their items, and what each level looks like; read from `questionnaire/*.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from regia.errors import Text
from regia.judgement.answers import Side

LEVELS = (1, 2, 3, 4, 5)
_ROOM = "regia.assess"


@dataclass(frozen=True)
class Item:
    """One item: what each side is asked, and what each level looks like, from 1 to 5."""

    item: str
    area: str
    name: Text
    asks: Mapping[Side, Text]
    levels: tuple[Text, ...]
    risk: Text
    first_step: Text
    would_measure: Text

    def level(self, score: float) -> Text:
        """Return what the level nearest to a score looks like."""
        return self.levels[min(max(round(score), 1), len(self.levels)) - 1]


@dataclass(frozen=True)
class Area:
    """One area with its items."""

    area: str
    name: Text
    says: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Reference:
    """What managers elsewhere said of the matter of an item."""

    item: str
    share: float
    who: Text
    says: Text
    source: str
    year: int
    sample: Text


@cache
def areas() -> tuple[Area, ...]:
    """Return the areas in their order."""
    folder = files(_ROOM) / "questionnaire"
    found = [(path.name.removesuffix(".toml"), tomllib.loads(path.read_text("utf-8"))) for path in folder.iterdir()
             if path.name.endswith(".toml")]  # fmt: skip
    ordered = sorted(found, key=lambda each: int(each[1]["position"]))
    return tuple(_area(name, table) for name, table in ordered)


@cache
def items() -> dict[str, Item]:
    """Return all items by name, in the order they are asked."""
    return {item.item: item for area in areas() for item in area.items}


@cache
def references() -> dict[str, Reference]:
    """Return the reference lines by item."""
    table = tomllib.loads((files(_ROOM) / "references.toml").read_text("utf-8"))
    source = table["source"]
    return {line["item"]: Reference(line["item"], line["share"], pair(line["who"]), pair(line["says"]), source["name"],
                                    source["year"], pair(source["sample"])) for line in table["lines"]}  # fmt: skip


def pair(sentence: Sequence[str]) -> Text:
    """Return a sentence written as a pair: Italian, English."""
    italian, english = sentence
    return Text(italian, english)


def _area(name: str, table: Mapping[str, object]) -> Area:
    listed = table["items"]
    assert isinstance(listed, dict)
    return Area(
        name, _pair(table, "name"), _pair(table, "says"), tuple(_item(key, name, each) for key, each in listed.items())
    )


def _item(name: str, area: str, table: Mapping[str, object]) -> Item:
    levels = table["levels"]
    assert isinstance(levels, list)
    return Item(
        item=name,
        area=area,
        name=_pair(table, "name"),
        asks={"it": _pair(table, "it"), "business": _pair(table, "business")},
        levels=tuple(pair(level) for level in levels),
        risk=_pair(table, "risk"),
        first_step=_pair(table, "first_step"),
        would_measure=_pair(table, "would_measure"),
    )


def _pair(table: Mapping[str, object], key: str) -> Text:
    sentence = table[key]
    assert isinstance(sentence, list)
    return pair(sentence)
