"""What customer care works with: the help desk and the customer portal."""

from uuid import NAMESPACE_URL, uuid5

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

_SHOWN = {"IN": "ricevuto", "CF": "confermato", "LA": "in lavorazione", "PR": "pronto", "SP": "spedito",
          "FA": "consegnato", "AN": "annullato"}  # fmt: skip
REQUESTERS = DatasetSpec(
    "requesters", "entity", (
        Field("id", "number", "INTEGER"),
        Field("full_name", "name", "VARCHAR(120)"),
        Field("email", "email", "VARCHAR(120)", None, forms.lower, 0.92),
        Field("phone", "phone", "VARCHAR(40)", None, forms.spoken_phone, 0.6),
        Field("city", "city", "VARCHAR(60)", None, None, 0.3),
        Field("external_id", "erp_code", "VARCHAR(20)"),
        Field("notes", "note", "TEXT", semantic="free_text"),
        Field("created_at", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("updated_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="customer", key=("id",), code="external_id",
)  # fmt: skip
TICKETS = DatasetSpec(
    "tickets", "transaction", (
        Field("id", "number", "INTEGER"),
        Field("requester_id", "customer", "INTEGER", to="requesters"),
        Field("subject", "subject", "VARCHAR(200)"),
        Field("category", "category", "VARCHAR(40)"),
        Field("status", "status", "VARCHAR(20)"),
        Field("priority", "priority", "VARCHAR(10)", semantic="status_code"),
        Field("group_id", "group", "INTEGER", to="groups"),
        Field("order_ref", "order", "VARCHAR(20)"),
        Field("created_at", "opened", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("first_reply_at", "answered", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("solved_at", "solved", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("updated_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("satisfaction", "satisfaction", "INTEGER"),
    ),
    concept="ticket", key=("id",),
)  # fmt: skip
TICKET_EVENTS = DatasetSpec(
    "ticket_events", "status_history", (
        Field("id", "number", "INTEGER"),
        Field("ticket_id", "document", "INTEGER", to="tickets"),
        Field("status", "status", "VARCHAR(20)", semantic="status_code"),
        Field("group_id", "group", "INTEGER", to="groups"),
        Field("at", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    key=("id",), logged=True,
)  # fmt: skip
MESSAGES = DatasetSpec(
    "messages", "log", (
        Field("id", "number", "INTEGER"),
        Field("ticket_id", "document", "INTEGER", to="tickets"),
        Field("author", "author", "VARCHAR(10)", semantic="status_code"),
        Field("body", "body", "TEXT", semantic="free_text"),
        Field("payload", "payload", "TEXT", semantic="json"),
        Field("sent_at", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    key=("id",), logged=True,
)  # fmt: skip
GROUPS = DatasetSpec(
    "groups", "code_list",
    (Field("id", "id", "INTEGER"), Field("name", "name", "VARCHAR(40)")), key=("id",),
)  # fmt: skip

USERS = DatasetSpec(
    "utenti", "entity", (
        Field("uuid", "number", "CHAR(36)"),
        Field("nominativo", "name", "VARCHAR(120)"),
        Field("email_accesso", "email", "VARCHAR(120)"),
        Field("telefono", "phone", "VARCHAR(30)"),
        Field("indirizzo", "street", "VARCHAR(120)"),
        Field("cap", "postal_code", "CHAR(5)"),
        Field("comune", "city", "VARCHAR(60)"),
        Field("prov", "province", "CHAR(2)"),
        Field("codice_cliente", "erp_code", "VARCHAR(10)"),
        Field("privacy_marketing", "marketing_consent", "BOOLEAN", forms.zero_one),
        Field("creato_il", "created", "TIMESTAMP", forms.rome_plain, time_role="technical"),
        Field("ultimo_accesso", "seen", "TIMESTAMP", forms.rome_plain, time_role="event"),
    ),
    concept="customer", key=("uuid",), code="codice_cliente",
    number=lambda number: str(uuid5(NAMESPACE_URL, f"portale/{number}")),
)  # fmt: skip
CONSENTS = DatasetSpec(
    "consensi", "log", (
        Field("id", "number", "INTEGER"),
        Field("utente", "user", "CHAR(36)", to="utenti", semantic="uuid"),
        Field("finalita", "purpose", "VARCHAR(30)", semantic="status_code"),
        Field("valore", "value", "BOOLEAN", forms.zero_one),
        Field("raccolto_il", "created", "TIMESTAMP", forms.rome_plain, time_role="event"),
    ),
    key=("id",), logged=True,
)  # fmt: skip
PORTAL_ORDERS = DatasetSpec(
    "ordini", "transaction", (
        Field("id", "number", "INTEGER"),
        Field("numero_ordine", "order_number", "INTEGER"),
        Field("utente", "user", "CHAR(36)", to="utenti", semantic="uuid"),
        Field("data_ordine", "date", "DATE", forms.day_iso, time_role="event"),
        Field("stato", "status", "VARCHAR(20)", lambda code: _SHOWN.get(code, code)),
        Field("totale", "total", "NUMERIC(12,2)", forms.euros),
        Field("consegna_prevista", "due", "DATE", forms.day_iso, time_role="planned"),
        Field("aggiornato_il", "changed", "TIMESTAMP", forms.rome_plain, time_role="technical"),
    ),
    concept="order", key=("id",),
)  # fmt: skip
DELIVERIES = DatasetSpec(
    "tracciamento", "log", (
        Field("id", "number", "INTEGER"),
        Field("numero_ordine", "order_number", "INTEGER"),
        Field("evento", "step", "VARCHAR(30)", semantic="status_code"),
        Field("quando", "created", "TIMESTAMP", forms.rome_plain, time_role="event"),
    ),
    key=("id",), logged=True,
)  # fmt: skip


def helpdesk() -> SystemSpec:
    """Return the help desk."""
    return SystemSpec(
        "helpdesk", "Sportello (help desk)", "sqlite", (REQUESTERS, TICKETS, TICKET_EVENTS, MESSAGES, GROUPS),
        kind="helpdesk", department="customer_care", vendor="Sportello", owner="Responsabile assistenza",
        cost_eur_year=7_900, contract_months=26, criticality="medium", users=11,
    )  # fmt: skip


def portal() -> SystemSpec:
    """Return the customer portal."""
    return SystemSpec(
        "portale", "Portale clienti", "sqlite", (USERS, CONSENTS, PORTAL_ORDERS, DELIVERIES), kind="portal",
        department="customer_care", vendor=None, owner=None, cost_eur_year=5_500, contract_months=None,
        criticality="medium", users=900,
    )  # fmt: skip
