"""What is not supposed to be a system: the spreadsheets that run sales, the warehouse copy, the old CRM."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

AGENT_CUSTOMERS = DatasetSpec(
    "clienti_agenti#Clienti", "spreadsheet", (
        Field("Cliente", "name"),
        Field("Telefono", "phone", "TEXT", None, forms.spoken_phone, 0.9),
        Field("Mail", "email", asked=0.7),
        Field("Città", "city", asked=0.8),
        Field("P.IVA", "vat_number", asked=0.4),
        Field("Agente", "sales_rep"),
        Field("Ultima visita", "visited", "DATE", forms.day_value, time_role="event"),
        Field("Note", "note", semantic="free_text"),
    ),
    concept="customer",
)  # fmt: skip
PLAN = DatasetSpec(
    "piano_consegne#Piano", "spreadsheet", (
        Field("N. ordine", "order_number", "INTEGER"),
        Field("Cliente", "customer_name", semantic="person_name", personal="identifier"),
        Field("Data ordine", "date", "DATE", forms.day_value, time_role="event"),
        Field("Importo", "total", "NUMERIC", forms.euros),
        Field("Consegna concordata", "due", "DATE", forms.day_value, time_role="planned"),
        Field("Montaggio", "assembly", semantic="status_code"),
        Field("Note consegna", "note", semantic="free_text"),
    ),
    concept="order",
)  # fmt: skip
PRICES = DatasetSpec(
    "listino_agenti#Listino", "spreadsheet", (
        Field("Codice", "code"),
        Field("Descrizione", "name"),
        Field("Famiglia", "category"),
        Field("Prezzo", "price", "NUMERIC", forms.euros),
        Field("EAN", "ean", asked=0.7),
    ),
    concept="product", key=("Codice",), declared_key=False, code="Codice",
)  # fmt: skip
QUOTES = DatasetSpec(
    "preventivi#Preventivi", "spreadsheet", (
        Field("N. prev.", "number"),
        Field("Cliente", "customer_name", semantic="person_name", personal="identifier"),
        Field("Inserito", "created", "DATE", forms.day_value, time_role="event"),
        Field("Inviato", "sent", "DATE", forms.day_value, time_role="event"),
        Field("Esito il", "decided", "DATE", forms.day_value, time_role="event"),
        Field("Esito", "status"),
        Field("Importo", "total", "NUMERIC", forms.euros),
    ),
    concept="quote", key=("N. prev.",), number=lambda number: f"P{number:06}", declared_key=False,
)  # fmt: skip

WAREHOUSE_CUSTOMERS = DatasetSpec(
    "dim_cliente", "entity", (
        Field("sk_cliente", "number", "INTEGER"),
        Field("codice", "erp_code", "VARCHAR(10)"),
        Field("nominativo", "name", "VARCHAR(60)"),
        Field("comune", "city", "VARCHAR(60)"),
        Field("provincia", "province", "CHAR(2)"),
        Field("email", "email", "VARCHAR(80)"),
        Field("partita_iva", "vat_number", "VARCHAR(16)"),
        Field("dt_caricamento", "created", "TIMESTAMP", forms.rome_plain, time_role="technical"),
    ),
    concept="customer", key=("sk_cliente",), code="codice",
)  # fmt: skip
WAREHOUSE_ORDERS = DatasetSpec(
    "fatto_ordini", "transaction", (
        Field("sk_ordine", "number", "INTEGER"),
        Field("numero_ordine", "order_number", "INTEGER"),
        Field("data_ordine", "date", "DATE", forms.day_iso, time_role="event"),
        Field("importo", "total", "NUMERIC(12,2)", forms.euros),
        Field("stato", "status", "CHAR(2)"),
        Field("dt_caricamento", "created", "TIMESTAMP", forms.rome_plain, time_role="technical"),
    ),
    concept="order", key=("sk_ordine",),
)  # fmt: skip

OLD_CUSTOMERS = DatasetSpec(
    "CLIENTI", "entity", (
        Field("IDCLIENTE", "number", "INTEGER"),
        Field("DENOMINAZIONE", "name", "VARCHAR(80)"),
        Field("VIA", "street", "VARCHAR(80)", asked=0.8),
        Field("CAP", "postal_code", "CHAR(5)", asked=0.8),
        Field("CITTA", "city", "VARCHAR(60)", asked=0.9),
        Field("PROV", "province", "CHAR(2)", asked=0.9),
        Field("TEL", "phone", "VARCHAR(30)", None, forms.spoken_phone, 0.85),
        Field("EMAIL", "email", "VARCHAR(80)", None, None, 0.6),
        Field("DATA_NASCITA", "birth_date", "VARCHAR(10)", forms.birth_italian, None, 0.3, semantic="date_text",
              time_role=""),
        Field("INSERITO_IL", "created", "VARCHAR(16)", forms.rome_italian, time_role="technical",
              semantic="date_text"),
        Field("MODIFICATO_IL", "changed", "VARCHAR(16)", forms.rome_italian, time_role="technical",
              semantic="date_text"),
    ),
    concept="customer", key=("IDCLIENTE",),
)  # fmt: skip
OLD_CALLS = DatasetSpec(
    "CHIAMATE", "log", (
        Field("IDCHIAMATA", "number", "INTEGER"),
        Field("IDCLIENTE", "customer_key", "INTEGER", to="CLIENTI"),
        Field("DATA", "created", "VARCHAR(16)", forms.rome_italian, time_role="event", semantic="date_text"),
        Field("APPUNTI", "note", "TEXT", semantic="free_text"),
    ),
    key=("IDCHIAMATA",), logged=True,
)  # fmt: skip
OLD_EMPTY = DatasetSpec(
    "PROMEMORIA", "log", (
        Field("IDPROMEMORIA", "number", "INTEGER"),
        Field("TESTO", "note", "TEXT", semantic="free_text"),
        Field("SCADENZA", "due", "VARCHAR(10)"),
    ),
    key=("IDPROMEMORIA",),
)  # fmt: skip


def sheets(*, with_quotes: bool, with_plan: bool) -> SystemSpec:
    """Return the folder of spreadsheets; `with_quotes` where there is no CRM to write quotes in.

    `with_plan` where somebody copies orders into a delivery plan.
    """
    datasets = (AGENT_CUSTOMERS, PRICES, *((PLAN,) if with_plan else ()), *((QUOTES,) if with_quotes else ()))
    return SystemSpec(
        "fogli", "Fogli Excel dell'ufficio vendite", "excel", datasets, kind="spreadsheet", department="sales",
        owner=None, criticality="high", users=9,
    )  # fmt: skip


def warehouse() -> SystemSpec:
    """Return the reporting database that copies the gestionale every night."""
    return SystemSpec(
        "dwh", "Reportistica direzionale", "sqlite", (WAREHOUSE_CUSTOMERS, WAREHOUSE_ORDERS), kind="warehouse",
        department="administration", vendor=None, owner="Controllo di gestione", cost_eur_year=6_000,
        contract_months=11, criticality="low", users=5,
    )  # fmt: skip


def old_crm() -> SystemSpec:
    """Return the CRM of before, which nobody has switched off."""
    return SystemSpec(
        "vecchio_crm", "Contatta 2009 (vecchio CRM)", "sqlite", (OLD_CUSTOMERS, OLD_CALLS, OLD_EMPTY), kind="crm",
        department="sales", vendor="Contatta", owner=None, cost_eur_year=3_100, contract_months=2,
        criticality="low", users=2, dead=True,
    )  # fmt: skip
