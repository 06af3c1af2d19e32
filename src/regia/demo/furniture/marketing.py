"""The marketing tool: a cloud service known only by its CSV exports, with dates as Italian text."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

CONTACTS = DatasetSpec(
    "contatti", "entity", (
        Field("id_contatto", "number"),
        Field("email", "email", "TEXT", None, forms.lower),
        Field("nome", "first_name", asked=0.85),
        Field("cognome", "last_name", asked=0.85),
        Field("azienda", "company_name", asked=0.8),
        Field("cellulare", "phone", "TEXT", None, None, 0.45),
        Field("citta", "city", asked=0.5),
        Field("consenso", "marketing_consent", "TEXT", forms.yes_no),
        Field("data_iscrizione", "created", "TEXT", forms.rome_italian, time_role="event", semantic="date_text"),
        Field("fonte", "source", semantic="status_code"),
    ),
    concept="customer", key=("id_contatto",), declared_key=False,
)  # fmt: skip
CAMPAIGNS = DatasetSpec(
    "campagne", "entity", (
        Field("id_campagna", "number"),
        Field("nome_campagna", "name"),
        Field("canale", "channel"),
        Field("inizio", "date", "TEXT", forms.day_italian, time_role="planned", semantic="date_text"),
        Field("fine", "end", "TEXT", forms.day_italian, time_role="planned", semantic="date_text"),
        Field("budget", "budget", "TEXT", forms.euros_italian),
    ),
    concept="campaign", key=("id_campagna",), declared_key=False,
)  # fmt: skip
SENDS = DatasetSpec(
    "invii", "log", (
        Field("id_campagna", "campaign", to="campagne"),
        Field("id_contatto", "contact", to="contatti"),
        Field("inviato_il", "created", "TEXT", forms.rome_italian, time_role="event", semantic="date_text"),
        Field("aperto", "opened", "TEXT", forms.yes_no),
        Field("cliccato", "clicked", "TEXT", forms.yes_no),
    ),
    logged=True,
)  # fmt: skip
FORMS = DatasetSpec(
    "moduli_web", "log", (
        Field("id_modulo", "number"),
        Field("id_contatto", "contact", to="contatti"),
        Field("pagina", "page", semantic="url"),
        Field("messaggio", "message", semantic="free_text"),
        Field("ricevuto_il", "created", "TEXT", forms.rome_italian, time_role="event", semantic="date_text"),
    ),
    key=("id_modulo",), declared_key=False, logged=True,
)  # fmt: skip
UNSUBSCRIBED = DatasetSpec(
    "disiscritti", "log", (
        Field("email", "email", concept="customer"),
        Field("data", "created", "TEXT", forms.day_italian, time_role="event", semantic="date_text"),
        Field("motivo", "reason", semantic="free_text"),
    ),
    logged=True,
)  # fmt: skip


def system() -> SystemSpec:
    """Return the marketing tool."""
    return SystemSpec(
        "marketing", "Postino (e-mail marketing)", "csv", (CONTACTS, CAMPAIGNS, SENDS, FORMS, UNSUBSCRIBED),
        kind="marketing", department="marketing", vendor="Postino", owner="Responsabile marketing",
        cost_eur_year=4_200, contract_months=5, criticality="medium", users=4,
    )  # fmt: skip
