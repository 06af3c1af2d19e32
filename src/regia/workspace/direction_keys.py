"""The keys of regia.toml about direction: vision, objectives, who decides what, what guidance costs."""

from regia.errors import Text
from regia.workspace.key import Key

#: What somebody must decide on in every company, in the order a map of responsibilities shows them.
AREAS: dict[str, Text] = {
    "vision": Text("visione", "vision"),
    "roadmap": Text("roadmap", "roadmap"),
    "architecture": Text("architettura", "architecture"),
    "stack": Text("tecnologie", "technology stack"),
    "data": Text("dati", "data"),
    "integration": Text("integrazioni", "integration"),
    "suppliers": Text("fornitori", "suppliers"),
    "delivery": Text("modo di lavorare", "delivery process"),
    "kpi": Text("indicatori", "KPIs"),
    "security": Text("sicurezza", "security"),
    "operations": Text("esercizio", "operations"),
    "budget": Text("budget", "budget"),
    "people": Text("persone e competenze", "people and skills"),
}

#: The forms that guidance may take, from the lightest to the heaviest.
OPTIONS: dict[str, Text] = {
    "it_manager": Text("responsabile IT con mandato", "IT manager with a mandate"),
    "fractional_cto": Text("responsabile IT e fractional CTO", "IT manager and fractional CTO"),
    "interim": Text("CTO a tempo (interim)", "interim CTO"),
    "full_time_cto": Text("CTO a tempo pieno", "full-time CTO"),
}

DIRECTION = (
    Key(
        "vision",
        Text(
            'La visione tecnologica, in una pagina; fra tre virgolette (""") può andare a capo.',
            'The technology vision, in one page; within three quotes (""") it may run over lines.',
        ),
        '"One view of the customer, in real time, for every department."',
        '"Una sola vista del cliente, in tempo reale, per tutti i reparti."',
    ),
    Key(
        "principles",
        Text("I principi di architettura.", "The principles of architecture."),
        '["Every fact is typed once", "Buy before build"]',
        '["Ogni dato si scrive una volta sola", "Prima comprare, poi costruire"]',
    ),
)

OBJECTIVE = (
    Key(
        "name",
        Text("L'obiettivo, in una frase.", "The objective, in a sentence."),
        '"Deliver in ten days"',
        '"Consegnare in dieci giorni"',
    ),
    Key(
        "kpi",
        Text("Come si misura.", "How it is measured."),
        '"Days from order to delivery"',
        '"Giorni dall\'ordine alla consegna"',
    ),
    Key("baseline", Text("Quanto vale oggi.", "What it is today."), '"18"'),
    Key("target", Text("Quanto deve valere.", "What it is to be."), '"10"'),
    Key("due", Text("Entro quando.", "By when."), "2027-06-30"),
    Key(
        "owner",
        Text("La persona o il ruolo che ne risponde.", "The person or role that answers for it."),
        '"Head of operations"',
        '"Direttore operativo"',
    ),
)

PROJECT = (
    Key(
        "name",
        Text("Il progetto, in una frase.", "The project, in a sentence."),
        '"One customer list"',
        '"Anagrafica clienti unica"',
    ),
    Key(
        "serves",
        Text(
            "Gli obiettivi a cui serve: i nomi usati in [objectives.ID].",
            "The objectives it serves: the names used in [objectives.ID].",
        ),
        '["delivery"]',
        '["consegne"]',
    ),
    Key(
        "systems",
        Text(
            "I sistemi che tocca: i nomi usati in [systems.ID].",
            "The systems it touches: the names used in [systems.ID].",
        ),
        '["crm", "shop"]',
    ),
    Key(
        "owner",
        Text("La persona o il ruolo che ne risponde.", "The person or role that answers for it."),
        '"Head of sales"',
        '"Direttore commerciale"',
    ),
    Key("due", Text("Entro quando finisce.", "By when it ends."), "2027-03-31"),
    Key("budget_eur", Text("Quanto può costare, in euro.", "What it may cost, in euro."), "60000"),
)

RESPONSIBILITY = (
    Key(
        "accountable",
        Text(
            "Chi decide e ne risponde: un ruolo solo; un elenco vuoto vuol dire nessuno.",
            "Who decides and answers for it: one role; an empty list means nobody.",
        ),
        '"Managing director"',
        '"Amministratore delegato"',
    ),
    Key("responsible", Text("Chi lo fa.", "Who does it."), '["IT manager"]', '["Responsabile IT"]'),
    Key(
        "consulted",
        Text("Chi va sentito prima.", "Who is heard first."),
        '["Heads of department"]',
        '["Responsabili di reparto"]',
    ),
)

GUIDANCE_COST = (
    Key("cost_eur_year_low", Text("Il costo minimo in euro l'anno.", "The least it costs, in euro a year."), "30000"),
    Key("cost_eur_year_high", Text("Il costo massimo in euro l'anno.", "The most it costs, in euro a year."), "60000"),
)
