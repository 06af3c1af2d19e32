"""What this stage writes: the register of interfaces, what each rests on, and which field becomes which."""

from regia.errors import Text
from regia.model.table import Column, Table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How `runs_on` calls the days of the week."""

_INTERFACE = Column(
    "interface",
    "text",
    Text("Interfaccia: da>a:concetto", "Interface: from>to:concept"),
    required=True,
)
_FROM = Column("from_system", "text", Text("Sistema da cui partono i dati", "System that data leaves"), required=True)
_TO = Column("to_system", "text", Text("Sistema a cui arrivano", "System that it arrives at"), required=True)

INTERFACES = Table(
    name="interfaces",
    grain=Text("un passaggio di dati fra due sistemi, per concetto", "data passing between two systems, by concept"),
    key=("interface",),
    columns=(
        _INTERFACE,
        _FROM,
        _TO,
        Column("from_dataset", "text", Text("Archivio da cui partono", "Dataset that they leave")),
        Column("to_dataset", "text", Text("Archivio a cui arrivano", "Dataset that they arrive at")),
        Column("concept", "text", Text("Che cosa passa", "What passes")),
        Column("concept_it", "text", Text("Che cosa passa, in italiano", "What passes, in Italian"), required=True),
        Column("concept_en", "text", Text("Che cosa passa, in inglese", "What passes, in English"), required=True),
        Column(
            "mode",
            "text",
            Text(
                "realtime (subito), batch (a ore fisse), manual (ricopiato a mano), import (una volta sola)",
                "realtime, batch (at fixed hours), manual (re-keyed by hand), import (once)",
            ),
        ),
        Column(
            "status",
            "text",
            Text(
                "declared (dichiarata), observed (vista all'opera), inferred (dedotta dai dati), "
                "contradicted (quanto detto e quanto misurato differiscono)",
                "declared, observed (seen at work), inferred (from the data), contradicted (said and measured differ)",
            ),
            required=True,
        ),
        Column("probability", "probability", Text("Probabilità che i dati passino", "Probability that data passes"),
               required=True),
        Column("declared", "boolean", Text("Qualcuno l'ha scritta", "Somebody wrote it down"), required=True),
        Column("observed", "boolean", Text("Una traccia o un log la mostra", "A trace or log shows it"), required=True),
        Column("inferred", "boolean", Text("I dati la mostrano", "The data shows it"), required=True),
        Column(
            "contradiction",
            "text",
            Text(
                "dead (dichiarata, ma non passa nulla) o direction (i dati passano nell'altro verso)",
                "dead (declared, but nothing passes) or direction (data passes the other way)",
            ),
        ),
        Column("lag_p50_hours", "hours", Text("Ritardo mediano", "Median lag"), unit="elapsed hours"),
        Column("lag_p90_hours", "hours", Text("Ritardo del 90%", "Lag of 90%"), unit="elapsed hours"),
        Column("records_per_month", "number", Text("Record al mese", "Records a month"), unit="records"),
        Column(
            "error_share",
            "share",
            Text("Quota di record arrivati con un valore diverso", "Share of records that arrived with another value"),
        ),
        Column("runs_at_hour", "number", Text("Ora a cui arrivano, di un batch", "Hour at which a batch arrives"),
               unit="hours of the day"),
        Column("runs_on", "text", Text("Giorno in cui arrivano, se è uno (mon ... sun)",
                                       "Weekday on which it arrives, where it is one (mon ... sun)")),
        Column("hours_year", "hours", Text("Ore l'anno per ricopiare", "Hours a year spent re-keying"), unit="hours"),
        Column("eur_year_low", "money", Text("Costo annuo, almeno", "Yearly cost, at least"), unit="EUR a year"),
        Column("eur_year_high", "money", Text("Costo annuo, al più", "Yearly cost, at most"), unit="EUR a year"),
        Column("cost_confirmed", "boolean", Text("Ipotesi confermate", "Assumptions confirmed")),
        Column("last_seen_at", "time", Text("Ultima volta vista all'opera", "Last seen at work")),
        Column("verdict", "text", Text("confirmed o rejected da una persona", "confirmed or rejected by a person")),
        Column("name", "text", Text("Come la chiama una persona", "What a person calls it")),
        Column("reasons", "text", Text("Perché, come codici", "Why, as codes"), required=True),
        Column("reasons_it", "text", Text("Perché, in italiano", "Why, in Italian"), required=True),
        Column("reasons_en", "text", Text("Perché, in inglese", "Why, in English"), required=True),
    ),
)  # fmt: skip

INTERFACE_EVIDENCE = Table(
    name="interface_evidence",
    grain=Text("una prova di un'interfaccia", "a piece of evidence of an interface"),
    key=("interface", "kind", "reference"),
    columns=(
        _INTERFACE,
        Column("kind", "text", Text("Genere di prova", "Kind of evidence"), required=True),
        Column(
            "origin", "text", Text("declared, observed o inferred", "declared, observed or inferred"), required=True
        ),
        Column("reference", "text", Text("Dove sta: file e riga, archivi", "Where: file and line, datasets"),
               required=True),
        Column("detail", "text", Text("Che cosa dice", "What it says"), required=True),
    ),
)  # fmt: skip

INTERFACE_LAGS = Table(
    name="interface_lags",
    grain=Text("un intervallo di ritardo di un'interfaccia", "a range of lag of an interface"),
    key=("interface", "from_hours"),
    columns=(
        _INTERFACE,
        Column("from_hours", "hours", Text("Ritardo, da", "Lag, from"), unit="elapsed hours", required=True),
        Column("to_hours", "hours", Text("Ritardo, a", "Lag, to"), unit="elapsed hours", required=True),
        Column("records", "integer", Text("Record", "Records"), unit="records", required=True),
        Column(
            "expected_records",
            "number",
            Text("Record attesi per caso", "Records expected by chance"),
            unit="records",
            required=True,
        ),
    ),
)

INTERFACE_EXAMPLES = Table(
    name="interface_examples",
    grain=Text("un record passato, con ciò che lo mostra", "a record that passed, with what shows it"),
    key=("interface", "entity", "attribute"),
    columns=(
        _INTERFACE,
        Column("entity", "text", Text("Entità", "Entity"), required=True),
        Column("from_record", "text", Text("Record di partenza", "Record it came from"), required=True),
        Column("to_record", "text", Text("Record di arrivo", "Record it arrived in"), required=True),
        Column("kind", "text", Text("shared_error o new_typo", "shared_error or new_typo"), required=True),
        Column("attribute", "text", Text("Attributo", "Attribute"), required=True),
        Column("from_value", "text", Text("Valore di partenza", "Value at the start"), values=True),
        Column("to_value", "text", Text("Valore di arrivo", "Value at the end"), values=True),
        Column("lag_hours", "hours", Text("Ritardo", "Lag"), unit="elapsed hours"),
    ),
)

LINEAGE = Table(
    name="lineage",
    grain=Text("un campo (o archivio) che nasce da un altro", "a field (or dataset) made from another"),
    key=("from_system", "from_dataset", "from_field", "to_system", "to_dataset", "to_field"),
    columns=(
        _FROM,
        Column("from_dataset", "text", Text("Archivio di partenza", "Dataset it comes from"), required=True),
        Column("from_field", "text", Text("Campo di partenza, * se tutti", "Field it comes from, * where all"),
               required=True),
        _TO,
        Column("to_dataset", "text", Text("Archivio di arrivo", "Dataset it goes to"), required=True),
        Column("to_field", "text", Text("Campo di arrivo, * se non si sa", "Field it goes to, * where unknown"),
               required=True),
        Column("interface", "text", Text("Interfaccia che lo porta", "Interface that carries it")),
        Column("origin", "text", Text("declared, observed o inferred", "declared, observed or inferred"),
               required=True),
        Column("reference", "text", Text("Dove sta scritto", "Where it is written"), required=True),
    ),
)  # fmt: skip

SYSTEM_LINKS = Table(
    name="system_links",
    grain=Text("un sistema nella mappa delle interfacce", "a system in the map of interfaces"),
    key=("system",),
    columns=(
        Column("system", "text", Text("Sistema", "System"), required=True),
        Column("feeds", "integer", Text("Sistemi che alimenta", "Systems it feeds"), unit="systems", required=True),
        Column("fed_by", "integer", Text("Sistemi che lo alimentano", "Systems that feed it"), unit="systems",
               required=True),
        Column("reached", "integer", Text("Sistemi a cui i suoi dati arrivano", "Systems its data reaches"),
               unit="systems", required=True),
        Column("cut_off", "integer", Text("Sistemi isolati se si ferma", "Systems cut off when it stops"),
               unit="systems", required=True),
        Column("circle", "integer", Text("Giro di dati di cui fa parte", "Circle of data it is part of")),
        Column("island", "integer", Text("Isola di cui fa parte, 1 la maggiore", "Island it is on, 1 the largest"),
               required=True),
    ),
)  # fmt: skip

EVIDENCE_FILES = Table(
    name="evidence_files",
    grain=Text("un file di prova", "a file of evidence"),
    key=("file",),
    columns=(
        Column("file", "text", Text("File", "File"), required=True),
        Column("kind", "text", Text("Che cosa è", "What it is")),
        Column("bytes", "integer", Text("Byte letti", "Bytes read"), unit="bytes"),
        Column(
            "status",
            "text",
            Text(
                "read (letto), part (in parte), unknown (di nessun genere noto), left_out (lasciato), broken (rotto)",
                "read, part, unknown (of no known kind), left_out, broken",
            ),
            required=True,
        ),
        Column("clues", "integer", Text("Passaggi di dati trovati", "Passages of data found"), unit="clues",
               required=True),
        Column("detail", "text", Text("Che cosa non si è letto", "What could not be read")),
    ),
)  # fmt: skip
