"""The wholesaler as a whole: one cell simulated from its first day to its last."""

from functools import partial

from regia.demo.calendar import DAY, HOUR
from regia.demo.cell import Cell
from regia.demo.distribution import setup
from regia.demo.distribution.aftercare import Aftercare
from regia.demo.distribution.feeding import feed
from regia.demo.distribution.plan import HOMES, Plan
from regia.demo.distribution.trade import Trade
from regia.demo.distribution.wholesaler import Wholesaler
from regia.demo.draw import Draw
from regia.demo.record import Entry
from regia.demo.traps import lay_traps, spring_traps

# in the order of the work
DEPARTMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "marketing": ("Marketing", ("fidelizzazione", "newsletter")),
    "sales": ("Commerciale", ("rete agenti", "offerte", "ordini", "accordi di prezzo")),
    "purchasing": ("Acquisti", ("riordino", "fornitori")),
    "logistics": ("Magazzino", ("prelievo", "imballo", "spedizione")),
    "customer_care": ("Post-vendita", ("pratiche", "resi")),
    "administration": ("Amministrazione", ("fido", "fatturazione", "incassi")),
    "it": ("Sistemi informativi", ("integrazioni",)),
}


def simulate(cell: Cell, plan: Plan) -> None:
    """Let one cell of the company live through its history."""
    cell.staff(plan.teams, plan.bottleneck)
    firm = Wholesaler(cell, plan)
    care = Aftercare(firm)
    trade = Trade(firm, care.after_shipment)
    feed(firm, trade, care)
    setup.set_up(firm)
    cell.agenda.start(trade.days())
    cell.agenda.start(care.weeks())
    _prices(firm)
    if cell.has_dataset("erp", "KNA1_COPIA"):
        span = cell.calendar.ends - cell.calendar.begins
        cell.agenda.at(cell.calendar.begins + int(span * 0.45) + 21 * HOUR, partial(_copy_customers, cell))
    lay_traps(cell, plan.traps, HOMES)
    cell.agenda.run(cell.calendar.ends)
    _plant(firm)
    spring_traps(cell, plan.traps, HOMES)


def _prices(firm: Wholesaler) -> None:
    cell = firm.cell
    for half in range(1, 8):
        cell.agenda.at(cell.calendar.begins + half * 182 * DAY + 9 * HOUR, partial(_new_prices, firm, half))


def _new_prices(firm: Wholesaler, half: int) -> None:
    draw = Draw(firm.cell.name, "prices", half)
    for product in firm.products:
        if draw.chance(0.35):
            product.facts["price"] = int(int(str(product.facts["price"])) * draw.uniform(1.0, 1.09))
            record = product.record_in("erp", "MARA")
            if record:
                firm.cell.told(record, ("price",), firm.cell.now)


def _copy_customers(cell: Cell) -> None:
    target = cell.data("erp", "KNA1_COPIA")
    for record in cell.data("erp", "KNA1").records:
        entry = Entry(dict(record.values), dict(record.meant), dict(record.flaws))
        copy = target.enter(entry, cell.now, thing=record.thing, origin=record, key=record.key)
        copy.created, copy.changed = record.created, record.changed


def _plant(firm: Wholesaler) -> None:
    """Leave behind what nobody meant to leave: each thing is noted where a rule should find it."""
    cell, draw = firm.cell, Draw(firm.cell.name, "planted")
    if not cell.options.mistakes:
        return
    orders = cell.data("erp", "VBAK").records
    for record in draw.sample(orders, min(len(orders), max(3, len(orders) // 250))):
        record.values["channel"] = "ZX9"
        cell.truth.plant("undocumented_status", "erp", "VBAK", "AUART")
    for record in draw.sample(orders, min(len(orders), max(2, len(orders) // 350))):
        cell.data("erp", "VBAP").add(
            cell.now, client=1, document=record.key, line=9990, product=f"DEL-{draw.randrange(10**6):07}", quantity=1,
            unit_price=500, amount=500,
        )  # fmt: skip
        cell.truth.plant("orphan_reference", "erp", "VBAP", "MATNR")
    if "future_dates" in firm.plan.traps:
        for record in draw.sample(orders, min(len(orders), max(3, len(orders) // 400))):
            record.values["released"] = cell.now + draw.randrange(300, 8000) * DAY
            cell.truth.plant("date_in_future", "erp", "VBAK", "CMFRE")
            cell.truth.trap("future_dates", "erp", "VBAK", "CMFRE", records=1)
