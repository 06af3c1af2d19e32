"""Sets the furniture maker's copy jobs to work: which records each lets pass, and what the target adds."""

from collections.abc import Callable
from typing import Any

from regia.demo.calendar import DAY
from regia.demo.furniture.firm import Firm
from regia.demo.furniture.fulfilment import Fulfilment
from regia.demo.furniture.sales import Sales
from regia.demo.furniture.service import Service
from regia.demo.people import Party
from regia.demo.record import Record

Chosen = Callable[[Record], bool]
Details = Callable[[Record, int], dict[str, Any]]


class Feeding:
    """The jobs of one firm."""

    def __init__(self, firm: Firm, sales: Sales, fulfilment: Fulfilment, service: Service) -> None:
        self.firm, self.draw = firm, firm.draw
        self._sales, self._fulfilment, self._service = sales, fulfilment, service

    def begin(self) -> None:
        """Start every job of the plan."""
        chosen: dict[str, Chosen] = {
            "marketing_leads": lambda record: record["source"] == "modulo",
            "crm_customers": lambda record: bool(record["won"]),
            "shop_customers": lambda record: bool(record["ordered"]),
            "portal_users": self._has_access,
            "crm_audience": lambda record: bool(record["email"]) and bool(record["marketing_consent"]),
            "shop_audience": lambda record: bool(record["email"]) and bool(record["marketing_consent"]),
            "agent_customers": self._is_visited,
            "portal_orders": self._customer_has_access,
            "delivery_plan": lambda record: record["status"] in ("CF", "LA") and record["channel"] != "W",
        }
        arrived = {
            "marketing_leads": self._sales.lead_arrived,
            "shop_orders": self._fulfilment.shop_arrived,
            "crm_customers": self._numbered,
            "delivery_plan": self._agreed,
            "portal_users": self._service.portal_opened,
        }
        details = self._details()
        for plan in self.firm.plan.copies:
            job = self.firm.cell.copy(
                plan, clerks="clerks", chosen=chosen.get(plan.name), details=details.get(plan.name),
                existing=self.firm.existing(plan.target), arrived=arrived.get(plan.name),
            )  # fmt: skip
            if job:
                self.firm.jobs[plan.name] = job

    def _details(self) -> dict[str, Details]:
        firm = self.firm
        return {
            "marketing_leads": lambda _record, at: {
                "source": "Web",
                "status": "Open",
                "campaign": None,
                **firm.stamps(at),
            },
            "crm_customers": lambda record, _at: self._erp(record),
            "shop_customers": lambda record, _at: self._erp(record),
            "portal_users": self._service.portal_user,
            "helpdesk_requesters": lambda record, _at: {"erp_code": record.key},
            "warehouse_customers": lambda record, _at: {"erp_code": record.key},
            "crm_audience": lambda _record, _at: {"source": "crm"},
            "shop_audience": lambda _record, _at: {"source": "negozio", "marketing_consent": True},
            "agent_customers": lambda record, at: {"sales_rep": record["sales_rep"], "visited": at - 2 * DAY},
            "crm_migration": lambda _record, at: firm.stamps(at),
            "shop_products": lambda record, _at: {"code": record.key, "type": "simple"},
            "crm_products": lambda record, _at: {"code": record.key},
            "price_list": self._coded,
            "shop_orders": self._fulfilment.shop_details,
            "portal_orders": self._portal_order,
            "warehouse_orders": lambda record, _at: {"order_number": record.key},
            "delivery_plan": self._planned,
        }

    def _erp(self, record: Record) -> dict[str, Any]:
        assert isinstance(record.thing, Party)
        return self.firm.erp_details(record.thing)

    def _has_access(self, record: Record) -> bool:
        return bool(record["email"]) and record.number % 5 < 3

    def _customer_has_access(self, record: Record) -> bool:
        return record["customer"] is not None and int(str(record["customer"])[1:]) % 5 < 3

    def _is_visited(self, record: Record) -> bool:
        return record["customer_type"] == "company" and record.number % 2 == 0

    def _numbered(self, record: Record, added: Record, _at: int) -> None:
        record.values["erp_code"] = added.key

    def _coded(self, record: Record, _at: int) -> dict[str, Any]:
        if record.dataset.system == "gestionale":
            return {"code": record.key}
        assert record.thing is not None
        facts = record.thing.facts
        return {"key": record["code"], **{name: facts[name] for name in ("unit", "weight", "cost", "supplier")}}

    def _portal_order(self, record: Record, _at: int) -> dict[str, Any]:
        user = self.firm.party_of(record["customer"]).record_in("portale", "utenti")
        return {"order_number": record.key, "user": user.key if user else None, "date": record["date"]}

    def _planned(self, record: Record, _at: int) -> dict[str, Any]:
        customer = self.firm.party_of(record["customer"]).facts["name"]
        return {
            "order_number": record.key, "customer_name": customer, "date": record["date"],
            "assembly": self.draw.choice(("sì", "no", "da definire")), "note": None,
        }  # fmt: skip

    def _agreed(self, record: Record, added: Record, _at: int) -> None:
        # the date agreed on the telephone stands in the sheet and nowhere else
        if self.firm.cell.options.mistakes and self.draw.chance(0.2) and record.thing:
            later = int(str(record.thing.facts["due"])) + self.draw.randrange(3, 21) * DAY
            record.thing.facts["due"] = later
            added.values["due"] = added.meant["due"] = later
