"""The furniture maker as a whole: one cell simulated from its first day to its last."""

from functools import partial

from regia.demo.calendar import DAY, HOUR
from regia.demo.cell import Cell
from regia.demo.draw import Draw
from regia.demo.facts import rows
from regia.demo.furniture import setup
from regia.demo.furniture.feeding import Feeding
from regia.demo.furniture.firm import Firm
from regia.demo.furniture.fulfilment import Fulfilment, Order
from regia.demo.furniture.plan import HOMES, Plan
from regia.demo.furniture.returns import Returns
from regia.demo.furniture.sales import Sales
from regia.demo.furniture.service import Service
from regia.demo.journal import Event
from regia.demo.record import Entry
from regia.demo.traps import lay_traps, spring_traps


def simulate(cell: Cell, plan: Plan) -> None:
    """Let one cell of the company live through its history."""
    cell.staff(plan.teams, plan.bottleneck)
    firm = Firm(cell, plan)
    service = Service(firm, Returns(firm))

    def complains(order: Order, delivered: Event) -> None:
        service.after_delivery(order, delivered)

    fulfilment = Fulfilment(firm, complains)
    sales = Sales(firm, fulfilment)
    Feeding(firm, sales, fulfilment, service).begin()
    setup.set_up(firm)
    sales.begin()
    cell.agenda.start(service.questions())
    cell.agenda.start(service.visits())
    cell.agenda.start(service.registrations())
    _years(firm)
    _backups(firm)
    lay_traps(cell, plan.traps, HOMES)
    cell.agenda.run(cell.calendar.ends)
    _plant(firm)
    spring_traps(cell, plan.traps, HOMES)


def _years(firm: Firm) -> None:
    # prices rise each January, and some products leave the list while others join it
    cell = firm.cell
    for year in range(cell.calendar.first.year + 1, cell.calendar.last.year + 1):
        at = cell.calendar.begins + (year - cell.calendar.first.year) * 365 * DAY - 170 * DAY
        cell.agenda.at(at, lambda: _new_list(firm))


def _new_list(firm: Firm) -> None:
    cell, draw = firm.cell, Draw(firm.cell.name, "list", firm.cell.now)
    families = rows("furniture_products")
    for product in firm.products:
        if draw.chance(0.7):
            product.facts["price"] = int(int(str(product.facts["price"])) * draw.uniform(1.01, 1.06)) // 100 * 100
            home = (
                ("fogli", "listino_agenti#Listino") if firm.plan.product_lead == "fogli" else ("gestionale", "ARTICO")
            )
            record = product.record_in(*home) or product.record_in("gestionale", "ARTICO")
            if record:
                cell.told(record, ("price",), cell.now)
    for _ in range(max(1, round(18 * cell.size))):
        product = setup.new_product(firm, draw, draw.pick(families), len(firm.products))
        firm.products.append(product)
        setup.enter_product(firm, product, cell.now)


def _backups(firm: Firm) -> None:
    cell = firm.cell
    span = cell.calendar.ends - cell.calendar.begins
    for name, of in (("ANACLI_OLD", "ANACLI"), ("ARTICO_BCK", "ARTICO")):
        if cell.has_dataset("gestionale", name):
            at = cell.calendar.begins + int(span * 0.55) + 20 * HOUR
            cell.agenda.at(at, partial(_back_up, cell, of, name))
    name = next((item.name for item in cell.datasets() if item.name.startswith("ORDTES_")), "")
    if name:
        cell.agenda.at(cell.calendar.begins + int(span * 0.3), partial(_back_up, cell, "ORDTES", name))


def _back_up(cell: Cell, of: str, name: str) -> None:
    target = cell.data("gestionale", name)
    for record in cell.data("gestionale", of).records:
        entry = Entry(dict(record.values), dict(record.meant), dict(record.flaws))
        copy = target.enter(entry, cell.now, thing=record.thing, origin=record, key=record.key)
        copy.created, copy.changed = record.created, record.changed


def _plant(firm: Firm) -> None:
    """Leave behind what nobody meant to leave: each thing is noted where a rule should find it."""
    cell, draw = firm.cell, Draw(firm.cell.name, "planted")
    if not cell.options.mistakes:
        return
    truth = cell.truth
    orders = cell.data("gestionale", "ORDTES").records
    for record in draw.sample(orders, min(len(orders), max(3, len(orders) // 300))):
        record.values["status"] = "ZZ"
        truth.plant("undocumented_status", "gestionale", "ORDTES", "STAORD")
    for record in draw.sample(orders, min(len(orders), max(2, len(orders) // 400))):
        lines = cell.data("gestionale", "ORDRIG")
        lines.add(
            cell.now, document=record.key, line=90, product=f"XX{draw.randrange(10**6):06}", quantity=1,
            unit_price=10_000, discount=0, amount=10_000, vat_code="22",
        )  # fmt: skip
        truth.plant("orphan_reference", "gestionale", "ORDRIG", "CODART")
    if "future_dates" in firm.plan.traps:
        for record in draw.sample(orders, min(len(orders), max(3, len(orders) // 500))):
            record.values["fulfilled"] = cell.now + draw.randrange(400, 9000) * DAY
            truth.plant("date_in_future", "gestionale", "ORDTES", "DATEVA")
            truth.trap("future_dates", "gestionale", "ORDTES", "DATEVA", records=1)
    if cell.has("fogli"):
        _twice(firm, draw)


def _twice(firm: Firm, draw: Draw) -> None:
    # rows copied and pasted in the price list: a code that should be one is two
    prices = firm.cell.data("fogli", "listino_agenti#Listino")
    for record in draw.sample(prices.records, min(len(prices.records), 4)):
        entry = Entry(dict(record.values), dict(record.meant), dict(record.flaws))
        copy = prices.enter(entry, firm.cell.now, thing=record.thing)
        assert copy.created
        firm.cell.truth.plant("key_not_unique", "fogli", "listino_agenti#Listino", "Codice")


# in the order of the work
DEPARTMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "marketing": ("Marketing", ("campagne", "raccolta contatti", "negozio online")),
    "sales": ("Vendite", ("gestione contatti", "preventivi", "rete agenti")),
    "operations": ("Produzione e logistica", ("ordini", "pianificazione", "produzione", "spedizioni")),
    "customer_care": ("Assistenza clienti", ("segnalazioni", "resi", "portale")),
    "administration": ("Amministrazione", ("credito", "fatturazione", "incassi")),
}
