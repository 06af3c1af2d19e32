"""How the kinds of conflict are shown: a glyph, a word and a colour."""

from regia.errors import Text
from regia.web.frame.cell import Tag

KIND_TAGS: dict[object, Tag] = {
    "different": Tag(Text("diverso", "different"), "≠", "bad"),
    "typing": Tag(Text("errore di battitura", "typing error"), "✎", "warn"),
    "stale": Tag(Text("superato", "out of date"), "↺", "warn"),
    "missing": Tag(Text("manca", "missing"), "○", "info"),
    "format": Tag(Text("scritto in altro modo", "written another way"), "≈"),
}
