"""What the furniture maker has before its history begins: staff, suppliers, products, earlier customers."""

from functools import partial

from regia.demo import identifiers
from regia.demo.calendar import DAY, HOUR
from regia.demo.draw import Draw
from regia.demo.facts import rows
from regia.demo.furniture.firm import Firm, code_lists
from regia.demo.people import plain
from regia.demo.record import Thing

PRODUCTS = 420
SUPPLIERS = 60
EARLIER_CUSTOMERS = 420
OLD_CUSTOMERS = 500
YEAR = 365 * DAY
_WOODS = ("rovere", "noce", "laccato bianco", "olmo", "grigio seta", "larice", "nero opaco", "ciliegio", "tessuto blu",
          "pelle cognac", "vetro", "frassino")  # fmt: skip
_LINES = ("Alba", "Brera", "Cortina", "Dora", "Elba", "Fiume", "Giada", "Isola", "Lago", "Milano", "Nebbia", "Onda",
          "Perla", "Quarzo", "Riva", "Siena", "Terra", "Urbino", "Vela", "Zaffiro")  # fmt: skip


def set_up(firm: Firm) -> None:
    """Fill every system with what was there before."""
    draw = Draw(firm.cell.name, "setup")
    code_lists(firm)
    _staff(firm, draw)
    _suppliers(firm, draw)
    _products(firm, draw)
    _earlier_customers(firm, draw)
    if firm.cell.has("vecchio_crm"):
        _old_crm(firm, draw)


def _staff(firm: Firm, draw: Draw) -> None:
    cell, at = firm.cell, firm.cell.calendar.begins - 900 * DAY
    departments = ("sales",) * 9 + ("marketing",) * 2 + ("customer_care",) * 4 + ("operations",) * 5
    count = max(6, round(len(departments) * cell.size))
    for department in departments[:count]:
        person = firm.people.person()
        first, last = str(person.facts["first_name"]), str(person.facts["last_name"])
        firm.clerks.append((plain(first)[:1] + plain(last)).upper()[:8])
        facts = {**person.facts, "email": f"{plain(first)}.{plain(last)}@mobilificio.example"}
        if cell.has("crm"):
            record = cell.write_down(
                "crm", "User", cell.thing("employee", facts), at, department=department, active=draw.chance(0.9)
            )
            firm.owners.append(record.number)
    for number in range(max(3, round(9 * cell.size))):
        code = f"{cell.number * 10 + number + 1:03}"
        firm.agents.append(code)
        cell.data("gestionale", "TABAGE").add(at, code=code, text=str(firm.people.person().facts["name"]).upper())


def _suppliers(firm: Firm, draw: Draw) -> None:
    cell = firm.cell
    for _ in range(max(8, round(SUPPLIERS * cell.size))):
        party = firm.people.firm()[0]
        supplier = cell.thing("supplier", dict(party.facts))
        at = cell.calendar.begins - draw.randrange(30, 1500) * DAY
        firm.suppliers.append(
            cell.write_down("gestionale", "ANAFOR", supplier, at, care=firm.plan.careful("gestionale"))
        )


def _products(firm: Firm, draw: Draw) -> None:
    families = rows("furniture_products")
    for number in range(max(60, round(PRODUCTS * min(firm.cell.size, 1.0)))):
        firm.products.append(new_product(firm, draw, families[number % len(families)], number))
    for product in firm.products:
        enter_product(firm, product, firm.cell.calendar.begins + 9 * HOUR)


def new_product(firm: Firm, draw: Draw, family: dict[str, str], number: int) -> Thing:
    """Return a product of a family."""
    low, high = int(family["low"]), int(family["high"])
    price = int(draw.uniform(low, high)) // 500 * 500
    code = f"{family['family'][:2].upper()}{firm.cell.number:02}{number:04}"
    name = f"{family['word']} {draw.pick(_LINES)} {draw.pick(_WOODS)} {draw.randrange(4, 30) * 10} cm"
    ean = identifiers.ean13("8051234", (firm.cell.number * 900 + number) % 100_000)
    supplier = draw.pick(firm.suppliers)
    return firm.cell.thing(
        "product",
        {
            "code": code, "name": name, "ean": ean, "category": family["family"], "price": price,
            "cost": int(price * draw.uniform(0.4, 0.65)), "weight": round(draw.around(28, 0.6), 1), "unit": "pz",
            "active": True, "supplier": supplier.key, "made": family["made"] == "1",
        },
    )  # fmt: skip


def enter_product(firm: Firm, product: Thing, at: int) -> None:
    """Enter a product where products are born: the gestionale, or the sales office's sheet."""
    care = firm.plan.careful("gestionale")
    job = "price_list" in firm.jobs
    if firm.plan.product_lead == "fogli" and job:
        firm.cell.write_down("fogli", "listino_agenti#Listino", product, at, code=product.facts["code"])
        return
    record = firm.cell.write_down("gestionale", "ARTICO", product, at, care=care, key=product.facts["code"])
    if not firm.cell.options.copies:
        _enter_everywhere(firm, product, at)
    if product.facts["made"] and int(str(product.facts["price"])) % 3 == 0:
        text = f"{str(product.facts['name']).split()[0]} {str(product.facts['code'])[-4:]}"
        firm.cell.data("gestionale", "ARTLIN").add(at, product=record.key, language="EN", text=f"{text} cabinet")


def _enter_everywhere(firm: Firm, product: Thing, at: int) -> None:
    # where nothing is copied, each office types the products it needs, when it needs them
    for system, dataset in (
        ("shop", "catalog_product_entity"),
        ("crm", "Product2"),
        ("fogli", "listino_agenti#Listino"),
    ):
        if firm.cell.has(system):
            when = at + firm.draw.randrange(300) * DAY
            firm.cell.agenda.at(when, partial(_type_product, firm, product, system, dataset))


def _type_product(firm: Firm, product: Thing, system: str, dataset: str) -> None:
    care, code = firm.plan.careful(system), product.facts["code"]
    firm.cell.write_down(system, dataset, product, firm.cell.now, care=care, code=code)


def _earlier_customers(firm: Firm, draw: Draw) -> None:
    cell = firm.cell
    for _ in range(round(EARLIER_CUSTOMERS * cell.size)):
        party = firm.new_party(company=0.4)
        at = cell.calendar.begins - draw.randrange(20, 5 * 365) * DAY
        firm.cell.write_down(
            "gestionale", "ANACLI", party, at, care=firm.plan.careful("gestionale"), others=firm.somebody(),
            **firm.erp_details(party),
        )  # fmt: skip
        firm.buyers.append(party)


def _old_crm(firm: Firm, draw: Draw) -> None:
    cell = firm.cell
    for _ in range(round(OLD_CUSTOMERS * cell.size)):
        party = firm.known_party() if draw.chance(0.45) else firm.new_party(company=0.3)
        if party.record_in("vecchio_crm", "CLIENTI") and not draw.chance(3 * firm.plan.duplicates):
            continue
        at = cell.calendar.begins - draw.randrange(200, 9 * 365) * DAY + draw.randrange(9 * HOUR, 18 * HOUR)
        record = cell.write_down(
            "vecchio_crm", "CLIENTI", party, at, care=firm.plan.careful("vecchio_crm"), others=firm.somebody()
        )
        for _ in range(draw.count(1.5)):
            cell.data("vecchio_crm", "CHIAMATE").add(
                at + draw.randrange(200) * DAY, customer_key=record.key, note=firm.phrase("call_note")
            )
