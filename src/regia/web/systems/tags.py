"""How the states of systems and datasets are shown: a glyph, a word and a colour."""

from regia.errors import Text
from regia.snapshot.manifest import SYSTEM_STATUSES
from regia.web.frame.cell import Tag

SYSTEM_TAGS: dict[object, Tag] = {
    "read": Tag(SYSTEM_STATUSES["read"], "✓", "good"),
    "partial": Tag(SYSTEM_STATUSES["partial"], "◐", "warn"),
    "left_out": Tag(SYSTEM_STATUSES["left_out"], "○"),
    "carried": Tag(SYSTEM_STATUSES["carried"], "↺", "warn"),
    "failed": Tag(SYSTEM_STATUSES["failed"], "✗", "bad"),
    "no_source": Tag(SYSTEM_STATUSES["no_source"], "○"),
}
DATASET_TAGS: dict[object, Tag] = {
    "read": Tag(Text("letto", "read"), "✓", "good"),
    "sampled": Tag(Text("a campione", "sampled"), "◐", "warn"),
    "described": Tag(Text("solo descritto", "described only"), "○"),
    "failed": Tag(Text("non letto", "not read"), "✗", "bad"),
    "damaged": Tag(Text("copia danneggiata", "copy damaged"), "✗", "bad"),
}
CRITICALITIES: dict[str, Text] = {
    "low": Text("bassa", "low"),
    "medium": Text("media", "medium"),
    "high": Text("alta", "high"),
    "critical": Text("critica", "critical"),
}
