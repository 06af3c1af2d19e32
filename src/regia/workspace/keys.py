"""Every key of regia.toml: what it means and an example of it.

The check of unknown keys, the comments that `regia init` writes and the reference page all come from here.
"""

from regia.errors import Text
from regia.workspace.direction_keys import DIRECTION, GUIDANCE_COST, OBJECTIVE, PROJECT, RESPONSIBILITY
from regia.workspace.key import Key

COMPANY = (
    Key("name", Text("Il nome dell'azienda.", "The company's name."), '"Acme S.r.l."'),
    Key(
        "language",
        Text("La lingua di messaggi e rapporti: it o en.", "The language of messages and reports: it or en."),
        '"it"',
    ),
    Key(
        "made_up",
        Text(
            "true se l'azienda è inventata (dimostrazioni, prove).", "true if the company is made up (demos, trials)."
        ),
        "false",
    ),
    Key(
        "keep_snapshots",
        Text(
            "Quante fotografie conservare; l'ultima buona resta sempre.",
            "How many snapshots to keep; the newest good one always stays.",
        ),
        "12",
    ),
    Key(
        "keep_days",
        Text("Per quanti giorni conservare le fotografie.", "For how many days to keep snapshots."),
        "730",
    ),
    Key(
        "evidence",
        Text(
            "File e cartelle che dicono come i sistemi si parlano: script SQL, crontab, OpenAPI, tracce, log.",
            "Files and folders that tell how systems talk: SQL scripts, crontabs, OpenAPI, traces, logs.",
        ),
        '["evidence"]',
    ),
)

DEPARTMENT = (
    Key("name", Text("Il nome del reparto.", "The department's name."), '"Marketing"'),
    Key(
        "capabilities",
        Text(
            "Che cosa sa fare: i nomi usati in [capabilities].",
            "What it is able to do: the names used in [capabilities].",
        ),
        '["campaigns"]',
        '["campagne"]',
    ),
)

SYSTEM = (
    Key("name", Text("Il nome con cui lo si conosce.", "The name people know it by."), '"CRM"'),
    Key(
        "department",
        Text("Il reparto che lo usa o lo governa.", "The department that uses or governs it."),
        '"marketing"',
    ),
    Key(
        "kind",
        Text("Che genere di sistema è: crm, erp, shop ...", "What kind of system it is: crm, erp, shop ..."),
        '"crm"',
    ),
    Key("vendor", Text("Chi lo fornisce.", "Who supplies it."), '"Acme Software"'),
    Key(
        "owner",
        Text("La persona o il ruolo che ne risponde.", "The person or role that answers for it."),
        '"IT manager"',
        '"responsabile IT"',
    ),
    Key(
        "cost_eur_year",
        Text("Quanto costa in euro l'anno, tutto compreso.", "What it costs in euro a year, all included."),
        "12000",
    ),
    Key("contract_end", Text("Quando finisce il contratto.", "When the contract ends."), "2026-12-31"),
    Key(
        "criticality",
        Text(
            "Quanto ne dipende l'azienda: low, medium, high, critical (o bassa, media, alta, critica).",
            "How much the company depends on it: low, medium, high, critical.",
        ),
        '"high"',
    ),
    Key("users", Text("Quante persone lo usano.", "How many people use it."), "25"),
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
        "source",
        Text(
            "Dove si leggono i suoi dati: l'indirizzo del database senza password, oppure un file o una cartella.",
            "Where its data is read: the database's address without a password, or a file or folder.",
        ),
        '"postgresql://reader@db.example.com:5432/crm"',
    ),
    Key(
        "password",
        Text(
            "Dove sta la password: env:NOME (variabile d'ambiente) o file:PERCORSO. Mai la password stessa.",
            "Where the password is: env:NAME (environment variable) or file:PATH. Never the password itself.",
        ),
        '"env:CRM_PASSWORD"',
    ),
    Key(
        "source_kind",
        Text(
            "Il genere di sorgente, se l'indirizzo non basta a riconoscerlo.",
            "The kind of source, where its address does not tell.",
        ),
        '"postgresql"',
    ),
    Key(
        "include",
        Text(
            "Leggi solo gli archivi con questi nomi (* e ? valgono).",
            "Read only datasets of these names (* and ? work).",
        ),
        '["sales_*"]',
    ),
    Key(
        "exclude",
        Text("Non leggere gli archivi con questi nomi.", "Do not read datasets of these names."),
        '["log_*", "tmp_*"]',
    ),
    Key(
        "read_views",
        Text("Leggi anche le viste, non solo le tabelle.", "Read views too, not tables alone."),
        "false",
    ),
    Key(
        "aliases",
        Text(
            "Gli altri suoi nomi: nelle tracce, negli script, sui server.",
            "Its other names: in traces, in scripts, on servers.",
        ),
        '["crm-api", "srv-crm01"]',
    ),
)

INTERFACE = (
    Key("from", Text("Il sistema da cui partono i dati.", "The system that data leaves."), '"crm"'),
    Key("to", Text("Il sistema a cui arrivano.", "The system that it arrives at."), '"shop"'),
    Key("concept", Text("Che cosa passa.", "What passes."), '"customer"'),
    Key(
        "mode",
        Text(
            "Come passa: realtime (subito), batch (a ore fisse), manual (a mano), import (una volta).",
            "How it passes: realtime, batch (at fixed hours), manual (by hand), import (once).",
        ),
        '"batch"',
    ),
    Key("owner", Text("Chi ne risponde.", "Who answers for it."), '"IT manager"', '"responsabile IT"'),
    Key("note", Text("Altro da sapere.", "What else is to be known."), '"every night"', '"ogni notte"'),
)

CORRESPONDENCE = (
    Key("left", Text("Un campo: sistema.archivio.campo.", "A field: system.dataset.field."), '"crm.Account.Code"'),
    Key("right", Text("Un campo di un altro sistema.", "A field of another system."), '"shop.customers.code"'),
    Key(
        "same",
        Text("false se non vogliono dire lo stesso (true).", "false if they do not mean the same (true)."),
        "true",
    ),
    Key("note", Text("Perché.", "Why."), '"agreed with sales"', '"deciso con le vendite"'),
)

LIMITS = (
    Key(
        "statement_seconds",
        Text(
            "Quanti secondi può durare una lettura sul server.",
            "How many seconds one statement may take on the server.",
        ),
        "300",
    ),
    Key(
        "minutes",
        Text("Quanti minuti può durare tutta la sorgente.", "How many minutes the whole source may take."),
        "120",
    ),
    Key(
        "rows_per_dataset",
        Text("Oltre queste righe un archivio si legge a campione.", "A dataset of more rows is read as a sample."),
        "5_000_000",
    ),
    Key("rows", Text("Quante righe leggere in tutto.", "How many rows to read in all."), "50_000_000"),
    Key("gigabytes", Text("Quanti gigabyte leggere in tutto.", "How many gigabytes to read in all."), "20"),
)

WORKING_TIME = (
    Key(
        "weekdays",
        Text("I giorni di lavoro, in italiano o in inglese.", "The working days, in English or Italian."),
        '["mon", "tue", "wed", "thu", "fri"]',
        '["lun", "mar", "mer", "gio", "ven"]',
    ),
    Key("opens", Text("Quando si apre.", "When work starts."), '"09:00"'),
    Key("closes", Text("Quando si chiude.", "When work ends."), '"18:00"'),
    Key("timezone", Text("Il fuso orario.", "The time zone."), '"Europe/Rome"'),
    Key(
        "holidays",
        Text(
            "Il paese di cui si fanno le feste; IT-MI aggiunge il patrono di Milano, none nessuna festa.",
            "The country whose holidays are kept; IT-MI adds Milan's patron saint, none keeps no holiday.",
        ),
        '"IT"',
    ),
    Key(
        "closures",
        Text(
            "Le chiusure proprie: un giorno, o [primo giorno, ultimo giorno].",
            "The company's own closures: one day, or [first day, last day].",
        ),
        "[2026-12-24, [2026-08-10, 2026-08-21]]",
    ),
)

ASSUMPTIONS = (
    Key("hour_cost_eur", Text("Quanto costa un'ora di lavoro, in euro.", "What an hour of work costs, in euro."), "32"),
    Key(
        "minutes_per_duplicate",
        Text("Minuti persi per ogni scheda doppia.", "Minutes lost for each duplicate record."),
        "6",
    ),
    Key(
        "minutes_per_conflict",
        Text("Minuti persi per ogni dato in conflitto.", "Minutes lost for each value in conflict."),
        "8",
    ),
    Key(
        "minutes_per_rekeyed_record",
        Text("Minuti per ricopiare a mano una scheda.", "Minutes to re-key one record by hand."),
        "3",
    ),
    Key(
        "minutes_per_day_waited",
        Text(
            "Minuti che le persone perdono per ogni giorno lavorativo che un caso attende: solleciti, telefonate. "
            "Senza, le attese restano in ore.",
            "Minutes that people lose for each working day that a case waits: chasing, calls. Without it, waits "
            "stay in hours.",
        ),
        "5",
    ),
    Key(
        "confirmed",
        Text(
            "true quando una persona ha confermato questi numeri: prima restano fuori dai totali.",
            "true once a person confirmed these figures: until then they stay out of totals.",
        ),
        "false",
    ),
)

SECTIONS: dict[str, tuple[Key, ...]] = {
    "company": COMPANY,
    "capabilities": (),
    "departments.ID": DEPARTMENT,
    "systems.ID": SYSTEM,
    "systems.ID.limits": LIMITS,
    "systems.ID.options": (),
    "direction": DIRECTION,
    "objectives.ID": OBJECTIVE,
    "projects.ID": PROJECT,
    "responsibilities.AREA": RESPONSIBILITY,
    "guidance.OPTION": GUIDANCE_COST,
    "interfaces": INTERFACE,
    "correspondences": CORRESPONDENCE,
    "working_time": WORKING_TIME,
    "assumptions": ASSUMPTIONS,
}

SAYS: dict[str, Text] = {
    "company": Text("L'azienda.", "The company."),
    "capabilities": Text(
        'Che cosa l\'azienda sa fare: sigla = "nome".', 'What the company is able to do: id = "name".'
    ),
    "departments.ID": Text(
        "Un reparto; l'ordine è quello del percorso del cliente.", "A department, in the order of the customer journey."
    ),
    "systems.ID": Text("Un sistema: un'applicazione con i suoi dati.", "A system: one application with its data."),
    "systems.ID.limits": Text(
        "Quanto un check-up può prendere da questa sorgente.", "What a check-up may take from this source."
    ),
    "systems.ID.options": Text(
        "Opzioni del connettore (per esempio TLS), come testo.", "The connector's own options (TLS, say), as text."
    ),
    "direction": Text("Dove la tecnologia deve portare l'azienda.", "Where technology is to take the company."),
    "objectives.ID": Text("Un obiettivo dell'azienda.", "An objective of the company."),
    "projects.ID": Text("Un progetto in corso o approvato.", "A project under way, or approved."),
    "responsibilities.AREA": Text(
        "Chi decide: vision, roadmap, architecture, stack, data, integration, suppliers, delivery, kpi, security, "
        "operations, budget, people. Ruoli, non persone.",
        "Who decides: vision, roadmap, architecture, stack, data, integration, suppliers, delivery, kpi, security, "
        "operations, budget, people. Roles, not people.",
    ),
    "guidance.OPTION": Text(
        "Quanto costerebbe una forma di guida: it_manager, fractional_cto, interim, full_time_cto.",
        "What a form of guidance would cost: it_manager, fractional_cto, interim, full_time_cto.",
    ),
    "interfaces": Text(
        "Uno scambio di dati fra due sistemi; una sezione ciascuno.",
        "Data passing between two systems; one section each.",
    ),
    "correspondences": Text(
        "Due campi che vogliono dire lo stesso, o che non lo vogliono dire; una sezione ciascuno.",
        "Two fields that mean the same, or do not; one section each.",
    ),
    "working_time": Text("Quando l'azienda lavora.", "When the company works."),
    "assumptions": Text(
        "Le ipotesi con cui le ore e le schede diventano euro.", "What turns hours and records into euro."
    ),
}

#: Words that people write for ours: Italian names, and names common elsewhere.
MEANT: dict[str, str] = {
    "azienda": "company",
    "nome": "name",
    "lingua": "language",
    "reparto": "department",
    "reparti": "departments",
    "capacita": "capabilities",
    "capacità": "capabilities",
    "competenze": "capabilities",
    "sistema": "systems",
    "sistemi": "systems",
    "genere": "kind",
    "tipo": "kind",
    "type": "kind",
    "fornitore": "vendor",
    "supplier": "vendor",
    "responsabile": "owner",
    "proprietario": "owner",
    "referente": "owner",
    "costo": "cost_eur_year",
    "costo_annuo": "cost_eur_year",
    "cost": "cost_eur_year",
    "cost_eur": "cost_eur_year",
    "scadenza": "contract_end",
    "fine_contratto": "contract_end",
    "expires": "contract_end",
    "criticita": "criticality",
    "criticità": "criticality",
    "utenti": "users",
    "sorgente": "source",
    "url": "source",
    "path": "source",
    "includi": "include",
    "escludi": "exclude",
    "limiti": "limits",
    "opzioni": "options",
    "prove": "evidence",
    "alias": "aliases",
    "interfaccia": "interfaces",
    "interfacce": "interfaces",
    "interface": "interfaces",
    "scambi": "interfaces",
    "corrispondenza": "correspondences",
    "corrispondenze": "correspondences",
    "correspondence": "correspondences",
    "sinistra": "left",
    "destra": "right",
    "stesso": "same",
    "da": "from",
    "source_system": "from",
    "target": "to",
    "concetto": "concept",
    "modo": "mode",
    "modalita": "mode",
    "modalità": "mode",
    "nota": "note",
    "note_libere": "note",
    "orario": "working_time",
    "orari": "working_time",
    "giorni": "weekdays",
    "apre": "opens",
    "chiude": "closes",
    "fuso": "timezone",
    "feste": "holidays",
    "festivita": "holidays",
    "chiusure": "closures",
    "ipotesi": "assumptions",
    "direzione": "direction",
    "indirizzo": "direction",
    "visione": "vision",
    "principi": "principles",
    "obiettivo": "objectives",
    "obiettivi": "objectives",
    "indicatore": "kpi",
    "indicatori": "kpi",
    "partenza": "baseline",
    "traguardo": "target",
    "entro": "due",
    "responsabilita": "responsibilities",
    "responsabilità": "responsibilities",
    "raci": "responsibilities",
    "architettura": "architecture",
    "tecnologie": "stack",
    "dati": "data",
    "integrazioni": "integration",
    "fornitori": "suppliers",
    "vendors": "suppliers",
    "sicurezza": "security",
    "esercizio": "operations",
    "persone": "people",
    "decide": "accountable",
    "esegue": "responsible",
    "guida": "guidance",
    "costo_orario": "hour_cost_eur",
    "italia": "IT",
    "italy": "IT",
    "ita": "IT",
    "nessuno": "none",
    "italiano": "it",
    "italian": "it",
    "inglese": "en",
    "english": "en",
}
