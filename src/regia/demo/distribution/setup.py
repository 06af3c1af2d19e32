"""What the wholesaler has before its history begins."""

import json

from regia.demo import identifiers
from regia.demo.calendar import DAY, HOUR
from regia.demo.distribution import erp
from regia.demo.distribution.wholesaler import Wholesaler
from regia.demo.draw import Draw
from regia.demo.facts import rows
from regia.demo.people import plain
from regia.demo.record import Thing

PRODUCTS = 560
SUPPLIERS = 70
EARLIER_CUSTOMERS = 900
_MAKERS = ("Voltra", "Lumen7", "Ampère", "Kabelwerk", "Sirio", "Elkon", "Tecnoluce", "Brava", "Nordlicht")


def set_up(firm: Wholesaler) -> None:
    """Fill every system with what was there before."""
    draw = Draw(firm.cell.name, "setup")
    _code_lists(firm)
    _staff(firm)
    for _ in range(max(8, round(SUPPLIERS * firm.cell.size))):
        supplier = firm.cell.thing("supplier", dict(firm.people.firm()[0].facts))
        at = firm.cell.calendar.begins - draw.randrange(30, 2500) * DAY
        firm.suppliers.append(
            firm.cell.write_down("erp", "LFA1", supplier, at, care=firm.plan.careful("erp"), client=1)
        )
    families = rows("distribution_products")
    for number in range(max(80, round(PRODUCTS * min(firm.cell.size, 1.0)))):
        product = new_product(firm, draw, families[number % len(families)], number)
        enter_product(firm, product, firm.cell.calendar.begins + 8 * HOUR + number)
    for _ in range(round(EARLIER_CUSTOMERS * firm.cell.size)):
        party = firm.new_party(company=0.9)
        firm.debtor(party, firm.cell.calendar.begins - draw.randrange(10, 6 * 365) * DAY)
        firm.buyers.append(party)
    if firm.cell.has("magazzino_2012"):
        _old_warehouse(firm, draw)


def _code_lists(firm: Wholesaler) -> None:
    cell, at = firm.cell, firm.cell.calendar.begins
    if cell.number:
        return
    for code, text in erp.TERMS:
        cell.data("erp", "T052").add(at, code=code, text=text)
    for code, text in erp.KINDS:
        cell.data("erp", "TVAK").add(at, code=code, text=text)
    if cell.has("wms"):
        for code, text in (("DHL", "DHL"), ("BRT", "Bartolini"), ("INT", "Mezzi propri"), ("TNT", "TNT")):
            cell.data("wms", "carrier").add(at, code=code, text=text)
    if cell.has("portal"):
        for field in cell.data("portal", "artikel").spec.spread:
            cell.data("portal", "merkmale").add(at, id=int(field.sql), code=field.name)


def _staff(firm: Wholesaler) -> None:
    cell, at = firm.cell, firm.cell.calendar.begins - 700 * DAY
    for number in range(max(4, round(14 * cell.size))):
        person = firm.people.person()
        first, last = plain(str(person.facts["first_name"])), plain(str(person.facts["last_name"]))
        firm.users.append(f"{last}{first[:1]}".upper()[:12])
        code = _two(cell.number * 20 + number)
        firm.reps.append(code)
        if cell.has("sfa"):
            facts = {**person.facts, "email": f"{first[:1]}.{last}@elettrolariana.example"}
            area = firm.draw.pick(("Nord", "Centro", "Sud", "Isole"))
            cell.write_down("sfa", "t_rep", cell.thing("employee", facts), at, key=code, code=code, area=area)


def _two(number: int) -> str:
    symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    return symbols[number // 36 % 36] + symbols[number % 36]


def new_product(firm: Wholesaler, draw: Draw, family: dict[str, str], number: int) -> Thing:
    """Return a product of a family."""
    price = int(draw.uniform(int(family["low"]), int(family["high"])))
    supplier = draw.pick(firm.suppliers)
    product = firm.cell.thing(
        "product",
        {
            "code": f"{family['family'][:3]}-{firm.cell.number:02}{number:05}", "category": family["family"],
            "name": f"{family['word']} {draw.pick(_MAKERS)} {draw.randrange(100, 999)}",
            "ean": identifiers.ean13("8033333", (firm.cell.number * 900 + number) % 100_000), "price": price,
            "cost": int(price * draw.uniform(0.5, 0.75)), "weight": round(draw.around(1.2, 1.0), 3), "unit": "pz",
            "active": True, "supplier_number": supplier.key,
        },
    )  # fmt: skip
    firm.products.append(product)
    return product


def enter_product(firm: Wholesaler, product: Thing, at: int) -> None:
    """Enter a product in the ERP; the jobs bring it to the others."""
    facts = product.facts
    firm.cell.write_down(
        "erp", "MARA", product, at, care=firm.plan.careful("erp"), key=facts["code"], client=1,
        supplier_number=facts["supplier_number"],
    )  # fmt: skip
    for language in ("I", "D") if int(str(facts["price"])) % 4 == 0 else ("I",):
        firm.cell.data("erp", "MAKT").add(at, client=1, product=facts["code"], language=language, name=facts["name"])
    if firm.cell.options.copies:
        return
    # where nothing is copied, the warehouse and the portal type what they need when they need it
    for system, dataset in (("wms", "item"), ("portal", "artikel")):
        if firm.cell.has(system):
            key = facts["code"] if dataset == "artikel" else None
            firm.cell.write_down(
                system, dataset, product, at + firm.draw.randrange(200) * DAY, care=firm.plan.careful(system), key=key,
                code=facts["code"],
            )  # fmt: skip


def item_details(product: Thing) -> dict[str, object]:
    """Return what the warehouse adds to a product."""
    colour = ("grey", "white", "black")[int(str(product.facts["price"])) % 3]
    return {"code": product.facts["code"], "properties": json.dumps({"colour": colour, "fragile": False}),
            "name": product.facts["name"]}  # fmt: skip


def _old_warehouse(firm: Wholesaler, draw: Draw) -> None:
    cell = firm.cell
    for product in firm.products[: round(240 * cell.size)]:
        at = cell.calendar.begins - draw.randrange(300, 3000) * DAY
        cell.write_down(
            "magazzino_2012", "articoli", product, at, care=firm.plan.careful("magazzino_2012"),
            key=product.facts["code"], code=product.facts["code"],
            bin=f"{draw.choice('ABCDE')}{draw.randrange(1, 40):02}",
        )  # fmt: skip
        for _ in range(draw.count(4)):
            cell.data("magazzino_2012", "movimenti").add(
                at - draw.randrange(500) * DAY, product=product.facts["code"], quantity=draw.randrange(-20, 60),
                reason=draw.choice(("CAR", "SCA", "INV")),
            )  # fmt: skip
