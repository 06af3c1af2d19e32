"""What surrounds the wholesaler's trade: the loyalty programme, the service desk, the spreadsheets."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

MEMBERS = DatasetSpec(
    "members", "entity", (
        Field("card_no", "number"),
        Field("member_name", "name"),
        Field("e_mail", "email", "TEXT", None, forms.lower, 0.95),
        Field("phone_number", "phone", "TEXT", None, forms.spoken_phone, 0.6),
        Field("town", "city", asked=0.6),
        Field("newsletter_ok", "marketing_consent", "TEXT", lambda value: "Y" if value else "N"),
        Field("joined", "created", "TEXT", forms.day_iso, time_role="event"),
    ),
    concept="customer", key=("card_no",), number=lambda number: f"LC{number:07}", declared_key=False,
)  # fmt: skip
POINTS = DatasetSpec(
    "points", "log", (
        Field("card_no", "card", to="members"),
        Field("order_no", "order_number"),
        Field("points", "points", "INTEGER"),
        Field("booked_on", "created", "TEXT", forms.day_iso, time_role="event"),
    ),
    logged=True,
)  # fmt: skip
MAILINGS = DatasetSpec(
    "mailings", "log", (
        Field("mailing", "name"),
        Field("card_no", "card", to="members"),
        Field("sent_at", "created", "TEXT", forms.utc_plain, time_role="event"),
        Field("opened", "opened", "TEXT", lambda value: "Y" if value else "N"),
    ),
    logged=True,
)  # fmt: skip

PERSONS = DatasetSpec(
    "persons", "entity", (
        Field("person_id", "number", "INTEGER"),
        Field("display_name", "name", "VARCHAR(120)", semantic="company_name"),
        Field("mail_address", "email", "VARCHAR(120)", asked=0.9),
        Field("tel", "phone", "VARCHAR(40)", None, forms.spoken_phone, 0.6),
        Field("debtor", "erp_code", "VARCHAR(10)"),
        Field("remarks", "note", "TEXT", semantic="free_text"),
        Field("created_on", "created", "TIMESTAMP", forms.rome_plain, time_role="technical"),
        Field("edited_on", "changed", "TIMESTAMP", forms.rome_plain, time_role="technical"),
    ),
    concept="customer", key=("person_id",), code="debtor",
)  # fmt: skip
CASES = DatasetSpec(
    "cases", "transaction", (
        Field("case_no", "number", "VARCHAR(12)"),
        Field("person_id", "customer", "INTEGER", to="persons"),
        Field("topic", "category", "VARCHAR(20)"),
        Field("summary", "subject", "VARCHAR(160)"),
        Field("sales_document", "order", "VARCHAR(12)"),
        Field("state", "status", "VARCHAR(12)"),
        Field("opened_on", "opened", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("first_action_on", "answered", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("closed_on", "solved", "TIMESTAMP", forms.rome_plain, time_role="event"),
    ),
    concept="ticket", key=("case_no",), number=lambda number: f"CS{number:07}",
)  # fmt: skip
CASE_STEPS = DatasetSpec(
    "case_steps", "status_history", (
        Field("step_id", "number", "INTEGER"),
        Field("case_no", "document", "VARCHAR(12)", to="cases"),
        Field("new_state", "status", "VARCHAR(12)", semantic="status_code"),
        Field("text", "body", "TEXT", semantic="free_text"),
        Field("at", "created", "TIMESTAMP", forms.rome_plain, time_role="event"),
    ),
    key=("step_id",), logged=True,
)  # fmt: skip
RETURNS = DatasetSpec(
    "goods_returns", "transaction", (
        Field("rma", "number", "VARCHAR(10)"),
        Field("case_no", "case", "VARCHAR(12)", to="cases"),
        Field("sales_document", "order", "VARCHAR(12)"),
        Field("sku", "product", "VARCHAR(18)"),
        Field("qty", "quantity", "INTEGER"),
        Field("reason_code", "reason", "VARCHAR(4)"),
        Field("announced_on", "date", "DATE", forms.day_iso, time_role="event"),
        Field("arrived_on", "received", "DATE", forms.day_iso, time_role="event"),
        Field("state", "status", "VARCHAR(10)"),
    ),
    concept="return", key=("rma",), number=lambda number: f"R{number:06}",
)  # fmt: skip

AGREEMENTS = DatasetSpec(
    "accordi_prezzo#Accordi", "spreadsheet", (
        Field("Ragione sociale", "name", semantic="company_name"),
        Field("Partita IVA", "vat_number", asked=0.7),
        Field("Referente mail", "email", asked=0.5),
        Field("Sconto %", "discount", "NUMERIC", semantic="percent"),
        Field("Valido dal", "created", "DATE", forms.day_value, time_role="validity"),
        Field("Valido al", "until", "DATE", forms.day_value, time_role="validity"),
        Field("Note", "note", semantic="free_text"),
    ),
    concept="customer",
)  # fmt: skip
CARRIER_BOOK = DatasetSpec(
    "borderò_corrieri#Borderò", "spreadsheet", (
        Field("Documento", "order_number"),
        Field("Cliente", "customer_name", semantic="company_name"),
        Field("Valore", "total", "NUMERIC", forms.euros),
        Field("Consegna", "due", "DATE", forms.day_value, time_role="planned"),
        Field("Colli", "parcels", "INTEGER"),
    ),
    concept="order",
)  # fmt: skip


def loyalty() -> SystemSpec:
    """Return the loyalty programme, known by its exports."""
    return SystemSpec(
        "loyalty", "PuntiPro (fidelity)", "csv", (MEMBERS, POINTS, MAILINGS), kind="marketing",
        department="marketing", vendor="PuntiPro", owner="Responsabile marketing", cost_eur_year=6_300,
        contract_months=3, criticality="low", users=3, delimiter=",", encoding="utf-8",
    )  # fmt: skip


def service() -> SystemSpec:
    """Return the service desk."""
    return SystemSpec(
        "service", "CaseHub", "sqlite", (PERSONS, CASES, CASE_STEPS, RETURNS), kind="helpdesk",
        department="customer_care", vendor="CaseHub Inc", owner="Responsabile post-vendita", cost_eur_year=10_400,
        contract_months=18, criticality="medium", users=9,
    )  # fmt: skip


def sheets(*, with_book: bool) -> SystemSpec:
    """Return the spreadsheets; `with_book` where the carriers' list is copied from the ERP."""
    return SystemSpec(
        "sheets", "Cartella condivisa Excel", "excel", (AGREEMENTS, *((CARRIER_BOOK,) if with_book else ())),
        kind="spreadsheet", department="sales", owner=None, criticality="medium", users=14,
    )  # fmt: skip
