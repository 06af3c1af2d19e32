"""How severities are shown: a glyph, a word and a colour."""

from regia.model.rule import SEVERITIES
from regia.web.frame.cell import Tag

SEVERITY_TAGS: dict[object, Tag] = {
    4: Tag(SEVERITIES[4], "▲▲", "bad"),
    3: Tag(SEVERITIES[3], "▲", "warn"),
    2: Tag(SEVERITIES[2], "■", "info"),
    1: Tag(SEVERITIES[1], "·"),
}
