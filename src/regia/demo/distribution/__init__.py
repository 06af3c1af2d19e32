"""A wholesaler of electrical goods: sells to installers by agents, portal, EDI and telephone, from one warehouse.

Another industry, with other systems, names and structure, so that what works on the furniture maker is tried
on a company that nothing was tuned on.
"""

from regia.demo.distribution.activities import ACTIVITIES, JOURNEYS
from regia.demo.distribution.company import DEPARTMENTS, simulate
from regia.demo.distribution.plan import WAITS, Plan, plan
from regia.demo.industry import IndustrySpec

__all__ = ["INDUSTRY"]

_IN_ERP = ("order", "order_line", "invoice", "payment", "shipment", "supplier", "purchase", "product")


def _masters(drawn: Plan) -> dict[str, str]:
    leads = dict.fromkeys(_IN_ERP, "erp") | {"customer": drawn.customer_lead}
    if drawn.has("sfa"):
        leads |= {"quote": "sfa", "employee": "sfa"}
    if drawn.has("service"):
        leads |= {"ticket": "service", "return": "service"}
    return leads


INDUSTRY = IndustrySpec(
    company="Elettrolariana S.p.A.",
    plan=plan,
    simulate=simulate,
    activities=ACTIVITIES,
    waits=WAITS,
    masters=_masters,
    departments=DEPARTMENTS,
    journeys=JOURNEYS,
)
