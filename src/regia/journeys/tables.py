"""What journeys write: events and their objects, activities, hand-offs, journeys, troubles, and what misleads."""

from regia.errors import Text
from regia.model.table import Column, Table

_SYSTEM = Column("system", "text", Text("Sistema", "System"), required=True)
_DATASET = Column("dataset", "text", Text("Archivio", "Dataset"), required=True)
_NAMES = (
    Column("name_it", "text", Text("Nome in italiano", "Name in Italian"), required=True),
    Column("name_en", "text", Text("Nome in inglese", "Name in English"), required=True),
)
_DEPARTMENT = Column("department", "text", Text("Reparto che lo fa", "Department that does it"))
_ORIGIN = Column(
    "department_origin",
    "text",
    Text(
        "Da dove viene il reparto: declared (detto da una persona), actor (da chi l'ha fatto), activity (da ciò che "
        "si fa), system (dal sistema)",
        "Where the department comes from: declared (people say so), actor (who did it), activity (what is done), "
        "system",
    ),
)
_PRECISION = Column(
    "precision",
    "text",
    Text("second (all'ora) o day (solo il giorno)", "second (time of day) or day (the day alone)"),
    required=True,
)
_OBJECT_TYPE = Column(
    "object_type",
    "text",
    Text("Tipo di oggetto (ordine, ticket ...)", "Type of object (order, ticket ...)"),
    required=True,
)
_ENDS = (
    Column("from_activity", "text", Text("Da", "From"), required=True),
    Column("to_activity", "text", Text("A", "To"), required=True),
)


def _hours(name: str, it: str, en: str) -> Column:
    return Column(name, "hours", Text(it, en), unit="working hours")


_COST = (
    Column("eur_year_low", "money", Text("Costo annuo, almeno", "Yearly cost, at least"), unit="EUR a year"),
    Column("eur_year_high", "money", Text("Costo annuo, al più", "Yearly cost, at most"), unit="EUR a year"),
    Column("cost_confirmed", "boolean", Text("Ipotesi confermate", "Assumptions confirmed")),
)

ACTIVITIES = Table(
    name="activities",
    grain=Text("una cosa che succede, come la dicono i dati", "something that happens, as the data tells it"),
    key=("activity",),
    columns=(
        Column("activity", "text", Text("Attività", "Activity"), required=True),
        *_NAMES,
        _OBJECT_TYPE,
        _SYSTEM,
        _DATASET,
        Column("field", "text", Text("Campo della data", "Field of the time"), required=True),
        Column(
            "state", "text", Text("Stato raggiunto, in una storia di stati", "State reached, in a history of states")
        ),
        _PRECISION,
        _DEPARTMENT,
        _ORIGIN,
        Column("events", "integer", Text("Eventi", "Events"), unit="events", required=True),
        Column("first_at", "time", Text("Primo evento", "First event")),
        Column("last_at", "time", Text("Ultimo evento", "Last event")),
        Column(
            "probability",
            "probability",
            Text("Probabilità che sia un passo del lavoro", "Probability that it is a step of the work"),
            required=True,
        ),
        Column(
            "said",
            "text",
            Text(
                "Che cosa ne ha detto una persona: confirmed (è un passo), ignored (non lo è), changed (nome, reparto)",
                "What a person said of it: confirmed (it is a step), ignored (it is none), changed (name, department)",
            ),
        ),
        Column(
            "role",
            "text",
            Text(
                "step (passo del lavoro), told_twice (lo dice già un'altra), repeated (contatti ripetuti), past (non "
                "succede più), ignored (così hanno detto le persone)",
                "step (of the work), told_twice (another one tells it), repeated (contacts, like messages), past (it "
                "happens no more), ignored (people said so)",
            ),
            required=True,
        ),
    ),
)

EVENTS = Table(
    name="events",
    grain=Text("un evento", "an event"),
    key=("event",),
    columns=(
        Column("event", "integer", Text("Numero dell'evento", "Number of the event"), required=True),
        Column("activity", "text", Text("Attività", "Activity"), required=True),
        Column("happened_at", "time", Text("Quando", "When"), required=True),
        _PRECISION,
        _SYSTEM,
        _DATASET,
        Column("record", "text", Text("Record", "Record"), required=True),
        _DEPARTMENT,
        _ORIGIN,
        Column("actor_group", "text", Text("Gruppo che lo ha fatto", "Group that did it")),
    ),
)

EVENT_OBJECTS = Table(
    name="event_objects",
    grain=Text("un oggetto toccato da un evento", "an object that an event touches"),
    key=("event", "object_type", "object"),
    columns=(
        Column("event", "integer", Text("Numero dell'evento", "Number of the event"), required=True),
        _OBJECT_TYPE,
        Column("object", "text", Text("Oggetto", "Object"), required=True),
        Column(
            "qualifier",
            "text",
            Text("own (il suo), tied (a cui è legato)", "own (its own), tied (that it is tied to)"),
            required=True,
        ),
        Column(
            "probability",
            "probability",
            Text("Probabilità che sia davvero legato", "Probability that it is truly tied"),
            required=True,
        ),
    ),
)

HANDOFFS = Table(
    name="handoffs",
    grain=Text("un passaggio da un'attività alla seguente", "a passage from an activity to the next"),
    key=("object_type", "from_activity", "to_activity"),
    columns=(
        _OBJECT_TYPE,
        *_ENDS,
        Column("from_system", "text", Text("Sistema di partenza", "System it leaves"), required=True),
        Column("to_system", "text", Text("Sistema d'arrivo", "System it reaches"), required=True),
        Column("from_department", "text", Text("Reparto di partenza", "Department it leaves")),
        Column("to_department", "text", Text("Reparto d'arrivo", "Department it reaches")),
        Column("cases", "integer", Text("Passaggi", "Passages"), unit="passages", required=True),
        Column("reach_share", "share", Text("Quota che ci arriva", "Share that gets there")),
        Column(
            "link_probability",
            "probability",
            Text(
                "Probabilità che i due record di un passaggio siano dello stesso lavoro",
                "Probability that the two records of a passage are of the same work",
            ),
        ),
        _hours("wait_p50_hours", "Attesa mediana", "Median wait"),
        _hours(
            "wait_p50_low_hours",
            "Attesa mediana, estremo basso (95 %): per il caso e per i legami incerti",
            "Median wait, low end (95 %): for chance and for uncertain links",
        ),
        _hours("wait_p50_high_hours", "Attesa mediana, estremo alto (95 %)", "Median wait, high end (95 %)"),
        _hours("wait_p90_hours", "Attesa che nove su dieci non superano", "Wait that nine in ten do not exceed"),
        _hours("wait_mean_hours", "Attesa media", "Mean wait"),
        _hours(
            "excess_wait_hours",
            "Attesa in più da quando è peggiorata, rispetto a lavoro simile di prima",
            "Extra wait since it got worse, beside like work before",
        ),
        _hours("excess_wait_low_hours", "Estremo basso (95 %)", "Low end (95 %)"),
        _hours("excess_wait_high_hours", "Estremo alto (95 %)", "High end (95 %)"),
        Column("worse_since", "date", Text("Peggiorata dalla settimana del", "Worse since the week of")),
        Column(
            "worse_p_value",
            "probability",
            Text("Probabilità che sia il caso", "Probability that chance alone does it"),
        ),
        Column(
            "matched",
            "text",
            Text(
                "In che cosa è simile il lavoro di prima, come codici: month (mese dell'anno), weekday (giorno della "
                "settimana in cui l'attesa comincia), segment:archivio.campo (genere di lavoro)",
                "What the work before is alike in, as codes: month (of the year), weekday (on which the wait begins), "
                "segment:dataset.field (kind of work)",
            ),
        ),
        Column(
            "bottleneck",
            "boolean",
            Text(
                "Il peggioramento resta dopo il controllo delle false scoperte (Benjamini-Hochberg, 5 %)",
                "The worsening stands after control of false discoveries (Benjamini-Hochberg, 5 %)",
            ),
            required=True,
        ),
        Column(
            "share_of_journey",
            "share",
            Text("Quota dell'attesa di tutto il percorso", "Share of the whole journey's waiting"),
        ),
        Column(
            "effect", "number", Text("Effetto su un esito, come associazione", "Effect on an outcome, as association")
        ),
        Column("effect_low", "number", Text("Estremo basso", "Low end")),
        Column("effect_high", "number", Text("Estremo alto", "High end")),
        Column("still_open", "integer", Text("Ancora in attesa", "Still waiting"), unit="cases"),
        _hours(
            "excess_hours_year",
            "Attesa in più in un anno, se è un collo di bottiglia",
            "Extra wait in a year, of a bottleneck",
        ),
        *_COST,
        Column("journey", "text", Text("Percorso", "Journey")),
        Column("caveats", "text", Text("Avvertenze, come codici", "Caveats, as codes")),
    ),
)

JOURNEYS = Table(
    name="journeys",
    grain=Text("un percorso del lavoro", "a journey of the work"),
    key=("journey",),
    columns=(
        Column("journey", "text", Text("Percorso", "Journey"), required=True),
        *_NAMES,
        _OBJECT_TYPE,
        Column("activities", "text", Text("Attività, in ordine", "Activities, in order"), required=True),
        Column("cases", "integer", Text("Casi", "Cases"), unit="cases", required=True),
        _hours("p50_hours", "Durata mediana dei finiti", "Median length of those finished"),
        _hours("p90_hours", "Durata che nove su dieci non superano", "Length that nine in ten do not exceed"),
        Column("completed_share", "share", Text("Quota finita", "Share finished")),
        Column(
            "ended_cases",
            "integer",
            Text("Casi che hanno finito la loro strada", "Cases that came to the end of their way"),
            unit="cases",
        ),
        Column("open_cases", "integer", Text("Casi ancora in corso", "Cases still under way"), unit="cases"),
        Column("ways", "integer", Text("Strade diverse dei casi finiti", "Different ways of the cases that ended")),
    ),
)

JOURNEY_VARIANTS = Table(
    name="journey_variants",
    grain=Text("una delle strade più battute di un percorso", "one of the most travelled ways of a journey"),
    key=("journey", "position"),
    columns=(
        Column("journey", "text", Text("Percorso", "Journey"), required=True),
        Column("position", "integer", Text("Dalla più battuta", "From the most travelled"), required=True),
        Column("activities", "text", Text("Attività, in ordine", "Activities, in order"), required=True),
        Column("steps", "integer", Text("Passi", "Steps"), required=True),
        Column("cases", "integer", Text("Casi finiti che l'hanno presa", "Cases that ended and took it"),
               unit="cases", required=True),
        Column("share", "share", Text("Quota dei casi finiti", "Share of the cases that ended"), required=True),
        _hours("p50_hours", "Durata mediana, dal primo all'ultimo evento", "Median length, from first to last event"),
        Column("reworked", "boolean", Text("Torna a un passo già fatto", "Comes back to a step already done"),
               required=True),
    ),
)  # fmt: skip

TIME_TRAPS = Table(
    name="time_traps",
    grain=Text("un tranello nei tempi di un campo", "a trap in the times of a field"),
    key=("trap", "system", "dataset", "field"),
    columns=(
        Column(
            "trap",
            "text",
            Text(
                "bulk_import (caricati in blocco), created_is_updated (la modifica è sempre la creazione), "
                "date_only (solo il giorno), early_dates (date fittizie), future_dates (oltre la lettura), "
                "overwritten_status (lo stato si sovrascrive), partial_links (nomina record assenti o di altri), "
                "text_dates (date in testo), time_zone_shift (un campo con un altro orologio), "
                "truncated_history (la storia comincia dopo), unreadable_dates (date che non si leggono), "
                "utc_clock (ore scritte in UTC)",
                "bulk_import, created_is_updated (the change is always the making), date_only, early_dates (defaults), "
                "future_dates (after the reading), overwritten_status, partial_links (names records that are missing "
                "or another's), text_dates, time_zone_shift (a field that goes by another clock), truncated_history "
                "(the history begins later), unreadable_dates, utc_clock (written in UTC)",
            ),
            required=True,
        ),
        _SYSTEM,
        _DATASET,
        Column("field", "text", Text("Campo", "Field"), required=True),
        Column("records", "integer", Text("Record toccati", "Records touched"), unit="records"),
        Column("detail", "text", Text("Dettaglio", "Detail")),
    ),
)

FLOW_TROUBLES = Table(
    name="flow_troubles",
    grain=Text(
        "un guaio possibile di un'attività o di un passaggio, trovato o no",
        "a possible trouble of an activity or of a hand-off, found or not",
    ),
    key=("trouble", "activity", "to_activity"),
    columns=(
        Column(
            "trouble",
            "text",
            Text(
                "drop_off (lavoro che si ferma lì), rework (lavoro che torna indietro), backlog (lavoro che si "
                "accumula), outcome (chi aspetta di più finisce male più spesso), month_end (a fine mese si aspetta di "
                "più)",
                "drop_off (work that gets no further), rework (work that comes back), backlog (work that piles up), "
                "outcome (what waits longer ends badly more often), month_end (longer waits at the end of a month)",
            ),
            required=True,
        ),
        Column("activity", "text", Text("Attività", "Activity"), required=True),
        Column(
            "to_activity",
            "text",
            Text("Attività seguente; per gli altri l'attività stessa", "Next activity; for the others the activity"),
            required=True,
        ),
        Column("department", "text", Text("Reparto", "Department")),
        Column(
            "to_department", "text", Text("Reparto a cui il lavoro passa di solito", "Department it usually goes to")
        ),
        Column("cases", "integer", Text("Casi guardati", "Cases looked at"), unit="cases", required=True),
        Column(
            "share",
            "share",
            Text(
                "Quota che si ferma, che torna, che finisce male; di un arretrato, quanto ne attendeva già mezzo anno "
                "prima; di una fine mese, quanto del lavoro comincia lì",
                "Share that stops, comes back, ends badly; of a backlog, how much waited half a year before already; "
                "of month's ends, how much of the work begins there",
            ),
        ),
        Column(
            "effect",
            "number",
            Text(
                "Misura: drop_off e outcome una differenza di quote, rework e month_end ore lavorative in più, backlog "
                "casi in più la settimana",
                "Measure: of drop_off and outcome a difference of shares, of rework and month_end more working hours, "
                "of backlog more cases a week",
            ),
            required=True,
        ),
        Column("effect_low", "number", Text("Estremo basso (95 %)", "Low end (95 %)"), required=True),
        Column("effect_high", "number", Text("Estremo alto (95 %)", "High end (95 %)"), required=True),
        Column("since", "date", Text("Da quando", "Since when")),
        Column(
            "p_value",
            "probability",
            Text("Probabilità che sia il caso", "Probability that chance alone does it"),
            required=True,
        ),
        Column(
            "stands",
            "boolean",
            Text(
                "Resta dopo il controllo delle false scoperte, fra i guai dello stesso tipo",
                "Stands after control of false discoveries, among troubles of its kind",
            ),
            required=True,
        ),
    ),
)

WAIT_CURVES = Table(
    name="wait_curves",
    grain=Text("un passaggio e una quota dei casi", "a hand-off and a share of its cases"),
    key=("from_activity", "to_activity", "gone_on"),
    columns=(
        *_ENDS,
        Column("gone_on", "share", Text("Quota che è andata avanti", "Share that has gone on"), required=True),
        _hours("wait_hours", "Entro quanto", "Within how long"),
    ),
)

HANDOFF_WEEKS = Table(
    name="handoff_weeks",
    grain=Text("un passaggio in una settimana", "a hand-off in a week"),
    key=("from_activity", "to_activity", "week"),
    columns=(
        *_ENDS,
        Column(
            "week", "date", Text("Giovedì in cui la settimana comincia", "Thursday the week begins on"), required=True
        ),
        Column("cases", "integer", Text("Passaggi finiti", "Passages that ended"), unit="passages", required=True),
        _hours("wait_p50_hours", "Attesa mediana", "Median wait"),
        _hours("wait_mean_hours", "Attesa media", "Mean wait"),
    ),
)

HANDOFF_DAYS = Table(
    name="handoff_days",
    grain=Text("un passaggio in un giorno", "a hand-off in a day"),
    key=("from_activity", "to_activity", "day"),
    columns=(
        *_ENDS,
        Column("day", "date", Text("Giorno", "Day"), required=True),
        Column("cases", "integer", Text("Passaggi finiti", "Passages that ended"), unit="passages", required=True),
        _hours("wait_p50_hours", "Attesa mediana", "Median wait"),
    ),
)

BATCH_WAITS = Table(
    name="batch_waits",
    grain=Text(
        "un passaggio fra due sistemi che un batch trattiene", "a hand-off between two systems that a batch holds back"
    ),
    key=("from_activity", "to_activity"),
    columns=(
        *_ENDS,
        Column("interface", "text", Text("Interfaccia che lo porta", "Interface that carries it"), required=True),
        Column("cases", "integer", Text("Passaggi", "Passages"), unit="passages", required=True),
        Column("held_share", "share", Text("Quota finita dopo il giro", "Share that ended after the run"),
               required=True),
        _hours("wait_mean_hours", "Attesa media", "Mean wait"),
        _hours("batch_hours", "Di cui ad aspettare il giro, in media", "Of which waiting for the run, on average"),
        _hours("batch_low_hours", "Estremo basso (95 %)", "Low end (95 %)"),
        _hours("batch_high_hours", "Estremo alto (95 %)", "High end (95 %)"),
        Column("share", "share", Text("Quota dell'attesa", "Share of the wait"), required=True),
        _hours("hours_year", "In un anno, ad aspettare il giro", "In a year, waiting for the run"),
        *_COST,
    ),
)  # fmt: skip

HANDOFF_MONTH_DAYS = Table(
    name="handoff_month_days",
    grain=Text(
        "un passaggio in un giorno lavorativo del mese, contato dalla fine",
        "a hand-off on a working day of the month, counted from its end",
    ),
    key=("from_activity", "to_activity", "days_left"),
    columns=(
        *_ENDS,
        Column(
            "days_left",
            "integer",
            Text("Giorni lavorativi che restano nel mese, 0 l'ultimo", "Working days left in the month, 0 on its last"),
            unit="working days",
            required=True,
        ),
        Column("cases", "integer", Text("Passaggi cominciati", "Passages that began"), unit="passages", required=True),
        _hours("wait_p50_hours", "Attesa mediana", "Median wait"),
        _hours("wait_mean_hours", "Attesa media", "Mean wait"),
    ),
)

HANDOFF_CASES = Table(
    name="handoff_cases",
    grain=Text("uno dei passaggi che hanno atteso di più", "one of the passages that waited longest"),
    key=("from_activity", "to_activity", "position"),
    columns=(
        *_ENDS,
        Column("position", "integer", Text("Dal più lungo", "From the longest"), required=True),
        Column("from_system", "text", Text("Sistema di partenza", "System it leaves"), required=True),
        Column("from_dataset", "text", Text("Archivio di partenza", "Dataset it leaves"), required=True),
        Column("from_record", "text", Text("Record di partenza", "Record it leaves"), required=True),
        Column("to_system", "text", Text("Sistema di arrivo", "System it reaches"), required=True),
        Column("to_dataset", "text", Text("Archivio di arrivo", "Dataset it reaches"), required=True),
        Column("to_record", "text", Text("Record di arrivo", "Record it reaches"), required=True),
        Column("began_at", "time", Text("Quando è cominciato", "When it began"), required=True),
        Column("ended_at", "time", Text("Quando è finito", "When it ended"), required=True),
        _hours("wait_hours", "Attesa", "Wait"),
    ),
)

OPEN_WORK = Table(
    name="open_work",
    grain=Text("un'attività dopo la quale qualcosa attende", "an activity after which something waits"),
    key=("activity",),
    columns=(
        Column("activity", "text", Text("Attività", "Activity"), required=True),
        Column("department", "text", Text("Reparto", "Department")),
        Column("cases", "integer", Text("Casi che attendono", "Cases waiting"), unit="cases", required=True),
        Column(
            "usual",
            "integer",
            Text("Da meno della metà dei casi finiti", "For less than half of those that ended"),
            unit="cases",
            required=True,
        ),
        Column(
            "slow",
            "integer",
            Text("Da più della metà, ma meno di nove su dieci", "For longer than half, less than nine in ten"),
            unit="cases",
            required=True,
        ),
        Column(
            "late",
            "integer",
            Text("Da più di nove su dieci", "For longer than nine in ten"),
            unit="cases",
            required=True,
        ),
        Column(
            "lost",
            "integer",
            Text("Da più di quasi tutti: forse persi", "For longer than nearly all: perhaps lost"),
            unit="cases",
            required=True,
        ),
        _hours("wait_p50_hours", "Attesa mediana di chi è andato avanti", "Median wait of those that went on"),
        _hours("oldest_hours", "Attesa del più vecchio non perso", "Wait of the oldest not lost"),
    ),
)
