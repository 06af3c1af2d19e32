"""How the states of interfaces are shown: a glyph, a word and a colour."""

from regia.errors import Text
from regia.web.frame.cell import Tag

STATUS_TAGS: dict[object, Tag] = {
    "declared": Tag(Text("dichiarata", "declared"), "■", "info"),
    "observed": Tag(Text("vista all'opera", "seen at work"), "◉", "good"),
    "inferred": Tag(Text("dedotta dai dati", "inferred"), "≈"),
    "contradicted": Tag(Text("smentita dai dati", "contradicted"), "✗", "bad"),
}
VERDICT_TAGS: dict[object, Tag] = {
    "confirmed": Tag(Text("confermata", "confirmed"), "✓", "accent"),
    "rejected": Tag(Text("respinta", "rejected"), "✗", "bad"),
}
FILE_TAGS: dict[object, Tag] = {
    "read": Tag(Text("letto", "read"), "✓", "good"),
    "part": Tag(Text("letto in parte", "read in part"), "◐", "warn"),
    "unknown": Tag(Text("di nessun genere noto", "of no known kind"), "?", "warn"),
    "left_out": Tag(Text("lasciato", "left out"), "○"),
    "broken": Tag(Text("non si legge", "unreadable"), "✗", "bad"),
}
CONTRADICTIONS: dict[str, Text] = {
    "dead": Text(
        "È dichiarata, ma nei dati non passa nulla: o il lavoro non gira più, o ciò che porta viene buttato.",
        "It is declared, but nothing passes in the data: the job no longer runs, or what it brings is thrown away.",
    ),
    "direction": Text(
        "È dichiarata in un verso, ma nei dati si vede passare solo nell'altro.",
        "It is declared one way, but the data shows it passing only the other way.",
    ),
}
