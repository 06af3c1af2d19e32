"""What matching writes: the correspondences, and the shared data model that they make."""

from regia.errors import Text
from regia.model.table import Column, Table


def _side(side: str, it: str, en: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_system", "text", Text(f"Sistema {it}", f"System {en}"), required=True),
        Column(f"{side}_dataset", "text", Text(f"Archivio {it}", f"Dataset {en}"), required=True),
        Column(f"{side}_field", "text", Text(f"Campo {it}", f"Field {en}"), required=True),
    )


_CONCEPT = Column("concept", "text", Text("Concetto", "Concept"), required=True)
_ATTRIBUTE = Column("attribute", "text", Text("Attributo", "Attribute"), required=True)
_NAMES = (
    Column("name_it", "text", Text("Nome in italiano", "Name in Italian"), required=True),
    Column("name_en", "text", Text("Nome in inglese", "Name in English"), required=True),
)
_PLACE = (
    Column("system", "text", Text("Sistema", "System"), required=True),
    Column("dataset", "text", Text("Archivio", "Dataset"), required=True),
)

CORRESPONDENCES = Table(
    name="correspondences",
    grain=Text("due campi di due sistemi", "two fields of two systems"),
    key=("left_system", "left_dataset", "left_field", "right_system", "right_dataset", "right_field"),
    columns=(
        *_side("left", "a sinistra", "on the left"),
        *_side("right", "a destra", "on the right"),
        Column(
            "probability",
            "probability",
            Text("Probabilità che vogliano dire lo stesso", "Probability that they mean the same"),
            required=True,
        ),
        Column(
            "band",
            "text",
            Text(
                "accept (preso), review (da chiedere), reject (lasciato)",
                "accept (taken), review (to ask), reject (left)",
            ),
            required=True,
        ),
        Column(
            "origin",
            "text",
            Text(
                "inferred (dedotta), confirmed (confermata da una persona), rejected (respinta), declared (scritta in "
                "regia.toml)",
                "inferred, confirmed (by a person), rejected, declared (written in regia.toml)",
            ),
            required=True,
        ),
        Column("concept", "text", Text("Concetto comune", "Concept they share")),
        Column("attribute", "text", Text("Attributo comune", "Attribute they share")),
        Column(
            "opposite_sense",
            "boolean",
            Text("Dicono il contrario (attivo, sospeso)", "They say the contrary (active, blocked)"),
        ),
        Column("shared_values", "share", Text("Quota di valori in comune", "Share of values in common")),
        Column("reasons", "text", Text("Perché, come codici", "Why, as codes"), required=True),
        Column("reasons_it", "text", Text("Perché, in italiano", "Why, in Italian"), required=True),
        Column("reasons_en", "text", Text("Perché, in inglese", "Why, in English"), required=True),
    ),
)

DECLARED_CORRESPONDENCES = Table(
    name="declared_correspondences",
    grain=Text("una corrispondenza scritta in regia.toml", "a correspondence written in regia.toml"),
    key=("left_field", "right_field"),
    columns=(
        Column("left_field", "text", Text("Campo, com'è scritto", "Field, as it is written"), required=True),
        Column("right_field", "text", Text("L'altro campo", "The other field"), required=True),
        Column("same", "boolean", Text("Vogliono dire lo stesso", "They mean the same"), required=True),
        Column(
            "status",
            "text",
            Text(
                "applied (applicata), overruled (una persona ha poi detto altro), missing (un campo non c'è)",
                "applied, overruled (a person has said otherwise), missing (a field is not there)",
            ),
            required=True,
        ),
        Column("missing", "text", Text("I campi che non ci sono", "The fields that are not there")),
        Column("note", "text", Text("Nota", "Note")),
    ),
)

CONCEPTS = Table(
    name="concepts",
    grain=Text("un concetto del modello comune", "a concept of the shared model"),
    key=("concept",),
    columns=(
        _CONCEPT,
        *_NAMES,
        Column("parent", "text", Text("Concetto di cui è un caso", "Concept that it is a case of")),
        Column("description", "text", Text("Dove sta", "Where it is held")),
        Column("known", "boolean", Text("È fra quelli che Regia conosce", "Regia knows it"), required=True),
        Column(
            "systems", "integer", Text("Sistemi che lo tengono", "Systems that hold it"), unit="systems", required=True
        ),
        Column("datasets", "integer", Text("Archivi", "Datasets"), unit="datasets", required=True),
        Column(
            "records",
            "integer",
            Text("Righe dei suoi archivi principali", "Records of its main datasets"),
            unit="records",
        ),
    ),
)

CONCEPT_DATASETS = Table(
    name="concept_datasets",
    grain=Text("un archivio", "a dataset"),
    key=("system", "dataset"),
    columns=(
        _CONCEPT,
        *_PLACE,
        Column("probability", "probability", Text("Probabilità", "Probability"), required=True),
        Column(
            "role",
            "text",
            Text(
                "main (una riga per ciascuna cosa), detail (più righe su di essa: storia, attributi, registro, ponte), "
                "list (elenco di codici), copy (vecchia copia)",
                "main (a record for each thing), detail (more records about it: history, attributes, log, bridge), "
                "list (of codes), copy (an old one)",
            ),
            required=True,
        ),
        Column("key_fields", "text", Text("Chiave", "Key")),
        Column("records", "integer", Text("Righe", "Records"), unit="records"),
    ),
)

ATTRIBUTES = Table(
    name="attributes",
    grain=Text("un campo che tiene un attributo", "a field that holds an attribute"),
    key=("system", "dataset", "field"),
    columns=(
        _CONCEPT,
        _ATTRIBUTE,
        *_NAMES,
        Column("semantic_type", "text", Text("Che cosa contiene", "What it holds")),
        *_PLACE,
        Column("field", "text", Text("Campo", "Field"), required=True),
        Column("probability", "probability", Text("Probabilità", "Probability"), required=True),
        Column("in_key", "boolean", Text("Fa parte della chiave", "Part of the key"), required=True),
    ),
)

CONCEPT_RELATIONS = Table(
    name="concept_relations",
    grain=Text("una relazione fra due concetti", "a relation between two concepts"),
    key=("concept", "to_concept", "attribute"),
    columns=(
        _CONCEPT,
        Column("to_concept", "text", Text("Concetto a cui rimanda", "Concept referred to"), required=True),
        _ATTRIBUTE,
        Column(
            "cardinality",
            "text",
            Text(
                "many_to_one (molti a uno), one_to_one (uno a uno), many_to_many (molti a molti)",
                "many_to_one, one_to_one, many_to_many",
            ),
            required=True,
        ),
        Column("systems", "text", Text("Sistemi in cui si vede", "Systems it is seen in"), required=True),
        Column("origin", "text", Text("declared o inferred", "declared or inferred"), required=True),
    ),
)
