"""What resolving writes: the links between records, the entities that they make, and what changed in them."""

from regia.errors import Text
from regia.model.table import Column, Table

_ENTITY = Column("entity", "text", Text("Entità", "Entity"), required=True)
_CONCEPT = Column("concept", "text", Text("Concetto", "Concept"), required=True)
_PLACE = (
    Column("system", "text", Text("Sistema", "System"), required=True),
    Column("dataset", "text", Text("Archivio", "Dataset"), required=True),
)
_RECORD = Column(
    "record",
    "text",
    Text(
        "Record: i valori della chiave uniti da |, o # e un'impronta del contenuto dove non c'è chiave",
        "Record: the values of the key joined by |, or # and a hash of the content where there is no key",
    ),
    required=True,
)


def _side(side: str, it: str, en: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_system", "text", Text(f"Sistema {it}", f"System {en}"), required=True),
        Column(f"{side}_dataset", "text", Text(f"Archivio {it}", f"Dataset {en}"), required=True),
        Column(f"{side}_record", "text", Text(f"Record {it}", f"Record {en}"), required=True),
    )


LINKS = Table(
    name="links",
    grain=Text("due record che sono, o possono essere, la stessa cosa", "two records that are, or may be, one thing"),
    key=("left_system", "left_dataset", "left_record", "right_system", "right_dataset", "right_record"),
    columns=(
        Column(
            "concept",
            "text",
            Text(
                "Concetto; quello che li comprende, dove i due ne hanno di diversi",
                "Concept; the one that holds both, where the two have different ones",
            ),
            required=True,
        ),
        *_side("left", "a sinistra", "on the left"),
        *_side("right", "a destra", "on the right"),
        Column(
            "probability",
            "probability",
            Text("Probabilità che siano la stessa cosa", "Probability that they are the same thing"),
            required=True,
        ),
        Column(
            "origin",
            "text",
            Text(
                "inferred (dedotto), confirmed (confermato da una persona), rejected (respinto), "
                "copy (stessa chiave in una vecchia copia)",
                "inferred, confirmed (by a person), rejected, copy (same key in an old copy)",
            ),
            required=True,
        ),
        Column(
            "joined",
            "boolean",
            Text("I due record stanno nella stessa entità", "The two records are in one entity"),
            required=True,
        ),
        Column(
            "reasons",
            "text",
            Text(
                "Quanto ha pesato ogni confronto, in log odds naturali: attributo=peso:livello/massimo",
                "What each comparison weighed, as natural log odds: attribute=weight:level/highest",
            ),
        ),
    ),
)

ENTITY_RECORDS = Table(
    name="entity_records",
    grain=Text("un record di un'entità", "a record of an entity"),
    key=("system", "dataset", "record"),
    columns=(
        _ENTITY,
        _CONCEPT,
        *_PLACE,
        _RECORD,
        Column(
            "probability",
            "probability",
            Text("Probabilità che il record sia di questa entità", "Probability that the record is of this entity"),
            required=True,
        ),
    ),
)
"""Every record of every dataset compared is in it, alone in its entity where nothing is linked to it.

`concept` is that of the record's dataset: an entity may hold a customer, a contact and a lead.
"""

ENTITY_CHANGES = Table(
    name="entity_changes",
    grain=Text("un'unione o una divisione", "a merge or a split"),
    key=("entity", "change", "other_entity"),
    columns=(
        _ENTITY,
        Column(
            "change",
            "text",
            Text(
                "merged (ha preso i record dell'altra), split (i suoi record erano dell'altra)",
                "merged (took over the records of the other), split (its records were of the other)",
            ),
            required=True,
        ),
        Column("other_entity", "text", Text("L'altra entità", "The other entity"), required=True),
        Column(
            "snapshot", "text", Text("Fotografia in cui si è visto", "Snapshot in which it was seen"), required=True
        ),
    ),
)

RESOLUTION = Table(
    name="resolution",
    grain=Text("due archivi messi a confronto, o uno con sé stesso", "two datasets compared, or one with itself"),
    key=("left_system", "left_dataset", "right_system", "right_dataset"),
    columns=(
        _CONCEPT,
        *_side("left", "a sinistra", "on the left")[:2],
        *_side("right", "a destra", "on the right")[:2],
        Column("records", "integer", Text("Record dei due archivi", "Records of the two"), unit="records"),
        Column("compared", "text", Text("Attributi confrontati", "Attributes compared")),
        Column(
            "candidates", "integer", Text("Coppie probabili almeno il 5 %", "Pairs at least 5 % likely"), unit="pairs"
        ),
        Column("links", "integer", Text("Coppie nella stessa entità", "Pairs in one entity"), unit="pairs"),
        Column(
            "expected",
            "number",
            Text("Coppie attese, somma delle probabilità", "Pairs expected, the sum of probabilities"),
            unit="pairs",
        ),
        Column("most", "number", Text("Coppie possibili al massimo", "Most pairs that can be true"), unit="pairs"),
        Column(
            "status",
            "text",
            Text(
                "resolved (fatto), abstained (troppe coppie: nessuna presa), skipped (niente da confrontare)",
                "resolved, abstained (too many pairs: none taken), skipped (nothing to compare)",
            ),
            required=True,
        ),
    ),
)
"""What was compared and what was not: where nothing was linked, this says whether anything was looked at."""
