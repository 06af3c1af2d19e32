"""What the quick assessment writes: objectives, who decides, scores of both sides, risks."""

from regia.errors import Text
from regia.model.table import Column, Table

_SYSTEM = Column("system", "text", Text("Sistema", "System"), required=True)
_ROUND = Column("round", "integer", Text("Giro di risposte, da 1", "Round of answers, from 1"), required=True)
_AREA = Column("area", "text", Text("Area del questionario", "Area of the questionnaire"), required=True)
_SIDE = Column(
    "side",
    "text",
    Text(
        "Lato: it, business; all se nessuno dei due arriva a cinque persone",
        "Side: it, business; all where neither has five people",
    ),
    required=True,
)
_ANSWERS = Column("answers", "integer", Text("Persone contate", "People counted"), unit="people", required=True)
_SCORES = (
    Column("score", "number", Text("Livello medio, da 1 a 5", "Mean level, 1 to 5"), unit="level", required=True),
    Column("low", "number", Text("Estremo basso (95 %)", "Low end (95%)"), unit="level", required=True),
    Column("high", "number", Text("Estremo alto (95 %)", "High end (95%)"), unit="level", required=True),
    Column("spread", "number", Text("Scarto fra le persone", "Standard deviation between people"), unit="level"),
)
_GAPS = (
    Column("gap", "number", Text("IT meno business", "IT minus business"), unit="level"),
    Column("gap_low", "number", Text("Estremo basso (95 %)", "Low end (95%)"), unit="level"),
    Column("gap_high", "number", Text("Estremo alto (95 %)", "High end (95%)"), unit="level"),
)
_CHANGE = Column(
    "change", "number", Text("Differenza dal giro precedente", "Difference from the round before"), unit="level"
)

OBJECTIVES = Table(
    "objectives",
    Text("un obiettivo dell'azienda", "an objective of the company"),
    ("objective",),
    (
        Column("objective", "text", Text("Sigla", "Id"), required=True),
        Column("name", "text", Text("L'obiettivo", "The objective"), required=True),
        Column("kpi", "text", Text("Come si misura", "How it is measured")),
        Column("baseline", "text", Text("Quanto vale oggi", "What it is today")),
        Column("target", "text", Text("Quanto deve valere", "What it is to be")),
        Column("due", "date", Text("Entro quando", "By when")),
        Column("owner", "text", Text("Chi ne risponde", "Who answers for it")),
        Column(
            "systems", "integer", Text("Sistemi che lo servono", "Systems that serve it"), unit="systems", required=True
        ),
        Column(
            "projects",
            "integer",
            Text("Progetti che lo servono", "Projects that serve it"),
            unit="projects",
            required=True,
        ),
        Column("source", "text", Text("Dove è dichiarato", "Where it is declared"), required=True),
    ),
)

PROJECTS = Table(
    "projects",
    Text("un progetto in corso o approvato", "a project under way or approved"),
    ("project",),
    (
        Column("project", "text", Text("Sigla", "Id"), required=True),
        Column("name", "text", Text("Il progetto", "The project"), required=True),
        Column("serves", "text", Text("Gli obiettivi a cui serve", "The objectives it serves")),
        Column("systems", "text", Text("I sistemi che tocca", "The systems it touches")),
        Column("owner", "text", Text("Chi ne risponde", "Who answers for it")),
        Column("due", "date", Text("Entro quando finisce", "By when it ends")),
        Column("budget_eur", "money", Text("Quanto può costare", "What it may cost"), unit="EUR"),
        Column("source", "text", Text("Dove è dichiarato", "Where it is declared"), required=True),
    ),
)

OBJECTIVE_SYSTEMS = Table(
    "objective_systems",
    Text("un sistema che serve un obiettivo", "a system that serves an objective"),
    ("objective", "system"),
    (Column("objective", "text", Text("Obiettivo", "Objective"), required=True), _SYSTEM),
)

RESPONSIBILITIES = Table(
    "responsibilities",
    Text("una materia su cui qualcuno deve decidere", "a matter on which somebody must decide"),
    ("area",),
    (
        Column("area", "text", Text("Materia", "Matter"), required=True),
        Column("name_it", "text", Text("Nome in italiano", "Name in Italian"), required=True),
        Column("name_en", "text", Text("Nome in inglese", "Name in English"), required=True),
        Column("accountable", "text", Text("Chi decide", "Who decides")),
        Column("responsible", "text", Text("Chi lo fa", "Who does it")),
        Column("consulted", "text", Text("Chi va sentito", "Who is heard")),
        Column(
            "problem",
            "text",
            Text(
                "nobody (nessuno), several (più di uno) o supplier (il fornitore); vuoto se decide uno dell'azienda",
                "nobody, several or supplier; empty where one of the company decides",
            ),
        ),
    ),
)

RADAR = Table(
    "radar",
    Text("un'area vista da un lato", "an area as one side sees it"),
    ("area", "side"),
    (
        _AREA,
        _SIDE,
        _ROUND,
        *_SCORES,
        _ANSWERS,
        *_GAPS,
        _CHANGE,
        Column("measured", "number", Text("Livello misurato, da 1 a 5", "Measured level, 1 to 5"), unit="level"),
        Column("measured_reference", "text", Text("Le misure usate", "The measures used")),
    ),
)

RADAR_ITEMS = Table(
    "radar_items",
    Text("una domanda vista da un lato", "an item as one side sees it"),
    ("item", "side"),
    (
        Column("item", "text", Text("Domanda", "Item"), required=True),
        _AREA,
        _SIDE,
        _ROUND,
        *_SCORES,
        _ANSWERS,
        *_GAPS,
        _CHANGE,
        Column("measure", "text", Text("La misura accanto", "The measure beside it")),
        Column("measured_share", "share", Text("Quota che non va, misurata", "Share that is wrong, as measured")),
        Column("measured_level", "number", Text("La stessa, da 1 a 5", "The same, 1 to 5"), unit="level"),
        Column("reference_share", "share", Text("Quanti altrove lo lamentano o dicono", "How many elsewhere say so")),
        Column("reference", "text", Text("Studio e anno", "Study and year")),
    ),
)

RADAR_RISKS = Table(
    "radar_risks",
    Text("un rischio fra i cinque che contano di più", "a risk among the five that matter most"),
    ("item",),
    (
        Column("item", "text", Text("Domanda", "Item"), required=True),
        _AREA,
        Column("position", "integer", Text("Posto, 1 è il primo", "Place, 1 is the first"), required=True),
        Column("exposure", "share", Text("Quanto l'azienda è esposta", "How exposed the company is"), required=True),
        Column(
            "probability",
            "probability",
            Text(
                "Quanto spesso è fra i cinque, estraendo di nuovo le persone",
                "How often it is among the five when people are drawn again",
            ),
            required=True,
        ),
        Column("text_it", "text", Text("Il rischio, in italiano", "The risk, in Italian"), required=True),
        Column("text_en", "text", Text("Il rischio, in inglese", "The risk, in English"), required=True),
        Column("reason_it", "text", Text("Perché, in italiano", "Why, in Italian"), required=True),
        Column("reason_en", "text", Text("Perché, in inglese", "Why, in English"), required=True),
        Column("first_step_it", "text", Text("Primo passo, in italiano", "First step, in Italian"), required=True),
        Column("first_step_en", "text", Text("Primo passo, in inglese", "First step, in English"), required=True),
    ),
)

#: What regia.toml says of systems, for measures that need no snapshot; not an evidence table.
DECLARED_SYSTEMS = Table(
    "declared_systems",
    Text("un sistema dichiarato", "a declared system"),
    ("system",),
    (
        _SYSTEM,
        Column("vendor", "text", Text("Fornitore", "Vendor")),
        Column("owner", "text", Text("Responsabile", "Owner")),
        Column("cost_eur_year", "money", Text("Costo annuo", "Yearly cost"), unit="EUR a year"),
        Column("contract_end", "date", Text("Fine del contratto", "End of the contract")),
    ),
)
