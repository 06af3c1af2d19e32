"""What this stage writes."""

from regia.errors import Text
from regia.model.table import Column, Table

FINDINGS = Table(
    "findings",
    Text("un rilievo", "a finding"),
    ("finding",),
    (
        Column(
            "finding",
            "text",
            Text("identificativo stabile: regola e soggetto", "stable identifier, made of the rule and its subject"),
            required=True,
        ),
        Column("rule", "text", Text("la regola che l'ha trovato", "the rule that found it"), required=True),
        Column(
            "severity", "integer", Text("da 1 (nota) a 4 (critico)", "from 1 (remark) to 4 (critical)"), required=True
        ),
        Column("system", "text", Text("il sistema", "the system")),
        Column("dataset", "text", Text("l'archivio", "the dataset")),
        Column("field", "text", Text("il campo", "the field")),
        Column("subject", "text", Text("di che cosa parla", "what it is about"), required=True),
        Column("text_it", "text", Text("il rilievo in italiano", "the finding in Italian"), required=True),
        Column("text_en", "text", Text("il rilievo in inglese", "the finding in English"), required=True),
        Column("records", "integer", Text("record toccati", "records touched"), unit="records"),
        Column("eur_year_low", "money", Text("costo annuo, estremo basso", "yearly cost, low end"), unit="EUR a year"),
        Column("eur_year_high", "money", Text("costo annuo, estremo alto", "yearly cost, high end"), unit="EUR a year"),
        Column(
            "eur_pool",
            "text",
            Text(
                "da dove viene l'euro: ore, licenze, margine, circolante",
                "where the euro comes from: hours, licences, margin, working capital",
            ),
        ),
        Column("probability", "probability", Text("quanto è certo", "how sure it is"), required=True),
        Column("evidence_table", "text", Text("la tabella che lo prova", "the table that proves it"), required=True),
        Column(
            "evidence_filter",
            "text",
            Text("le righe che lo provano (SQL)", "the rows that prove it (SQL)"),
            required=True,
        ),
        Column(
            "first_seen", "date", Text("quando è stato visto la prima volta", "when it was first seen"), required=True
        ),
        Column("cause", "text", Text("il rilievo da cui discende", "the finding that it follows from")),
        Column(
            "position",
            "integer",
            Text("posto in classifica, 1 è il primo", "place in the ranking, 1 is the first"),
            required=True,
        ),
    ),
)

RULES = Table(
    "rules",
    Text("una regola eseguita", "a rule that was run"),
    ("rule",),
    (
        Column("rule", "text", Text("la regola", "the rule"), required=True),
        Column("title_it", "text", Text("che cosa cerca, in italiano", "what it looks for, in Italian"), required=True),
        Column("title_en", "text", Text("che cosa cerca, in inglese", "what it looks for, in English"), required=True),
        Column(
            "severity", "integer", Text("da 1 (nota) a 4 (critico)", "from 1 (remark) to 4 (critical)"), required=True
        ),
        Column("it_does_it", "text", Text("che cosa fa l'IT, in italiano", "what IT does next, in Italian")),
        Column("it_does_en", "text", Text("che cosa fa l'IT, in inglese", "what IT does next, in English")),
        Column(
            "business_does_it",
            "text",
            Text("che cosa fa il business, in italiano", "what the business does next, in Italian"),
        ),
        Column(
            "business_does_en",
            "text",
            Text("che cosa fa il business, in inglese", "what the business does next, in English"),
        ),
        Column(
            "hits",
            "integer",
            Text("rilievi trovati; nullo se la regola non è riuscita", "findings; null where the rule failed"),
            unit="findings",
        ),
        Column("failure", "text", Text("perché non è riuscita", "why it failed")),
    ),
)
