"""Where the wholesaler's customers are met: the agents' app, the German trade portal, the EDI gateway."""

from uuid import NAMESPACE_URL, uuid5

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec, Write


def _guid(kind: str) -> Write:
    return lambda number: str(uuid5(NAMESPACE_URL, f"{kind}/{number}"))


def _moment(name: str, value: str, role: str = "event") -> Field:
    return Field(name, value, "VARCHAR(25)", forms.rome_offset, time_role=role)


REPS = DatasetSpec(
    "t_rep", "entity", (
        Field("rep_code", "code", "CHAR(2)"),
        Field("full_name", "name", "VARCHAR(80)"),
        Field("mail", "email", "VARCHAR(80)"),
        Field("area", "area", "VARCHAR(20)"),
    ),
    concept="employee", key=("rep_code",),
)  # fmt: skip
APP_CUSTOMERS = DatasetSpec(
    "t_customer", "entity", (
        Field("guid", "number", "CHAR(36)"),
        Field("erp_no", "erp_code", "VARCHAR(10)"),
        Field("customer_name", "name", "VARCHAR(120)", semantic="company_name"),
        Field("vat_no", "vat_number", "VARCHAR(20)", None, forms.vat_digits, 0.85),
        Field("mail", "email", "VARCHAR(80)", None, forms.lower, 0.7),
        Field("mobile", "phone", "VARCHAR(30)", None, forms.spoken_phone, 0.9),
        Field("address", "street", "VARCHAR(120)", asked=0.6),
        Field("zip", "postal_code", "VARCHAR(5)", asked=0.6),
        Field("town", "city", "VARCHAR(60)", asked=0.85),
        Field("district", "province", "CHAR(2)", asked=0.6),
        Field("rep_code", "rep", "CHAR(2)", to="t_rep"),
        Field("memo", "note", "TEXT", semantic="free_text"),
        Field("gps", "position", "VARCHAR(30)"),
        _moment("created_at", "created", "technical"),
        _moment("synced_at", "changed", "technical"),
    ),
    concept="customer", key=("guid",), code="erp_no", number=_guid("app"),
)  # fmt: skip
VISITS = DatasetSpec(
    "t_visit", "log", (
        Field("guid", "number", "CHAR(36)", semantic="uuid"),
        Field("customer_guid", "customer_key", "CHAR(36)", to="t_customer", semantic="uuid"),
        Field("rep_code", "rep", "CHAR(2)", to="t_rep"),
        _moment("started_at", "created"),
        Field("report", "note", "TEXT", semantic="free_text"),
    ),
    key=("guid",), number=_guid("visit"), logged=True,
)  # fmt: skip
OFFERS = DatasetSpec(
    "t_offer", "transaction", (
        Field("guid", "number", "CHAR(36)"),
        Field("customer_guid", "customer", "CHAR(36)", to="t_customer"),
        Field("state", "status", "VARCHAR(12)"),
        Field("amount", "total", "NUMERIC(12,2)", forms.euros),
        Field("currency", "currency", "CHAR(3)"),
        _moment("valid_until", "expected", "planned"),
        _moment("requested_at", "created"),
        _moment("sent_at", "sent"),
        _moment("decided_at", "decided"),
    ),
    concept="quote", key=("guid",), number=_guid("offer"),
)  # fmt: skip
OFFER_ROWS = DatasetSpec(
    "t_offer_row", "transaction", (
        Field("offer_guid", "document", "CHAR(36)", to="t_offer", semantic="uuid"),
        Field("row_no", "line", "INTEGER"),
        Field("sku", "product", "VARCHAR(18)"),
        Field("qty", "quantity", "INTEGER"),
        Field("price", "unit_price", "NUMERIC(12,2)", forms.euros),
        Field("rebate", "discount", "NUMERIC(5,2)"),
    ),
    concept="quote_line", key=("offer_guid", "row_no"), logged=True,
)  # fmt: skip

PORTAL_CUSTOMERS = DatasetSpec(
    "kunden", "entity", (
        Field("kunden_id", "number", "INTEGER"),
        Field("firma", "name", "VARCHAR(120)", semantic="company_name"),
        Field("ust_id", "vat_number", "VARCHAR(20)", None, forms.vat_with_country, 0.9),
        Field("email", "email", "VARCHAR(120)"),
        Field("telefon", "phone", "VARCHAR(40)", asked=0.7),
        Field("strasse", "street", "VARCHAR(120)", asked=0.9),
        Field("plz", "postal_code", "VARCHAR(5)", asked=0.9),
        Field("ort", "city", "VARCHAR(60)", asked=0.9),
        Field("bundesland", "province", "VARCHAR(3)", asked=0.8),
        Field("newsletter", "marketing_consent", "BOOLEAN", forms.zero_one),
        Field("mandant", "client", "INTEGER", lambda _value: 7),
        Field("angelegt_am", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("geaendert_am", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="customer", key=("kunden_id",),
)  # fmt: skip
PORTAL_ORDERS = DatasetSpec(
    "bestellungen", "transaction", (
        Field("bestell_nr", "number", "VARCHAR(14)"),
        Field("kunden_id", "customer", "INTEGER", to="kunden"),
        Field("status", "status", "VARCHAR(15)"),
        Field("summe_netto", "total", "NUMERIC(12,2)", forms.euros),
        Field("waehrung", "currency", "CHAR(3)"),
        Field("bestellt_am", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("geaendert_am", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("wunschtermin", "due", "VARCHAR(10)", forms.day_german, time_role="planned", semantic="date_text"),
    ),
    concept="order", key=("bestell_nr",), number=lambda number: f"B-{number:08}",
)  # fmt: skip
PORTAL_LINES = DatasetSpec(
    "bestellpositionen", "transaction", (
        Field("bestell_nr", "document", "VARCHAR(14)", to="bestellungen"),
        Field("pos", "line", "INTEGER"),
        Field("artikel_nr", "product", "VARCHAR(18)", to_field="artikel.artikel_nr"),
        Field("menge", "quantity", "INTEGER"),
        Field("einzelpreis", "unit_price", "NUMERIC(12,2)", forms.euros),
    ),
    concept="order_line", key=("bestell_nr", "pos"), logged=True,
)  # fmt: skip
PORTAL_PRODUCTS = DatasetSpec(
    "artikel", "entity", (
        Field("artikel_nr", "number", "VARCHAR(18)"),
        Field("aktiv", "active", "BOOLEAN", forms.zero_one),
        Field("angelegt_am", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("geaendert_am", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="product", key=("artikel_nr",), spread_to="artikel_merkmale", code="artikel_nr",
    spread=(
        Field("bezeichnung", "name", "1"),
        Field("listenpreis", "price", "2", lambda cents: f"{cents / 100:.2f}"),
        Field("gtin", "ean", "3"),
        Field("gewicht_kg", "weight", "4", str),
    ),
)  # fmt: skip
PORTAL_VALUES = DatasetSpec(
    "artikel_merkmale", "entity_attribute_value", (
        Field("id", "number", "INTEGER"),
        Field("artikel_nr", "entity", "VARCHAR(18)", to="artikel"),
        Field("merkmal_id", "attribute", "INTEGER", to="merkmale"),
        Field("wert", "value", "VARCHAR(200)"),
    ),
    key=("id",), logged=True,
)  # fmt: skip
PORTAL_KINDS = DatasetSpec(
    "merkmale", "code_list", (Field("merkmal_id", "id", "INTEGER"), Field("bezeichnung", "code", "VARCHAR(30)")),
    key=("merkmal_id",),
)  # fmt: skip
LOGINS = DatasetSpec(
    "anmeldungen", "log", (
        Field("id", "number", "INTEGER"),
        Field("kunden_id", "customer_key", "INTEGER", to="kunden"),
        Field("zeitpunkt", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("seite", "page", "VARCHAR(120)", semantic="url"),
    ),
    key=("id",), logged=True,
)  # fmt: skip

PARTNERS = DatasetSpec(
    "edi_partner", "entity", (
        Field("gln", "number", "CHAR(13)"),
        Field("partner_name", "name", "VARCHAR(70)", semantic="company_name"),
        Field("vat_id", "vat_number", "VARCHAR(20)", None, forms.vat_with_country),
        Field("erp_debtor", "erp_code", "VARCHAR(10)"),
        Field("as2_mail", "email", "VARCHAR(80)"),
        Field("since", "created", "DATE", forms.day_iso, time_role="validity"),
    ),
    concept="customer", key=("gln",), code="erp_debtor", number=lambda number: f"80{number:011}",
)  # fmt: skip
MESSAGES = DatasetSpec(
    "edi_message", "log", (
        Field("message_id", "number", "CHAR(36)", semantic="uuid"),
        Field("message_type", "type", "CHAR(6)", semantic="status_code"),
        Field("partner_gln", "partner", "CHAR(13)", to="edi_partner"),
        Field("document_no", "reference", "VARCHAR(20)"),
        Field("amount", "total", "NUMERIC(12,2)", forms.euros, semantic="money"),
        Field("state", "status", "VARCHAR(8)", semantic="status_code"),
        Field("received", "created", "CHAR(11)", forms.edifact, time_role="event", semantic="date_text"),
        Field("body", "body", "TEXT", semantic="json"),
    ),
    concept="order", key=("message_id",), number=_guid("edi"),
)  # fmt: skip


def app() -> SystemSpec:
    """Return the agents' app."""
    return SystemSpec(
        "sfa", "FieldBook (app agenti)", "sqlite", (REPS, APP_CUSTOMERS, VISITS, OFFERS, OFFER_ROWS), kind="crm",
        department="sales", vendor="FieldBook", owner="Direttore commerciale", cost_eur_year=16_800,
        contract_months=7, criticality="medium", users=19,
    )  # fmt: skip


def portal() -> SystemSpec:
    """Return the trade portal."""
    datasets = (PORTAL_CUSTOMERS, PORTAL_ORDERS, PORTAL_LINES, PORTAL_PRODUCTS, PORTAL_VALUES, PORTAL_KINDS, LOGINS)
    return SystemSpec(
        "portal", "Händlerportal", "sqlite", datasets, kind="ecommerce", department="sales",
        vendor="Marktplatz GmbH", owner=None, cost_eur_year=13_200, contract_months=12, criticality="high", users=1400,
    )  # fmt: skip


def gateway() -> SystemSpec:
    """Return the EDI gateway."""
    return SystemSpec(
        "edi", "EDI Gateway", "sqlite", (PARTNERS, MESSAGES), kind="integration", department="it", vendor="Translate2",
        owner="Responsabile IT", cost_eur_year=8_900, contract_months=22, criticality="high", users=2,
    )  # fmt: skip
