"""What the profile writes: the inventory of systems, datasets and fields, and what was not read."""

from regia.errors import Text
from regia.model.table import Column, Table

_SYSTEM = Column("system", "text", Text("Sistema", "System"), required=True)
_DATASET = Column("dataset", "text", Text("Archivio", "Dataset"), required=True)
_FIELD = Column("field", "text", Text("Campo", "Field"), required=True)

SYSTEMS = Table(
    name="systems",
    grain=Text("un sistema", "a system"),
    key=("system",),
    columns=(
        _SYSTEM,
        Column("name", "text", Text("Nome per le persone", "Name for people"), required=True),
        Column("department", "text", Text("Reparto che lo usa di più", "Department that uses it most")),
        Column("kind", "text", Text("Genere dichiarato (CRM, ERP ...)", "Declared kind (CRM, ERP ...)")),
        Column("vendor", "text", Text("Fornitore", "Vendor")),
        Column("owner", "text", Text("Responsabile", "Owner")),
        Column("cost_eur_year", "money", Text("Costo annuo dichiarato", "Declared yearly cost"), unit="EUR a year"),
        Column("contract_end", "date", Text("Fine del contratto", "End of the contract")),
        Column("criticality", "text", Text("Criticità dichiarata", "Declared criticality")),
        Column("users", "integer", Text("Persone che lo usano", "People who use it"), unit="people"),
        Column("connector", "text", Text("Come è stato letto", "How it was read")),
        Column("datasets", "integer", Text("Archivi trovati", "Datasets found"), unit="datasets", required=True),
        Column("records", "integer", Text("Righe lette", "Records read"), unit="records"),
        Column("read_at", "time", Text("Fine della lettura", "End of the reading")),
        Column(
            "status",
            "text",
            Text(
                "Esito: read (letto), partial (in parte), failed (fallito), carried (ripreso dall'ultima fotografia), "
                "left_out (non richiesto), no_source (nessuna sorgente)",
                "Outcome: read, partial, failed, carried (from the last snapshot), left_out (not asked for), no_source",
            ),
            required=True,
        ),
        Column("reason_it", "text", Text("Perché, in italiano", "Why, in Italian")),
        Column("reason_en", "text", Text("Perché, in inglese", "Why, in English")),
    ),
)

DATASETS = Table(
    name="datasets",
    grain=Text("un archivio (tabella, foglio, file)", "a dataset (table, sheet, file)"),
    key=("system", "dataset"),
    columns=(
        _SYSTEM,
        _DATASET,
        Column(
            "kind",
            "text",
            Text(
                "Che cos'è, dal contenuto: entity, transaction, code_list, status_history, log, bridge, translation, "
                "entity_attribute_value, backup_copy, spreadsheet",
                "What it is, by its content: entity, transaction, code_list, status_history, log, bridge, translation, "
                "entity_attribute_value, backup_copy, spreadsheet",
            ),
        ),
        Column("copy_of", "text", Text("Archivio di cui è una copia", "Dataset that it is a copy of")),
        Column("source_kind", "text", Text("table, view, file o sheet", "table, view, file or sheet"), required=True),
        Column("comment", "text", Text("Commento nella sorgente", "Comment in the source")),
        Column("records", "integer", Text("Righe lette", "Records read"), unit="records"),
        Column(
            "source_records",
            "integer",
            Text("Righe che la sorgente dice di avere", "Records the source says it holds"),
            unit="records",
        ),
        Column("bytes", "integer", Text("Dimensione letta", "Size read"), unit="bytes"),
        Column("fields", "integer", Text("Campi", "Fields"), unit="fields", required=True),
        Column("key_fields", "text", Text("Chiave dichiarata", "Declared key")),
        Column("likely_key", "text", Text("Chiave dedotta dai dati", "Key inferred from the data")),
        Column("likely_key_probability", "probability", Text("Probabilità della chiave dedotta", "Its probability")),
        Column("first_change_at", "time", Text("Prima scrittura vista nei dati", "First write seen in the data")),
        Column(
            "last_change_at",
            "time",
            Text(
                "Ultima scrittura vista nei dati, mai oltre il giorno della lettura",
                "Last write seen in the data, never past the day of reading",
            ),
        ),
        Column("change_field", "text", Text("Campo da cui vengono le due date", "Field that the two times come from")),
        Column("read_at", "time", Text("Fine della lettura", "End of the reading")),
        Column(
            "transaction",
            "text",
            Text("Momento coerente in cui è stato letto", "Consistent moment at which it was read"),
        ),
        Column("sampled_share", "share", Text("Quota di righe lette", "Share of the records that was read")),
        Column(
            "status",
            "text",
            Text(
                "Esito: read (letto), sampled (a campione), described (solo descritto), failed (non letto), "
                "damaged (la copia conservata è illeggibile)",
                "Outcome: read, sampled, described, failed, damaged (the kept copy is unreadable)",
            ),
            required=True,
        ),
        Column("reason", "text", Text("Perché, come codice", "Why, as a code")),
        Column("reason_it", "text", Text("Perché, in italiano", "Why, in Italian")),
        Column("reason_en", "text", Text("Perché, in inglese", "Why, in English")),
    ),
)

FIELDS = Table(
    name="fields",
    grain=Text("un campo", "a field"),
    key=("system", "dataset", "field"),
    columns=(
        _SYSTEM,
        _DATASET,
        _FIELD,
        Column("position", "integer", Text("Posizione, da 1", "Position, from 1"), required=True),
        Column("source_type", "text", Text("Tipo nella sorgente", "Type in the source"), required=True),
        Column("type", "text", Text("Tipo come conservato", "Type as kept")),
        Column("comment", "text", Text("Commento nella sorgente", "Comment in the source")),
        Column("in_key", "boolean", Text("Parte della chiave dichiarata", "Part of the declared key"), required=True),
        Column("null_share", "share", Text("Quota di righe senza valore", "Share of records without a value")),
        Column(
            "blank_share",
            "share",
            Text("Quota di righe con testo vuoto o di soli spazi", "Share of records with empty or blank text"),
        ),
        Column("distinct_count", "integer", Text("Valori diversi", "Distinct values"), unit="values"),
        Column(
            "distinct_exact",
            "boolean",
            Text("Valori diversi contati, non stimati", "Distinct values are counted, not estimated"),
        ),
        Column("minimum", "text", Text("Valore minimo", "Smallest value"), values=True),
        Column("maximum", "text", Text("Valore massimo", "Largest value"), values=True),
        *(
            Column(
                f"p{percent:02}",
                "text",
                Text(f"Valore sotto cui sta il {percent} %", f"Value that {percent} % are below"),
                values=True,
            )
            for percent in (5, 25, 50, 75, 95)
        ),
        Column("mean", "number", Text("Media", "Mean"), values=True),
        Column("zero_share", "share", Text("Quota di righe con zero", "Share of records with zero")),
        Column("length_minimum", "integer", Text("Testo più corto", "Shortest text"), unit="characters"),
        Column(
            "length_mean", "number", Text("Lunghezza media del testo", "Mean length of the text"), unit="characters"
        ),
        Column("length_maximum", "integer", Text("Testo più lungo", "Longest text"), unit="characters"),
        Column(
            "semantic_type", "text", Text("Che cosa contiene (e-mail, IBAN ...)", "What it holds (e-mail, IBAN ...)")
        ),
        Column(
            "semantic_share", "share", Text("Quota dei valori che sono validi", "Share of the values that are valid")
        ),
        Column(
            "time_role",
            "text",
            Text(
                "Ruolo di una data: event (evento), planned (prevista), validity (validità), technical (tecnica)",
                "Role of a time: event, planned, validity, technical",
            ),
        ),
        Column(
            "personal_data",
            "text",
            Text(
                "Classe di dato personale: none, identifier (chi è), contact (come raggiungerlo), financial, "
                "demographic, sensitive (art. 9 e 10 GDPR), free_text (dentro un testo)",
                "Class of personal data: none, identifier (who one is), contact (how to reach them), financial, "
                "demographic, sensitive (GDPR art. 9 and 10), free_text (inside a text)",
            ),
        ),
        Column("sensitive_topic", "text", Text("Argomento del dato sensibile", "Topic of the sensitive data")),
        Column(
            "judged_records",
            "integer",
            Text("Righe su cui è misurata la quota di validi", "Records that the share of valid ones is measured on"),
            unit="records",
        ),
        Column(
            "can_be_wrong",
            "boolean",
            Text(
                "Un valore non valido è un errore (cifra di controllo, forma), non solo sconosciuto",
                "A value that is not valid is a mistake (check digit, form), not merely unknown",
            ),
        ),
        Column("language", "text", Text("Lingua dei testi", "Language of the texts")),
        Column(
            "formats",
            "text",
            Text("Modi di scrivere date o telefoni, dal più usato", "Ways dates or phones are written, by use"),
        ),
        Column("second_format_share", "share", Text("Quota degli altri modi", "Share of the other ways")),
        Column(
            "broken_text_share",
            "share",
            Text("Quota di testi con codifica rovinata (Ã¨ per è)", "Share of texts in a broken encoding (Ã¨ for è)"),
        ),
        Column(
            "personal_text_share",
            "share",
            Text(
                "Quota di testi con dentro e-mail, telefoni, codici di persone",
                "Share of texts with e-mails, phones or codes of people inside",
            ),
        ),
        Column(
            "placeholder_share",
            "share",
            Text(
                "Quota di righe con un valore che sta per «niente» (01/01/1900, NN, 0000000)",
                "Share of records with a value that stands for nothing (01/01/1900, NN, 0000000)",
            ),
        ),
        Column(
            "future_share", "share", Text("Quota di righe con una data futura", "Share of records with a future date")
        ),
        Column("top_share", "share", Text("Quota del valore più frequente", "Share of the most frequent value")),
    ),
)

FIELD_REFERENCES = Table(
    name="field_references",
    grain=Text("un riferimento fra due archivi di un sistema", "a reference between two datasets of a system"),
    key=("system", "dataset", "fields", "to_dataset", "to_fields", "origin"),
    columns=(
        _SYSTEM,
        _DATASET,
        Column("fields", "text", Text("Campi che riferiscono", "Referring fields"), required=True),
        Column("to_dataset", "text", Text("Archivio riferito", "Dataset referred to"), required=True),
        Column("to_fields", "text", Text("Campi riferiti", "Fields referred to"), required=True),
        Column(
            "origin", "text", Text("declared (dichiarato) o inferred (dedotto)", "declared or inferred"), required=True
        ),
        Column(
            "matched_share",
            "share",
            Text("Quota di righe il cui valore esiste là", "Share of records whose value exists there"),
        ),
        Column(
            "unmatched_records", "integer", Text("Righe senza riscontro", "Records without a match"), unit="records"
        ),
        Column(
            "earlier_records",
            "integer",
            Text(
                "Di queste, quante hanno un valore che precede tutti quelli presenti là (archiviati, o zero)",
                "How many of these have a value that comes before all those there (archived ones, or zero)",
            ),
            unit="records",
        ),
        Column("probability", "probability", Text("Probabilità che sia vero", "Probability that it is real")),
    ),
)

SKIPPED = Table(
    name="skipped",
    grain=Text("una cosa non letta, o cambiata leggendo", "a thing that was not read, or changed by reading"),
    key=(),
    columns=(
        _SYSTEM,
        Column("dataset", "text", Text("Archivio", "Dataset")),
        Column("field", "text", Text("Campo", "Field")),
        Column("reason", "text", Text("Perché, come codice", "Why, as a code"), required=True),
        Column("reason_it", "text", Text("Perché, in italiano", "Why, in Italian"), required=True),
        Column("reason_en", "text", Text("Perché, in inglese", "Why, in English"), required=True),
        Column(
            "detail",
            "text",
            Text("Dettaglio: in inglese, o un nome, un tipo", "Detail: in English, or a name, a type"),
        ),
        Column(
            "detail_it",
            "text",
            Text("Dettaglio in italiano, dove è una frase", "Detail in Italian, where it is a sentence"),
        ),
        Column(
            "count", "integer", Text("Righe o valori toccati", "Records or values touched"), unit="records or values"
        ),
        Column("share", "share", Text("Quota del totale", "Share of all")),
    ),
)

FIELD_VALUES = Table(
    name="field_values",
    grain=Text("un valore frequente di un campo", "a frequent value of a field"),
    key=("system", "dataset", "field", "rank"),
    columns=(
        _SYSTEM,
        _DATASET,
        _FIELD,
        Column("rank", "integer", Text("Posto, dal più frequente", "Rank, from the most frequent"), required=True),
        Column("value", "text", Text("Valore", "Value"), required=True, values=True),
        Column(
            "records", "integer", Text("Righe, contate tutte", "Records, all counted"), unit="records", required=True
        ),
        Column("share", "share", Text("Quota delle righe", "Share of the records"), required=True),
        Column("placeholder", "boolean", Text("Sta per «niente»", "Stands for nothing"), required=True),
        Column("type", "text", Text("Tipo del campo", "Type of the field")),
        Column(
            "personal_data", "text", Text("Classe di dato personale del campo", "The field's class of personal data")
        ),
    ),
)

FIELD_MASKS = Table(
    name="field_masks",
    grain=Text("una forma dei valori di un campo", "a shape of a field's values"),
    key=("system", "dataset", "field", "rank"),
    columns=(
        _SYSTEM,
        _DATASET,
        _FIELD,
        Column("rank", "integer", Text("Posto, dalla più frequente", "Rank, from the most frequent"), required=True),
        Column(
            "mask",
            "text",
            Text("Forma: A maiuscola, a minuscola, 9 cifra", "Shape: A upper, a lower case, 9 a digit"),
            required=True,
        ),
        Column(
            "records", "integer", Text("Righe nel campione", "Records in the sample"), unit="records", required=True
        ),
        Column("share", "share", Text("Quota del campione", "Share of the sample"), required=True),
    ),
)

FIELD_SKETCHES = Table(
    name="field_sketches",
    grain=Text("un campo", "a field"),
    key=("system", "dataset", "field"),
    columns=(
        _SYSTEM,
        _DATASET,
        _FIELD,
        Column(
            "hashes",
            "text",
            Text(
                "Le impronte più piccole dei valori diversi normalizzati, in esadecimale, separate da spazi",
                "The smallest hashes of the normalised distinct values, in hexadecimal, with spaces between them",
            ),
            required=True,
        ),
        Column("whole", "boolean", Text("Le impronte sono tutte qui", "All hashes are here"), required=True),
    ),
)

DATASET_KEYS = Table(
    name="dataset_keys",
    grain=Text("una chiave di un archivio", "a key of a dataset"),
    key=("system", "dataset", "fields", "origin"),
    columns=(
        _SYSTEM,
        _DATASET,
        Column("fields", "text", Text("Campi della chiave", "Fields of the key"), required=True),
        Column("origin", "text", Text("declared o inferred", "declared or inferred"), required=True),
        Column(
            "repeated_records",
            "integer",
            Text("Righe con chiave ripetuta", "Records that repeat a key"),
            unit="records",
        ),
        Column("null_records", "integer", Text("Righe senza chiave", "Records without a key"), unit="records"),
        Column("probability", "probability", Text("Probabilità che sia una chiave", "Probability that it is a key")),
    ),
)

DATASET_GROWTH = Table(
    name="dataset_growth",
    grain=Text("un mese di un archivio", "a month of a dataset"),
    key=("system", "dataset", "month"),
    columns=(
        _SYSTEM,
        _DATASET,
        Column("month", "date", Text("Primo giorno del mese", "First day of the month"), required=True),
        Column(
            "records", "integer", Text("Righe di quel mese", "Records of that month"), unit="records", required=True
        ),
        Column("field", "text", Text("Campo che dice il mese", "Field that tells the month"), required=True),
    ),
)
