"""A furniture maker: sells kitchens and rooms to families, hotels and shops, from a campaign to the last payment."""

from regia.demo.furniture.activities import ACTIVITIES, JOURNEYS
from regia.demo.furniture.company import DEPARTMENTS, simulate
from regia.demo.furniture.plan import WAITS, Plan, plan
from regia.demo.industry import IndustrySpec

__all__ = ["INDUSTRY"]


_IN_ERP = ("order", "order_line", "invoice", "payment", "shipment", "supplier", "production", "purchase", "return")


def _masters(drawn: Plan) -> dict[str, str]:
    leads = dict.fromkeys(_IN_ERP, "gestionale")
    leads |= {"customer": drawn.customer_lead, "product": drawn.product_lead}
    if drawn.has("crm"):
        leads |= {"quote": "crm", "contact": "crm"}
    if drawn.has("helpdesk"):
        leads["ticket"] = "helpdesk"
    if drawn.has("marketing"):
        leads["campaign"] = "marketing"
    return leads


INDUSTRY = IndustrySpec(
    company="Mobilificio Valdorna S.r.l.",
    plan=plan,
    simulate=simulate,
    activities=ACTIVITIES,
    waits=WAITS,
    masters=_masters,
    departments=DEPARTMENTS,
    journeys=JOURNEYS,
)
