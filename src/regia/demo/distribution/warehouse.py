"""The wholesaler's warehouse system: English, times in milliseconds since 1970; and the one of before, dead."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec


def _millis(name: str, value: str, role: str = "event") -> Field:
    return Field(name, value, "BIGINT", forms.epoch_millis, time_role=role)


ITEMS = DatasetSpec(
    "item", "entity", (
        Field("item_id", "number", "INTEGER"),
        Field("sku", "code", "VARCHAR(18)"),
        Field("description", "name", "VARCHAR(80)"),
        Field("barcode", "ean", "VARCHAR(13)"),
        Field("weight_g", "weight", "INTEGER", lambda kilos: round(kilos * 1000)),
        Field("uom", "unit", "VARCHAR(6)"),
        Field("attributes", "properties", "TEXT", semantic="json"),
        _millis("created_ms", "created", "technical"),
        _millis("modified_ms", "changed", "technical"),
    ),
    concept="product", key=("item_id",), code="sku",
)  # fmt: skip
WAVES = DatasetSpec(
    "wave", "entity", (
        Field("wave_id", "number", "INTEGER"),
        _millis("planned_ms", "planned", "planned"),
        _millis("released_ms", "created"),
        Field("zone", "zone", "VARCHAR(4)"),
    ),
    key=("wave_id",),
)  # fmt: skip
JOBS = DatasetSpec(
    "shipment_order", "transaction", (
        Field("so_id", "number", "INTEGER"),
        Field("erp_document", "order_number", "VARCHAR(12)"),
        Field("wave_id", "wave", "INTEGER", to="wave"),
        _millis("due_ms", "due", "planned"),
        _millis("received_ms", "created"),
        _millis("picked_ms", "picked"),
        _millis("packed_ms", "packed"),
        _millis("shipped_ms", "shipped"),
        Field("carrier", "carrier", "VARCHAR(4)", to="carrier", semantic="status_code"),
        Field("cartons", "parcels", "INTEGER"),
        Field("state", "status", "INTEGER"),
        Field("value_cents", "total", "INTEGER"),
    ),
    concept="order", key=("so_id",),
)  # fmt: skip
STEPS = DatasetSpec(
    "pick_event", "status_history", (
        Field("event_id", "number", "BIGINT"),
        Field("so_id", "document", "INTEGER", to="shipment_order"),
        Field("step", "status", "VARCHAR(10)", semantic="status_code"),
        Field("operator", "user", "VARCHAR(6)"),
        _millis("at_ms", "created"),
    ),
    key=("event_id",), logged=True,
)  # fmt: skip
MOVES = DatasetSpec(
    "stock_move", "log", (
        Field("move_id", "number", "BIGINT"),
        Field("sku", "product", "VARCHAR(18)", to_field="item.sku"),
        Field("qty", "quantity", "INTEGER"),
        Field("reason", "reason", "VARCHAR(10)", semantic="status_code"),
        _millis("at_ms", "created"),
    ),
    key=("move_id",), logged=True,
)  # fmt: skip
CARRIERS = DatasetSpec(
    "carrier", "code_list", (Field("code", "code", "VARCHAR(4)"), Field("name", "text", "VARCHAR(30)")),
    key=("code",),
)  # fmt: skip
OLD_ITEMS = DatasetSpec(
    "articoli", "entity", (
        Field("codice", "code", "VARCHAR(18)"),
        Field("descr", "name", "VARCHAR(40)", None, forms.capitals(40)),
        Field("ean", "ean", "VARCHAR(13)", asked=0.6),
        Field("ubicazione", "bin", "VARCHAR(10)"),
        Field("ultimo_movimento", "changed", "VARCHAR(10)", forms.day_italian, time_role="technical",
              semantic="date_text"),
    ),
    concept="product", key=("codice",), code="codice",
)  # fmt: skip
OLD_MOVES = DatasetSpec(
    "movimenti", "log", (
        Field("progressivo", "number", "INTEGER"),
        Field("codice", "product", "VARCHAR(18)", to="articoli"),
        Field("data", "created", "VARCHAR(10)", forms.day_italian, time_role="event", semantic="date_text"),
        Field("qta", "quantity", "INTEGER"),
        Field("causale", "reason", "VARCHAR(3)", semantic="status_code"),
        Field("annotazioni", "note", "TEXT"),
    ),
    key=("progressivo",), logged=True,
)  # fmt: skip


def system(*, history: bool) -> SystemSpec:
    """Return the warehouse system; without `history` it keeps only the last step of each order."""
    datasets = (ITEMS, WAVES, JOBS, *((STEPS,) if history else ()), MOVES, CARRIERS)
    return SystemSpec(
        "wms", "WMS StockPilot", "sqlite", datasets, kind="wms",
        department="logistics", vendor="StockPilot Ltd", owner="Responsabile magazzino", cost_eur_year=21_500,
        contract_months=16, criticality="high", users=27,
    )  # fmt: skip


def old() -> SystemSpec:
    """Return the warehouse program of before."""
    return SystemSpec(
        "magazzino_2012", "Magazzino 2012", "sqlite", (OLD_ITEMS, OLD_MOVES), kind="wms", department="logistics",
        vendor=None, owner=None, cost_eur_year=2_400, contract_months=1, criticality="low", users=1, dead=True,
    )  # fmt: skip
