"""The gestionale: a terse Italian ERP of the nineties. Capital letters, padded codes, dates as integers."""

from collections.abc import Callable

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

STATUSES = (
    ("IN", "INSERITO"),
    ("CF", "CONFERMATO"),
    ("LA", "IN LAVORAZIONE"),
    ("PR", "PRONTO"),
    ("SP", "SPEDITO"),
    ("FA", "FATTURATO"),
    ("AN", "ANNULLATO"),
)
PAYMENTS = (("RB30", "RIBA 30 GG FM"), ("RB60", "RIBA 60 GG FM"), ("BB", "BONIFICO BANCARIO"), ("CC", "CARTA/PAYPAL"))
RETURN_REASONS = (
    ("DIF", "DIFETTO DI FABBRICA"), ("DAN", "DANNO DA TRASPORTO"), ("ERR", "MERCE ERRATA"), ("RIP", "RIPENSAMENTO"),
)  # fmt: skip
VAT_CODES = (("22", "IVA 22%", 22), ("10", "IVA 10%", 10), ("N3", "NON IMPONIBILE", 0))


def _code(prefix: str, width: int) -> Callable[[int], str]:
    return lambda number: f"{prefix}{number:0{width}}"


def _party(code: str, what: str) -> tuple[Field, ...]:
    return (
        Field(code, "number", "CHAR(10)"),
        Field("RAGSOC", "name", "CHAR(40)", forms.padded(40), forms.capitals_surname_first(40)),
        Field("INDIRI", "street", "CHAR(35)", forms.padded(35), forms.street_short(35), 0.97),
        Field("CAPCLI" if what == "customer" else "CAPFOR", "postal_code", "CHAR(5)", asked=0.97),
        Field("LOCALI", "city", "CHAR(30)", forms.padded(30), forms.capitals(30), 0.98),
        Field("PROVIN", "province", "CHAR(2)", asked=0.97),
        Field("NAZION", "country", "CHAR(3)", lambda text: {"IT": "ITA"}.get(text, text)),
        Field("PARIVA", "vat_number", "CHAR(11)", None, forms.vat_digits, 0.99),
        Field("CODFIS", "tax_code", "CHAR(16)", forms.padded(16), forms.cut(16), 0.9),
        Field("TELEF1", "phone", "CHAR(20)", forms.padded(20), forms.national_phone, 0.85),
        Field("EMAIL1", "email", "VARCHAR(60)", None, forms.lower, 0.8),
    )


CUSTOMERS = DatasetSpec(
    "ANACLI", "entity", (
        *_party("CODCLI", "customer"),
        Field("PECCLI", "pec", "VARCHAR(60)", asked=0.8),
        Field("CODSDI", "sdi_code", "CHAR(7)", asked=0.9),
        Field("IBANCL", "iban", "CHAR(27)", asked=0.45),
        Field("TIPCLI", "customer_type", "CHAR(1)", lambda text: "P" if text == "person" else "A"),
        Field("CODPAG", "payment_terms", "CHAR(4)", to="TABPAG"),
        Field("CODAGE", "sales_rep", "CHAR(3)", to="TABAGE"),
        Field("CODBLO", "block", "CHAR(1)", semantic="status_code"),
        Field("NOTECL", "note", "VARCHAR(200)", semantic="free_text"),
        Field("FAXCLI", "fax", "CHAR(20)"),
        Field("CODDIV", "division", "CHAR(2)", lambda _value: "01"),
        Field("DATINS", "created", "INTEGER", forms.day_number, time_role="technical"),
        Field("DATAGG", "changed", "INTEGER", forms.day_number, time_role="technical"),
        Field("UTEINS", "user", "CHAR(8)", forms.padded(8)),
    ),
    concept="customer", key=("CODCLI",), number=_code("C", 6), code="CODCLI",
)  # fmt: skip
SUPPLIERS = DatasetSpec(
    "ANAFOR", "entity",
    (*_party("CODFOR", "supplier"), Field("IBANFO", "iban", "CHAR(27)"),
     Field("DATINS", "created", "INTEGER", forms.day_number, time_role="technical")),
    concept="supplier", key=("CODFOR",), number=_code("F", 5),
)  # fmt: skip
PRODUCTS = DatasetSpec(
    "ARTICO", "entity", (
        Field("CODART", "number", "CHAR(13)", forms.padded(13)),
        Field("DESART", "name", "CHAR(40)", forms.padded(40), forms.capitals(40)),
        Field("CODEAN", "ean", "CHAR(13)", asked=0.92),
        Field("CATMER", "category", "CHAR(3)", lambda text: str(text)[:3].upper()),
        Field("UNIMIS", "unit", "CHAR(2)", lambda text: str(text).upper()),
        Field("PRZLIS", "price", "NUMERIC(12,2)", forms.euros),
        Field("COSULT", "cost", "NUMERIC(12,2)", forms.euros, semantic="money"),
        Field("PESLOR", "weight", "NUMERIC(8,2)"),
        Field("CODFOR", "supplier", "CHAR(10)", to="ANAFOR"),
        Field("FLGOBS", "active", "CHAR(1)", lambda value: "N" if value else "S"),
        Field("DATINS", "created", "INTEGER", forms.day_number, time_role="technical"),
        Field("DATAGG", "changed", "INTEGER", forms.day_number, time_role="technical"),
    ),
    concept="product", key=("CODART",), code="CODART",
)  # fmt: skip
PRODUCT_TEXTS = DatasetSpec(
    "ARTLIN", "translation", (
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO"),
        Field("CODLIN", "language", "CHAR(2)", semantic="status_code"),
        Field("DESLIN", "text", "VARCHAR(60)"),
    ),
    key=("CODART", "CODLIN"),
)  # fmt: skip
ORDERS = DatasetSpec(
    "ORDTES", "transaction", (
        Field("NUMORD", "number", "INTEGER"),
        Field("DATORD", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("CODCLI", "customer", "CHAR(10)", to="ANACLI"),
        Field("STAORD", "status", "CHAR(2)", to="TABSTA"),
        Field("DATRIC", "due", "INTEGER", forms.day_number, time_role="planned"),
        Field("DATCON", "confirmed", "INTEGER", forms.day_number, time_role="event"),
        Field("DATEVA", "fulfilled", "INTEGER", forms.day_number, time_role="event"),
        Field("CODPAG", "payment_terms", "CHAR(4)", to="TABPAG"),
        Field("TOTORD", "total", "NUMERIC(12,2)", forms.euros),
        Field("CODVAL", "currency", "CHAR(3)"),
        Field("RIFORD", "reference", "CHAR(20)", forms.padded(20)),
        Field("CODCAN", "channel", "CHAR(1)"),
        Field("NOTORD", "note", "VARCHAR(200)"),
        Field("DATINS", "created", "INTEGER", forms.day_number, time_role="technical"),
        Field("ORAINS", "created_clock", "INTEGER", time_role="technical"),
        Field("DATAGG", "changed", "INTEGER", forms.day_number, time_role="technical"),
    ),
    concept="order", key=("NUMORD",),
)  # fmt: skip
ORDER_LINES = DatasetSpec(
    "ORDRIG", "transaction", (
        Field("NUMORD", "document", "INTEGER", to="ORDTES"),
        Field("NUMRIG", "line", "INTEGER"),
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO"),
        Field("QTAORD", "quantity", "NUMERIC(10,2)"),
        Field("PRZUNI", "unit_price", "NUMERIC(12,2)", forms.euros),
        Field("SCONTO", "discount", "NUMERIC(5,2)"),
        Field("IMPRIG", "amount", "NUMERIC(12,2)", forms.euros),
        Field("CODIVA", "vat_code", "CHAR(2)", to="TABIVA"),
    ),
    concept="order_line", key=("NUMORD", "NUMRIG"), logged=True,
)  # fmt: skip
ORDER_HISTORY = DatasetSpec(
    "STOORD", "status_history", (
        Field("NUMORD", "document", "INTEGER", to="ORDTES"),
        Field("PROGRE", "line", "INTEGER"),
        Field("STAORD", "status", "CHAR(2)", to="TABSTA", semantic="status_code"),
        Field("DATSTA", "at", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("UTENTE", "user", "CHAR(8)", forms.padded(8)),
    ),
    key=("NUMORD", "PROGRE"), logged=True,
)  # fmt: skip
PRODUCTION = DatasetSpec(
    "ORDPRO", "transaction", (
        Field("NUMODP", "number", "INTEGER"),
        Field("NUMORD", "order", "INTEGER", to="ORDTES"),
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO"),
        Field("QTAPRO", "quantity", "NUMERIC(10,2)"),
        Field("DATLAN", "released", "INTEGER", forms.day_number, time_role="event"),
        Field("DATPRE", "planned", "INTEGER", forms.day_number, time_role="planned"),
        Field("INIZIO", "started", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("FINE", "finished", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("STAODP", "status", "CHAR(1)"),
    ),
    concept="production", key=("NUMODP",),
)  # fmt: skip
PURCHASES = DatasetSpec(
    "ORDACQ", "transaction", (
        Field("NUMOAF", "number", "INTEGER"),
        Field("CODFOR", "supplier", "CHAR(10)", to="ANAFOR"),
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO"),
        Field("NUMORD", "order", "INTEGER", to="ORDTES"),
        Field("QTAACQ", "quantity", "NUMERIC(10,2)"),
        Field("IMPACQ", "amount", "NUMERIC(12,2)", forms.euros),
        Field("DATOAF", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("DATPRE", "due", "INTEGER", forms.day_number, time_role="planned"),
        Field("DATARR", "received", "INTEGER", forms.day_number, time_role="event"),
    ),
    concept="purchase", key=("NUMOAF",),
)  # fmt: skip
SHIPMENTS = DatasetSpec(
    "BOLTES", "transaction", (
        Field("NUMBOL", "number", "INTEGER"),
        Field("NUMORD", "order", "INTEGER", to="ORDTES"),
        Field("DATPRE", "picked", "INTEGER", forms.day_number, time_role="event"),
        Field("DATBOL", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("CODVET", "carrier", "CHAR(3)"),
        Field("NUMCOL", "parcels", "INTEGER"),
        Field("PESTOT", "weight", "NUMERIC(8,2)"),
    ),
    concept="shipment", key=("NUMBOL",),
)  # fmt: skip
INVOICES = DatasetSpec(
    "FATTES", "transaction", (
        Field("NUMFAT", "number", "INTEGER"),
        Field("DATFAT", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("CODCLI", "customer", "CHAR(10)", to="ANACLI"),
        Field("NUMORD", "order", "INTEGER", to="ORDTES"),
        Field("IMPFAT", "total", "NUMERIC(12,2)", forms.euros),
        Field("IMPIVA", "tax", "NUMERIC(12,2)", forms.euros),
        Field("DATSCA", "due", "INTEGER", forms.day_number, time_role="planned"),
        Field("CODPAG", "payment_terms", "CHAR(4)", to="TABPAG", semantic="status_code"),
    ),
    concept="invoice", key=("NUMFAT",),
)  # fmt: skip
INVOICE_LINES = DatasetSpec(
    "FATRIG", "transaction", (
        Field("NUMFAT", "document", "INTEGER", to="FATTES"),
        Field("NUMRIG", "line", "INTEGER"),
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO"),
        Field("QTAFAT", "quantity", "NUMERIC(10,2)"),
        Field("IMPRIG", "amount", "NUMERIC(12,2)", forms.euros, semantic="money"),
    ),
    key=("NUMFAT", "NUMRIG"), logged=True,
)  # fmt: skip
PAYMENTS_IN = DatasetSpec(
    "PAGAME", "transaction", (
        Field("NUMPAG", "number", "INTEGER"),
        Field("NUMFAT", "invoice", "INTEGER", to="FATTES"),
        Field("DATVAL", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("IMPPAG", "amount", "NUMERIC(12,2)", forms.euros),
        Field("MODPAG", "method", "CHAR(4)", to="TABPAG"),
        Field("DATREG", "created", "INTEGER", forms.day_number, time_role="technical"),
    ),
    concept="payment", key=("NUMPAG",), logged=True,
)  # fmt: skip
RETURNS = DatasetSpec(
    "RESTES", "transaction", (
        Field("NUMRES", "number", "INTEGER"),
        Field("NUMORD", "order", "INTEGER", to="ORDTES"),
        Field("CODCLI", "customer", "CHAR(10)", to="ANACLI"),
        Field("DATRES", "date", "INTEGER", forms.day_number, time_role="event"),
        Field("CAURES", "reason", "CHAR(3)", to="TABRES"),
        Field("STARES", "status", "CHAR(1)"),
        Field("DATRIE", "received", "INTEGER", forms.day_number, time_role="event"),
        Field("DATACC", "credited", "INTEGER", forms.day_number, time_role="event"),
        Field("IMPACC", "credit", "NUMERIC(12,2)", forms.euros, semantic="money"),
        Field("RIFTKT", "ticket", "INTEGER"),
        Field("DATAGG", "changed", "INTEGER", forms.day_number, time_role="technical"),
    ),
    concept="return", key=("NUMRES",),
)  # fmt: skip
RETURN_LINES = DatasetSpec(
    "RESRIG", "transaction", (
        Field("NUMRES", "document", "INTEGER", to="RESTES"),
        Field("NUMRIG", "line", "INTEGER"),
        Field("CODART", "product", "CHAR(13)", forms.padded(13), to="ARTICO", concept="return"),
        Field("QTARES", "quantity", "NUMERIC(10,2)", concept="return"),
        Field("IMPRIG", "amount", "NUMERIC(12,2)", forms.euros, semantic="money"),
    ),
    key=("NUMRES", "NUMRIG"), logged=True,
)  # fmt: skip
LOG = DatasetSpec(
    "LOGOPE", "log", (
        Field("PROGRE", "number", "INTEGER"),
        Field("DATORA", "created", "TIMESTAMP", forms.rome_plain, time_role="event"),
        Field("UTENTE", "user", "CHAR(8)", forms.padded(8)),
        Field("PROGRA", "program", "CHAR(10)", forms.padded(10)),
        Field("CHIAVE", "key", "VARCHAR(20)"),
        Field("OPERAZ", "operation", "CHAR(1)"),
    ),
    key=("PROGRE",), logged=True,
)  # fmt: skip


def _codes(name: str, *fields: Field) -> DatasetSpec:
    return DatasetSpec(name, "code_list", fields, key=(fields[0].name,), declared_key=False)


CODE_LISTS = (
    _codes("TABPAG", Field("CODPAG", "code", "CHAR(4)", semantic="status_code"), Field("DESPAG", "text", "CHAR(30)")),
    _codes("TABIVA", Field("CODIVA", "code", "CHAR(2)", semantic="status_code"), Field("DESIVA", "text", "CHAR(20)"),
           Field("ALIQUO", "rate", "NUMERIC(5,2)", semantic="percent")),
    _codes("TABSTA", Field("CODSTA", "code", "CHAR(2)", semantic="status_code"), Field("DESSTA", "text", "CHAR(20)")),
    _codes("TABRES", Field("CODCAU", "code", "CHAR(3)", semantic="status_code"), Field("DESCAU", "text", "CHAR(30)")),
    _codes("TABAGE", Field("CODAGE", "code", "CHAR(3)"),
           Field("DESAGE", "text", "CHAR(30)", semantic="person_name", personal="identifier")),
)  # fmt: skip


def backup(name: str, of: DatasetSpec) -> DatasetSpec:
    """Return the specification of a copy of a table that somebody once made and nobody deleted."""
    return DatasetSpec(name, "backup_copy", of.fields, concept=of.concept, key=of.key, declared_key=False)


def system(*, backups: tuple[DatasetSpec, ...], history: bool) -> SystemSpec:
    """Return the gestionale; without `history` it overwrites an order's status and keeps no trace."""
    datasets = (
        CUSTOMERS, SUPPLIERS, PRODUCTS, PRODUCT_TEXTS, ORDERS, ORDER_LINES, *((ORDER_HISTORY,) if history else ()),
        PRODUCTION, PURCHASES, SHIPMENTS, INVOICES, INVOICE_LINES, PAYMENTS_IN, RETURNS, RETURN_LINES,
        LOG, *CODE_LISTS, *backups,
    )  # fmt: skip
    return SystemSpec(
        "gestionale", "Gestionale Quadra 4", "sqlite", datasets, kind="erp", department="operations",
        vendor="Quadra Sistemi", owner="Responsabile amministrazione", cost_eur_year=18_400, contract_months=20,
        criticality="critical", users=34,
    )  # fmt: skip
