"""Sets the wholesaler's copy jobs to work: which records each lets pass, and what the target adds."""

from collections.abc import Callable
from typing import Any

from regia.demo.distribution.aftercare import Aftercare
from regia.demo.distribution.setup import item_details
from regia.demo.distribution.trade import Trade
from regia.demo.distribution.wholesaler import Wholesaler
from regia.demo.people import Party
from regia.demo.record import Record

Details = Callable[[Record, int], dict[str, Any]]


def feed(firm: Wholesaler, trade: Trade, care: Aftercare) -> None:
    """Start every job of the plan."""
    chosen: dict[str, Callable[[Record], bool]] = {
        "app_sync": lambda record: record.number % 10 < 6,
        "app_prospects": lambda record: bool(record["won"]),
        "portal_signups": lambda record: bool(record["ordered"]),
        "edi_setup": lambda record: record["customer_type"] == "company" and record.number % 11 == 0,
        "loyalty_portal": lambda record: bool(record["marketing_consent"]),
        "loyalty_erp": lambda record: record.number % 4 == 0,
        "price_agreements": lambda record: record["customer_type"] == "company" and record.number % 5 == 0,
        "warehouse_jobs": lambda record: bool(record["ready"]),
        "carrier_book": lambda record: record["status"] == "B" and record.number % 3 == 0,
    }
    arrived = {
        "portal_orders": trade.order_arrived,
        "edi_orders": trade.order_arrived,
        "warehouse_jobs": trade.warehouse_arrived,
    }
    details = _details(firm, trade, care)
    for plan in firm.plan.copies:
        job = firm.cell.copy(
            plan, clerks="typists", chosen=chosen.get(plan.name), details=details.get(plan.name),
            existing=firm.existing(plan.target), arrived=arrived.get(plan.name),
        )  # fmt: skip
        if job:
            firm.jobs[plan.name] = job


def _details(firm: Wholesaler, trade: Trade, care: Aftercare) -> dict[str, Details]:
    def debtor(record: Record, _at: int) -> dict[str, Any]:
        assert isinstance(record.thing, Party)
        return firm.debtor_details(record.thing)

    def item(record: Record, _at: int) -> dict[str, Any]:
        assert record.thing is not None
        return item_details(record.thing)

    def booked(record: Record, _at: int) -> dict[str, Any]:
        name = firm.party_of(record["customer"]).facts["name"]
        return {"order_number": f"{record.key:010}", "customer_name": name, "parcels": 1 + record.number % 3}

    def article(record: Record, _at: int) -> dict[str, Any]:
        assert record.thing is not None
        return {"key": record.key, "name": record.thing.facts["name"]}

    def numbered(record: Record, _at: int) -> dict[str, Any]:
        return {"erp_code": f"{record.key:010}"}

    return {
        "app_sync": lambda record, _at: {"erp_code": f"{record.key:010}", "rep": record["rep"]},
        "app_prospects": debtor,
        "portal_signups": debtor,
        "edi_setup": numbered,
        "service_persons": numbered,
        "loyalty_erp": lambda record, _at: {"marketing_consent": record.number % 2 == 0},
        "price_agreements": lambda _record, at: care.agreement(at),
        "warehouse_items": item,
        "portal_catalogue": article,
        "portal_orders": trade.order_details,
        "edi_orders": trade.order_details,
        "warehouse_jobs": trade.warehouse_details,
        "carrier_book": booked,
    }
