"""What this stage writes: conflicts, how often each source is right, who should lead, duplicates, what they cost."""

from regia.errors import Text
from regia.model.table import Column, Table

_CONCEPT = Column("concept", "text", Text("Concetto", "Concept"), required=True)
_SYSTEM = Column("system", "text", Text("Sistema", "System"), required=True)
_DATASET = Column("dataset", "text", Text("Archivio", "Dataset"), required=True)
_ENTITY = Column("entity", "text", Text("Entità", "Entity"), required=True)
_RECORD = Column("record", "text", Text("Record", "Record"), required=True)
_ATTRIBUTE = Column("attribute", "text", Text("Attributo", "Attribute"), required=True)
_REASONS = (
    Column("reasons", "text", Text("Perché, come codici", "Why, as codes"), required=True),
    Column("reasons_it", "text", Text("Perché, in italiano", "Why, in Italian"), required=True),
    Column("reasons_en", "text", Text("Perché, in inglese", "Why, in English"), required=True),
)

WHOLE = "*"
"""Stands for all attributes of a concept where a row is about the concept itself."""

CONFLICTS = Table(
    name="conflicts",
    grain=Text(
        "un valore di un record che non è quello giusto della sua entità",
        "a value of a record that is not the right one of its entity",
    ),
    key=("system", "dataset", "record", "field"),
    columns=(
        _ENTITY,
        _CONCEPT,
        _ATTRIBUTE,
        _SYSTEM,
        _DATASET,
        Column("field", "text", Text("Campo", "Field"), required=True),
        _RECORD,
        Column("value", "text", Text("Valore del record", "Value of the record"), values=True),
        Column("golden_value", "text", Text("Valore ritenuto giusto", "Value held to be right"), values=True),
        Column(
            "kind",
            "text",
            Text(
                "format (scritto in altro modo), missing (manca), typing (errore di battitura), stale (superato), "
                "different (diverso)",
                "format (written another way), missing, typing (a slip of the fingers), stale (out of date), different",
            ),
            required=True,
        ),
        Column(
            "probability_right",
            "probability",
            Text("Probabilità che il valore ritenuto giusto lo sia", "Probability that the golden value is right"),
            required=True,
        ),
        Column(
            "reason",
            "text",
            Text(
                "Perché il valore ritenuto giusto vince: only (è il solo), agree (lo dicono più fonti indipendenti), "
                "newest (è il più recente), valid (gli altri non superano il controllo), "
                "accurate (viene dalla fonte che ha più spesso ragione), person (l'ha detto una persona)",
                "Why the golden value wins: only (there is no other), agree (several independent sources say it), "
                "newest (it is the most recent), valid (the others break their check), "
                "accurate (it comes from the source that is right most often), person (a person said so)",
            ),
            required=True,
        ),
    ),
)

SOURCE_ACCURACY = Table(
    name="source_accuracy",
    grain=Text("un attributo di un concetto in un sistema", "an attribute of a concept in a system"),
    key=("concept", "attribute", "system"),
    columns=(
        _CONCEPT,
        _ATTRIBUTE,
        _SYSTEM,
        Column(
            "accuracy",
            "share",
            Text("Quota dei valori che sono giusti (stima)", "Share of values that are right (estimate)"),
        ),
        Column("accuracy_low", "share", Text("Estremo basso (90 %)", "Low end (90 %)")),
        Column("accuracy_high", "share", Text("Estremo alto (90 %)", "High end (90 %)")),
        Column(
            "coverage",
            "share",
            Text(
                "Quota dei record del sistema che hanno un valore",
                "Share of the system's records that have a value",
            ),
        ),
        Column(
            "freshness_days",
            "days",
            Text(
                "Età mediana dei suoi record: giorni dall'ultima modifica",
                "Median age of its records: days since they were last changed",
            ),
            unit="days",
        ),
        Column(
            "compared",
            "integer",
            Text("Valori confrontati con un'altra fonte", "Values compared with another source"),
            unit="values",
            required=True,
        ),
        Column(
            "records", "integer", Text("Record del sistema", "Records of the system"), unit="records", required=True
        ),
    ),
)

MASTERS = Table(
    name="masters",
    grain=Text(
        f"un concetto (attributo {WHOLE}) o un suo attributo", f"a concept (attribute {WHOLE}) or one of its attributes"
    ),
    key=("concept", "attribute"),
    columns=(
        _CONCEPT,
        _ATTRIBUTE,
        _SYSTEM,
        Column(
            "score",
            "share",
            Text(
                "Punteggio: copertura x esattezza, chi scrive per primo, freschezza",
                "Score: coverage x accuracy, who writes first, freshness",
            ),
        ),
        Column("runner_up", "text", Text("Il secondo", "The runner-up")),
        Column("margin", "number", Text("Distacco dal secondo", "Margin over the runner-up")),
        Column(
            "status",
            "text",
            Text("proposed (proposto) o decided (deciso da una persona)", "proposed, or decided by a person"),
            required=True,
        ),
        Column("coverage", "share", Text("Quota delle entità che ha", "Share of the entities that it holds")),
        Column(
            "accuracy", "share", Text("Quota dei suoi valori che sono giusti", "Share of its values that are right")
        ),
        Column("freshness_days", "days", Text("Età mediana dei suoi record", "Median age of its records"), unit="days"),
        Column(
            "first_share",
            "share",
            Text(
                "Quota delle entità condivise che ha avuto per primo, nate quando c'erano già tutti e due, o "
                "che ha cambiato per primo",
                "Share of the shared entities that it had first, of those that came up once both were there, or that "
                "it changed first",
            ),
        ),
        Column(
            "rule",
            "text",
            Text(
                "Regola di sopravvivenza: master_first (prima il riferimento), newest (il più recente), "
                "majority (il più diffuso)",
                "Survivorship rule: master_first, newest, majority",
            ),
        ),
        Column(
            "rule_share",
            "share",
            Text(
                "Quota dei valori contesi che la regola indovina", "Share of the contested values the rule gets right"
            ),
        ),
        Column("changes", "text", Text("Sistemi che devono adeguarsi", "Systems that must follow")),
        Column("values_to_change", "integer", Text("Valori da correggere", "Values to correct"), unit="values"),
        *_REASONS,
    ),
)

SOURCE_DEPENDENCE = Table(
    name="source_dependence",
    grain=Text("due archivi che tengono le stesse entità", "two datasets that hold the same entities"),
    key=("concept", "left_system", "left_dataset", "right_system", "right_dataset"),
    columns=(
        _CONCEPT,
        Column("left_system", "text", Text("Sistema", "System"), required=True),
        Column("left_dataset", "text", Text("Archivio", "Dataset"), required=True),
        Column("right_system", "text", Text("L'altro sistema", "The other system"), required=True),
        Column("right_dataset", "text", Text("L'altro archivio", "The other dataset"), required=True),
        Column(
            "probability",
            "probability",
            Text("Probabilità che uno copi dall'altro", "Probability that one copies from the other"),
            required=True,
        ),
        Column("compared", "integer", Text("Valori in comune", "Values both hold"), unit="values", required=True),
        Column(
            "shared_right", "number", Text("Giusti in tutti e due (attesi)", "Right in both (expected)"), unit="values"
        ),
        Column(
            "shared_wrong",
            "number",
            Text("Lo stesso errore in tutti e due (attesi)", "The same mistake in both (expected)"),
            unit="values",
        ),
        Column("differing", "integer", Text("Diversi", "Different"), unit="values"),
    ),
)

DUPLICATES = Table(
    name="duplicates",
    grain=Text("un record doppio nel suo archivio", "a record that is a duplicate within its dataset"),
    key=("system", "dataset", "record"),
    columns=(
        _ENTITY,
        _CONCEPT,
        _SYSTEM,
        _DATASET,
        _RECORD,
        Column("keep", "text", Text("Record da tenere", "Record to keep"), required=True),
        Column("probability", "probability", Text("Probabilità che sia doppio", "Probability that it is a duplicate")),
        Column("filled", "integer", Text("Valori compilati", "Values filled in"), unit="values"),
        Column("changed_at", "time", Text("Ultima modifica", "Last change")),
    ),
)

DATA_COSTS = Table(
    name="data_costs",
    grain=Text(
        "quanto costa l'anno un genere di difetto in un archivio", "what a kind of flaw in a dataset costs a year"
    ),
    key=("concept", "attribute", "system", "dataset", "flaw"),
    columns=(
        _CONCEPT,
        _ATTRIBUTE,
        _SYSTEM,
        _DATASET,
        Column("flaw", "text", Text("conflict o duplicate", "conflict or duplicate"), required=True),
        Column("values", "integer", Text("Valori o record toccati", "Values or records touched"), required=True),
        Column(
            "active_values",
            "integer",
            Text(
                "Di questi, in record modificati nell'ultimo anno", "Of these, in records changed within the last year"
            ),
            required=True,
        ),
        Column("minutes_each", "number", Text("Minuti persi per ciascuno", "Minutes lost for each"), unit="minutes"),
        Column("hour_cost_eur", "money", Text("Costo di un'ora", "Cost of an hour"), unit="EUR"),
        Column("eur_year_low", "money", Text("Costo annuo, estremo basso", "Yearly cost, low end"), unit="EUR a year"),
        Column("eur_year_high", "money", Text("Costo annuo, estremo alto", "Yearly cost, high end"), unit="EUR a year"),
        Column("eur_pool", "text", Text("Da dove viene l'euro", "Where the euro comes from"), required=True),
        Column(
            "confirmed",
            "boolean",
            Text("Le ipotesi sono confermate da una persona", "A person confirmed the assumptions"),
            required=True,
        ),
    ),
)
