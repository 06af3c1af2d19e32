"""The web shop: customers and products as entity-attribute-value tables, orders as flat ones; stamps in UTC."""

from regia.demo import forms
from regia.demo.spec import DatasetSpec, Field, SystemSpec

CUSTOMER_ATTRIBUTES = (
    Field("firstname", "first_name", "5"),
    Field("lastname", "last_name", "7"),
    Field("dob", "birth_date", "11", forms.birth_italian, asked=0.3),
    Field("taxvat", "tax_code", "15", asked=0.35),
    Field("company", "company_name", "21"),
    Field("street", "street", "25", asked=0.9),
    Field("city", "city", "26", asked=0.9),
    Field("region", "province", "28", asked=0.9),
    Field("postcode", "postal_code", "30", asked=0.9),
    Field("telephone", "phone", "31", None, forms.spoken_phone, 0.8),
)
PRODUCT_ATTRIBUTES = (
    Field("name", "name", "73"),
    Field("price", "price", "77", lambda cents: f"{cents / 100:.4f}"),
    Field("weight", "weight", "80", str),
    Field("ean", "ean", "97", asked=0.9),
)

CUSTOMERS = DatasetSpec(
    "customer_entity", "entity", (
        Field("entity_id", "number", "INTEGER"),
        Field("website_id", "website", "INTEGER", lambda _value: 1),
        Field("email", "email", "VARCHAR(255)"),
        Field("group_id", "customer_type", "INTEGER", lambda text: 1 if text == "person" else 2),
        Field("created_at", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("updated_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("is_active", "active", "INTEGER", forms.zero_one),
    ),
    concept="customer", key=("entity_id",), spread=CUSTOMER_ATTRIBUTES, spread_to="customer_entity_varchar",
)  # fmt: skip
PRODUCTS = DatasetSpec(
    "catalog_product_entity", "entity", (
        Field("entity_id", "number", "INTEGER"),
        Field("sku", "code", "VARCHAR(64)"),
        Field("type_id", "type", "VARCHAR(32)", lambda _value: "simple"),
        Field("created_at", "created", "TIMESTAMP", forms.utc_plain, time_role="technical"),
        Field("updated_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="product", key=("entity_id",), code="sku",
    spread=PRODUCT_ATTRIBUTES, spread_to="catalog_product_entity_varchar",
)  # fmt: skip
ATTRIBUTES = DatasetSpec(
    "eav_attribute", "code_list", (
        Field("attribute_id", "id", "INTEGER"),
        Field("entity_type_id", "type", "INTEGER"),
        Field("attribute_code", "code", "VARCHAR(255)"),
        Field("backend_type", "backend", "VARCHAR(8)", semantic="status_code"),
    ),
    key=("attribute_id",),
)  # fmt: skip


def _values(name: str, entity: str, sql: str) -> DatasetSpec:
    return DatasetSpec(
        name, "entity_attribute_value", (
            Field("value_id", "number", "INTEGER"),
            Field("attribute_id", "attribute", "INTEGER", to="eav_attribute"),
            Field("entity_id", "entity", "INTEGER", to=entity),
            Field("value", "value", sql),
        ),
        key=("value_id",), logged=True,
    )  # fmt: skip


CUSTOMER_VALUES = _values("customer_entity_varchar", "customer_entity", "VARCHAR(255)")
PRODUCT_VALUES = _values("catalog_product_entity_varchar", "catalog_product_entity", "VARCHAR(255)")
ORDERS = DatasetSpec(
    "sales_order", "transaction", (
        Field("entity_id", "number", "INTEGER"),
        Field("increment_id", "reference", "VARCHAR(32)"),
        Field("state", "status", "VARCHAR(32)"),
        Field("customer_id", "customer", "INTEGER", to="customer_entity"),
        Field("customer_email", "email", "VARCHAR(255)", concept="customer"),
        Field("customer_firstname", "first_name", "VARCHAR(255)", concept="customer"),
        Field("customer_lastname", "last_name", "VARCHAR(255)", concept="customer"),
        Field("grand_total", "total", "NUMERIC(12,4)", forms.euros),
        Field("order_currency_code", "currency", "CHAR(3)"),
        Field("payment_method", "payment_terms", "VARCHAR(32)"),
        Field("created_at", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
        Field("updated_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="technical"),
    ),
    concept="order", key=("entity_id",),
)  # fmt: skip
ORDER_LINES = DatasetSpec(
    "sales_order_item", "transaction", (
        Field("item_id", "number", "INTEGER"),
        Field("order_id", "document", "INTEGER", to="sales_order"),
        Field("sku", "product", "VARCHAR(64)", to_field="catalog_product_entity.sku"),
        Field("name", "text", "VARCHAR(255)"),
        Field("qty_ordered", "quantity", "NUMERIC(12,4)"),
        Field("price", "unit_price", "NUMERIC(12,4)", forms.euros),
        Field("row_total", "amount", "NUMERIC(12,4)", forms.euros),
    ),
    concept="order_line", key=("item_id",), logged=True,
)  # fmt: skip
HISTORY = DatasetSpec(
    "sales_order_status_history", "status_history", (
        Field("entity_id", "number", "INTEGER"),
        Field("parent_id", "document", "INTEGER", to="sales_order"),
        Field("status", "status", "VARCHAR(32)", semantic="status_code"),
        Field("comment", "comment", "TEXT", semantic="free_text"),
        Field("created_at", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    key=("entity_id",), logged=True,
)  # fmt: skip
SUBSCRIBERS = DatasetSpec(
    "newsletter_subscriber", "entity", (
        Field("subscriber_id", "number", "INTEGER"),
        Field("customer_id", "customer_key", "INTEGER", to="customer_entity"),
        Field("subscriber_email", "email", "VARCHAR(150)"),
        Field("subscriber_status", "marketing_consent", "INTEGER", lambda value: 1 if value else 3),
        Field("change_status_at", "changed", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    concept="customer", key=("subscriber_id",),
)  # fmt: skip
WISHES = DatasetSpec(
    "wishlist_note", "log", (
        Field("id", "number", "INTEGER"),
        Field("customer_id", "customer_key", "INTEGER", to="customer_entity"),
        Field("note", "note", "TEXT", semantic="free_text"),
        Field("added_at", "created", "TIMESTAMP", forms.utc_plain, time_role="event"),
    ),
    key=("id",), logged=True,
)  # fmt: skip


def system() -> SystemSpec:
    """Return the web shop."""
    datasets = (
        CUSTOMERS, CUSTOMER_VALUES, PRODUCTS, PRODUCT_VALUES, ATTRIBUTES, ORDERS, ORDER_LINES, HISTORY, SUBSCRIBERS,
        WISHES,
    )  # fmt: skip
    return SystemSpec(
        "shop", "Negozio online", "sqlite", datasets, kind="ecommerce", department="marketing",
        vendor="Bottega Digitale", owner="Responsabile e-commerce", cost_eur_year=9_800, contract_months=14,
        criticality="high", users=6,
    )  # fmt: skip
