"""The wholesaler's ERP: German mnemonics, a client column in front of every key, dates as eight digits of text."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, Kind, SystemSpec

TERMS = (("ZB00", "sofort / a vista"), ("ZB30", "30 giorni fine mese"), ("ZB60", "60 giorni fine mese"))
KINDS = (("TA", "Terminauftrag"), ("EDI", "EDI-Auftrag"), ("WEB", "Portal-Auftrag"))


def _client() -> Field:
    return Field("MANDT", "client", "CHAR(3)", lambda _value: "100")


def _day(name: str, value: str, role: str) -> Field:
    return Field(name, value, "CHAR(8)", forms.day_digits, time_role=role, semantic="date_text")


def _number(name: str, value: str, to: str = "") -> Field:
    return Field(name, value, "CHAR(10)", forms.zeros(10), to=to)


def _party(number: str) -> tuple[Field, ...]:
    return (
        _client(),
        _number(number, "number"),
        Field("NAME1", "name", "VARCHAR(35)", None, forms.cut(35), semantic="company_name"),
        Field("STRAS", "street", "VARCHAR(35)", None, forms.cut(35), 0.97),
        Field("PSTLZ", "postal_code", "VARCHAR(10)", asked=0.97),
        Field("ORT01", "city", "VARCHAR(35)", asked=0.98),
        Field("REGIO", "province", "CHAR(3)", asked=0.95),
        Field("LAND1", "country", "CHAR(3)"),
        Field("STCD1", "tax_code", "CHAR(16)", asked=0.9),
        Field("STCEG", "vat_number", "VARCHAR(20)", None, forms.vat_with_country, 0.97),
        Field("TELF1", "phone", "VARCHAR(16)", asked=0.85),
        Field("SMTP_ADDR", "email", "VARCHAR(80)", asked=0.85),
    )


def _table(name: str, kind: Kind, *fields: Field, concept: str | None = None, key: tuple[str, ...],
           logged: bool = False, code: str = "") -> DatasetSpec:  # fmt: skip
    return DatasetSpec(name, kind, fields, concept=concept, key=key, logged=logged, code=code)


CUSTOMERS = _table(
    "KNA1", "entity",
    *_party("KUNNR"),
    Field("KTOKD", "customer_type", "CHAR(4)", lambda text: "ZPRI" if text == "person" else "ZIMP"),
    Field("ZTERM", "payment_terms", "CHAR(4)", to="T052"),
    Field("BANKN", "iban", "VARCHAR(27)", asked=0.5),
    Field("ZZPEC", "pec", "VARCHAR(60)", asked=0.7),
    Field("ZZSDI", "sdi_code", "CHAR(7)", asked=0.85),
    Field("KDGRP", "rep", "CHAR(2)"),
    Field("SPERR", "block", "CHAR(1)", semantic="status_code"),
    Field("KONZS", "group", "VARCHAR(10)"),
    Field("BEMERK", "note", "VARCHAR(132)", semantic="free_text"),
    _day("ERDAT", "created", "technical"),
    _day("AEDAT", "changed", "technical"),
    Field("ERNAM", "user", "VARCHAR(12)"),
    concept="customer", key=("MANDT", "KUNNR"), code="KUNNR",
)  # fmt: skip
SUPPLIERS = _table(
    "LFA1", "entity", *_party("LIFNR"), _day("ERDAT", "created", "technical"), concept="supplier",
    key=("MANDT", "LIFNR"),
)  # fmt: skip
PRODUCTS = _table(
    "MARA", "entity",
    _client(),
    Field("MATNR", "number", "CHAR(18)"),
    Field("MATKL", "category", "VARCHAR(9)", lambda text: str(text)[:9].upper()),
    Field("EAN11", "ean", "VARCHAR(18)", asked=0.95),
    Field("MEINS", "unit", "CHAR(3)", lambda text: str(text).upper()),
    Field("BRGEW", "weight", "NUMERIC(10,3)"),
    Field("ZZNETPR", "price", "NUMERIC(12,2)", forms.euros),
    Field("ZZEINPR", "cost", "NUMERIC(12,2)", forms.euros),
    Field("LIFNR", "supplier_number", "CHAR(10)", forms.zeros(10), to="LFA1"),
    Field("LVORM", "active", "CHAR(1)", lambda value: None if value else "X"),
    _day("ERSDA", "created", "technical"),
    _day("LAEDA", "changed", "technical"),
    concept="product", key=("MANDT", "MATNR"), code="MATNR",
)  # fmt: skip
TEXTS = _table(
    "MAKT", "translation",
    _client(),
    Field("MATNR", "product", "CHAR(18)", to="MARA"),
    Field("SPRAS", "language", "CHAR(1)", semantic="status_code"),
    Field("MAKTX", "name", "VARCHAR(40)", None, forms.cut(40), concept="product"),
    key=("MANDT", "MATNR", "SPRAS"), logged=True,
)  # fmt: skip
ORDERS = _table(
    "VBAK", "transaction",
    _client(),
    _number("VBELN", "number"),
    Field("AUART", "channel", "CHAR(4)", to="TVAK"),
    _number("KUNNR", "customer", "KNA1"),
    _day("ERDAT", "date", "event"),
    Field("ERZET", "date_clock", "CHAR(6)", time_role="technical"),
    _day("VDATU", "due", "planned"),
    _day("CMFRE", "released", "event"),
    Field("NETWR", "total", "NUMERIC(15,2)", forms.euros),
    Field("WAERK", "currency", "CHAR(5)"),
    Field("BSTNK", "reference", "VARCHAR(20)"),
    Field("GBSTK", "status", "CHAR(1)"),
    Field("VKORG", "organisation", "CHAR(4)", lambda _value: "IT01"),
    Field("ZTERM", "payment_terms", "CHAR(4)", to="T052"),
    _day("AEDAT", "changed", "technical"),
    concept="order", key=("MANDT", "VBELN"),
)  # fmt: skip
LINES = _table(
    "VBAP", "transaction",
    _client(),
    _number("VBELN", "document", "VBAK"),
    Field("POSNR", "line", "CHAR(6)", forms.zeros(6)),
    Field("MATNR", "product", "CHAR(18)", to="MARA"),
    Field("KWMENG", "quantity", "NUMERIC(13,3)"),
    Field("NETPR", "unit_price", "NUMERIC(11,2)", forms.euros),
    Field("NETWR", "amount", "NUMERIC(15,2)", forms.euros),
    concept="order_line", key=("MANDT", "VBELN", "POSNR"), logged=True,
)  # fmt: skip
DELIVERIES = _table(
    "LIKP", "transaction",
    _client(),
    _number("VBELN", "number"),
    _number("VGBEL", "order", "VBAK"),
    _day("ERDAT", "created", "event"),
    _day("WADAT", "planned", "planned"),
    _day("WADAT_IST", "date", "event"),
    Field("ANZPK", "parcels", "INTEGER"),
    Field("BTGEW", "weight", "NUMERIC(10,3)"),
    concept="shipment", key=("MANDT", "VBELN"),
)  # fmt: skip
PURCHASES = _table(
    "EKKO", "transaction",
    _client(),
    _number("EBELN", "number"),
    Field("LIFNR", "supplier_number", "CHAR(10)", forms.zeros(10), to="LFA1"),
    Field("MATNR", "product", "CHAR(18)", to="MARA"),
    _number("VBELN", "order", "VBAK"),
    Field("MENGE", "quantity", "NUMERIC(13,3)"),
    _day("BEDAT", "date", "event"),
    _day("EINDT", "due", "planned"),
    _day("WEDAT", "received", "event"),
    concept="purchase", key=("MANDT", "EBELN"),
)  # fmt: skip
INVOICES = _table(
    "VBRK", "transaction",
    _client(),
    _number("VBELN", "number"),
    _number("VGBEL", "order", "VBAK"),
    _number("KUNRG", "customer", "KNA1"),
    _day("FKDAT", "date", "event"),
    _day("ZFBDT", "due", "planned"),
    Field("NETWR", "total", "NUMERIC(15,2)", forms.euros),
    Field("MWSBK", "tax", "NUMERIC(13,2)", forms.euros),
    concept="invoice", key=("MANDT", "VBELN"),
)  # fmt: skip
PAYMENTS = _table(
    "BSAD", "transaction",
    _client(),
    _number("BELNR", "number"),
    _number("VBELN", "invoice", "VBRK"),
    _day("AUGDT", "date", "event"),
    Field("DMBTR", "amount", "NUMERIC(13,2)", forms.euros),
    Field("ZLSCH", "method", "CHAR(1)"),
    concept="payment", key=("MANDT", "BELNR"), logged=True,
)  # fmt: skip
CHANGES = _table(
    "CDHDR", "log",
    _client(),
    _number("CHANGENR", "number"),
    Field("OBJECTCLAS", "object", "VARCHAR(15)"),
    Field("OBJECTID", "key", "VARCHAR(20)"),
    Field("USERNAME", "user", "VARCHAR(12)"),
    _day("UDATE", "created", "event"),
    Field("UTIME", "clock", "CHAR(6)", time_role="technical"),
    Field("TCODE", "operation", "VARCHAR(20)"),
    key=("MANDT", "CHANGENR"), logged=True,
)  # fmt: skip
TERM_LIST = DatasetSpec(
    "T052", "code_list",
    (Field("ZTERM", "code", "CHAR(4)", semantic="status_code"), Field("TEXT1", "text", "VARCHAR(50)")),
    key=("ZTERM",), declared_key=False,
)  # fmt: skip
KIND_LIST = DatasetSpec(
    "TVAK", "code_list",
    (Field("AUART", "code", "CHAR(4)", semantic="status_code"), Field("BEZEI", "text", "VARCHAR(20)")),
    key=("AUART",), declared_key=False,
)  # fmt: skip
COPY = DatasetSpec("KNA1_COPIA", "backup_copy", CUSTOMERS.fields, concept="customer", key=CUSTOMERS.key,
                   declared_key=False)  # fmt: skip


def system(*, copied: bool) -> SystemSpec:
    """Return the ERP; `copied` with a copy of the customers that nobody deleted."""
    datasets = (
        CUSTOMERS, SUPPLIERS, PRODUCTS, TEXTS, ORDERS, LINES, DELIVERIES, PURCHASES, INVOICES, PAYMENTS, CHANGES,
        TERM_LIST, KIND_LIST, *((COPY,) if copied else ()),
    )  # fmt: skip
    return SystemSpec(
        "erp", "ERP Kontor R4", "sqlite", datasets, kind="erp", department="administration", vendor="Kontor AG",
        owner="CFO", cost_eur_year=64_000, contract_months=31, criticality="critical", users=85,
    )  # fmt: skip
