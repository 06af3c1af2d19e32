"""A log written by hand: two orders, one invoice for both, and customers whose key is an e-mail address."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from regia.journeys.tables import ACTIVITIES, EVENT_OBJECTS, EVENTS, HANDOFFS, JOURNEYS
from regia.profile.tables import FIELDS

ZONE = "Europe/Rome"
ENTERED, SHIPPED, INVOICED = "erp.orders.entered", "erp.orders.shipped", "erp.invoices.issued"
NAMES = {ENTERED: ("Ordine: ordine", "Order: ordered"), SHIPPED: ("Ordine: evasione", "Order: shipped"),
         INVOICED: ("Fattura: emissione", 'Invoice: "issued" & <sent>')}  # fmt: skip
EVENTS_MADE = [
    # event, activity, moment in UTC, dataset, record, what it is tied to
    (1, ENTERED, datetime(2025, 7, 1, 22, tzinfo=UTC), "orders", "1", ["erp.customers.ada@example.com"]),
    (2, ENTERED, datetime(2025, 7, 2, 7, 30, tzinfo=UTC), "orders", "2", ["erp.customers.bo@example.com"]),
    (3, SHIPPED, datetime(2025, 7, 3, 8, tzinfo=UTC), "orders", "1", ["erp.customers.ada@example.com"]),
    (4, INVOICED, datetime(2025, 7, 4, 8, tzinfo=UTC), "invoices", "A-1", ["erp.orders.1", "erp.orders.2"]),
]
CASES = {"erp.orders.1": [1, 3, 4], "erp.orders.2": [2, 4]}
TYPES = {"orders": "order", "invoices": "invoice", "customers": "customer"}


def tables(folder: Path) -> Mapping[str, Path]:
    """Write the evidence tables of the log, and return their files."""
    rows: dict[Any, list[dict[str, Any]]] = {
        ACTIVITIES: [_activity(code, number) for number, code in enumerate(NAMES)],
        EVENTS: [_event(*each[:5]) for each in EVENTS_MADE],
        EVENT_OBJECTS: [row for each in EVENTS_MADE for row in _objects(each[0], each[3], each[4], each[5])],
        HANDOFFS: [_handoff(ENTERED, SHIPPED), _handoff(SHIPPED, INVOICED)],
        JOURNEYS: [
            {"journey": "erp.orders", "name_it": "Da ordine a fattura", "name_en": "From order to invoice",
             "object_type": "order", "activities": f"{ENTERED}|{SHIPPED}|{INVOICED}", "cases": 2,
             "completed_share": 0.5, "p50_hours": 9.0, "p90_hours": 18.0},
        ],
        FIELDS: [
            {"system": "erp", "dataset": name, "field": "id", "position": 1, "source_type": "text", "type": "text",
             "in_key": True, "personal_data": "contact" if name == "customers" else "none"} for name in TYPES
        ],
    }  # fmt: skip
    found = {}
    for table, listed in rows.items():
        found[table.name] = folder / f"{table.name}.parquet"
        pq.write_table(table.from_rows(listed), found[table.name])
    return found


def _activity(code: str, number: int) -> dict[str, Any]:
    system, dataset, field = code.split(".")
    it, en = NAMES[code]
    department = ("sales", "operations", "operations")[number]
    return {
        "activity": code, "name_it": it, "name_en": en, "object_type": TYPES[dataset], "system": system,
        "dataset": dataset, "field": field, "precision": "second", "department": department, "events": 1,
        "role": "step",
    }  # fmt: skip


def _event(event: int, activity: str, at: datetime, dataset: str, record: str) -> dict[str, Any]:
    return {
        "event": event, "activity": activity, "happened_at": at, "precision": "second", "system": "erp",
        "dataset": dataset, "record": record,
    }  # fmt: skip


def _objects(event: int, dataset: str, record: str, tied: list[str]) -> list[dict[str, Any]]:
    own = {"event": event, "object_type": TYPES[dataset], "object": f"erp.{dataset}.{record}", "qualifier": "own"}
    others = [
        {"event": event, "object_type": TYPES[name.split(".")[1]], "object": name, "qualifier": "tied"} for name in tied
    ]
    return [own, *others]


def _handoff(one: str, other: str) -> dict[str, Any]:
    return {
        "object_type": "order", "from_activity": one, "to_activity": other, "from_system": "erp", "to_system": "erp",
        "cases": 1, "reach_share": 0.5, "wait_p50_hours": 9.0, "wait_p90_hours": 18.0, "wait_mean_hours": 9.0,
        "bottleneck": False, "still_open": 1, "journey": "erp.orders", "caveats": None,
    }  # fmt: skip
