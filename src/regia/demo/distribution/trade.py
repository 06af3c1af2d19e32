"""How the wholesaler sells and delivers: four ways in, one way out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from regia.demo.calendar import DAY, HOUR, MINUTE, day_of, moment, month_end
from regia.demo.distribution.wholesaler import Wholesaler
from regia.demo.forms import clock_digits
from regia.demo.journal import Event
from regia.demo.market import Basket, basket_total, price_of
from regia.demo.people import Party
from regia.demo.record import Entry, Record, Thing

ORDERS_YEAR = 1900
OFFERS_FOR_AN_ORDER = 2.1


@dataclass
class Sale:
    """One order on its way."""

    thing: Thing
    party: Party
    basket: Basket
    record: Record
    entered: Event


class Trade:
    """Selling and delivering."""

    def __init__(self, firm: Wholesaler, complains: Callable[[Sale, Event], None]) -> None:
        self.firm, self.cell, self.draw = firm, firm.cell, firm.draw
        self._complains = complains
        self._waiting: dict[int, tuple[Party, Basket, Event]] = {}
        self._at_warehouse: dict[str, tuple[Sale, Event]] = {}
        self._partners: list[Party] = []

    def days(self) -> Iterator[int]:
        """Let each day bring what it brings."""
        at = self.cell.calendar.begins
        routes = dict(self.firm.plan.routes)
        while at < self.cell.calendar.ends:
            yield at
            day = day_of(at + HOUR)
            years = (at - self.cell.calendar.begins) / (365 * DAY)
            busy = ORDERS_YEAR * self.firm.plan.season[day.month - 1] * (1 + 0.03 * years) * self.cell.size / 365
            if self.cell.calendar.works_on(day):
                self._working_day(at, busy * 1.5, routes)
            for _ in range(self.draw.count(busy * routes.get("portal", 0.0))):
                self.cell.agenda.at(at + self.draw.randrange(6 * HOUR, 23 * HOUR), self._portal_visit)
            at += DAY

    def _working_day(self, at: int, busy: float, routes: dict[str, float]) -> None:
        office = 8 * HOUR, 17 * HOUR
        for _ in range(self.draw.count(busy * routes.get("sfa", 0.0) * OFFERS_FOR_AN_ORDER)):
            self.cell.agenda.at(at + self.draw.randrange(*office), self._visit)
        for _ in range(self.draw.count(busy * routes.get("edi", 0.0))):
            self.cell.agenda.at(at + self.draw.randrange(5 * HOUR, 20 * HOUR), self._edi_message)
        for _ in range(self.draw.count(busy * max(1 - sum(routes.values()), 0.15))):
            self.cell.agenda.at(at + self.draw.randrange(*office), self._telephone)

    def _customer(self, company: float = 0.88) -> Party:
        if self.firm.buyers and self.draw.chance(0.72):
            return self.draw.pick(self.firm.buyers)
        return self.firm.known_party() if self.draw.chance(0.2) else self.firm.new_party(company=company)

    # four ways in

    def _visit(self) -> None:
        party, now = self._customer(), self.cell.now
        customer = self.firm.app_customer(party, now)
        visit = self.cell.data("sfa", "t_visit").add(
            now, customer_key=customer.key, rep=customer["rep"] or self.firm.reps[0],
            note=self.firm.note("visit_note", party, place=("sfa", "t_visit", "report"), often=0.8),
        )  # fmt: skip
        self.cell.agenda.start(self._offer(party, customer, visit))

    def _offer(self, party: Party, customer: Record, visit: Record) -> Iterator[int]:
        now = self.cell.now
        basket = self.firm.basket()
        quote = self.cell.thing("quote", {"total": basket_total(basket), "currency": "EUR"})
        made = self.cell.journal.event("visit_made", now, quote.id, record=visit, shown="created")
        offer = self.cell.write_down(
            "sfa", "t_offer", quote, now + 20 * MINUTE, customer=customer.key, status="requested",
            expected=now + 30 * DAY,
        )  # fmt: skip
        asked = self.cell.journal.event(
            "offer_requested", now + 20 * MINUTE, quote.id, record=offer, shown="created", cause=made
        )
        work = self.cell.teams["offers"].take(now + 20 * MINUTE)
        yield work.end
        self.cell.set(offer, work.end, status="sent", sent=work.end)
        for line, (product, quantity, off) in enumerate(basket, 1):
            self.cell.data("sfa", "t_offer_row").add(
                work.end, document=offer.key, line=line, product=product.facts["code"], quantity=quantity,
                unit_price=price_of(product), discount=off,
            )  # fmt: skip
        sent = self.cell.journal.event("offer_sent", work.end, quote.id, record=offer, shown="sent", cause=asked)
        yield self.firm.office_time(work.end + int(self.draw.around(5, 0.9) * DAY))
        yield from self._decide(party, offer, basket, sent)

    def _decide(self, party: Party, offer: Record, basket: Basket, sent: Event) -> Iterator[int]:
        now, won = self.cell.now, self.draw.chance(1 / OFFERS_FOR_AN_ORDER)
        self.cell.set(offer, now, status="won" if won else "lost", decided=now)
        event = self.cell.journal.event(
            "offer_accepted" if won else "offer_rejected", now, sent.object, record=offer, shown="decided", cause=sent
        )
        if not won or not self.cell.options.copies:
            return
        app, job = party.record_in("sfa", "t_customer"), self.firm.jobs.get("app_prospects")
        if app and job:
            app.values["won"] = True
            if job.plan.mode == "nightly" and not party.record_in("erp", "KNA1"):
                job.again(app, now)
                yield self.firm.next_morning(now)
        work = self.cell.teams["order_desk"].take(self.cell.now)
        yield work.end
        customer = self.firm.debtor(party, work.end, job="app_prospects", source=app)
        self._enter(party, customer, basket, event, channel="TA")

    def _telephone(self) -> None:
        self.cell.agenda.start(self._typed(self._customer()))

    def _typed(self, party: Party) -> Iterator[int]:
        work = self.cell.teams["order_desk"].take(self.cell.now)
        yield work.end
        self._enter(party, self.firm.debtor(party, work.end), self.firm.basket(), None, channel="TA")

    def _portal_visit(self) -> None:
        party, now = self._customer(company=0.8), self.cell.now
        customer = self.firm.portal_customer(party, now - 5 * MINUTE)
        for page in range(1 + self.draw.count(1.2)):
            self.cell.data("portal", "anmeldungen").add(
                now + page * MINUTE, customer_key=customer.key,
                page=f"https://portal.elettrolariana.example/{self.draw.choice(('katalog', 'warenkorb', 'konto'))}",
            )  # fmt: skip
        basket = self.firm.basket()
        thing = self._order_thing(basket, now)
        order = self.cell.write_down("portal", "bestellungen", thing, now, customer=customer.key, status="neu")
        for line, (product, quantity, off) in enumerate(basket, 1):
            self.cell.data("portal", "bestellpositionen").add(
                now, document=order.key, line=line, product=product.facts["code"], quantity=quantity,
                unit_price=price_of(product, off),
            )  # fmt: skip
        placed = self.cell.journal.event("portal_order_placed", now, thing.id, record=order, shown="created")
        customer.values["ordered"] = True
        self._waiting[id(thing)] = (party, basket, placed)
        job = self.firm.jobs.get("portal_signups")
        if job:
            job.again(customer, now)

    def _edi_message(self) -> None:
        partners = self.cell.data("edi", "edi_partner").records
        if not partners:
            return
        partner, now = self.draw.pick(partners), self.cell.now
        assert isinstance(partner.thing, Party)
        basket = self.firm.basket()
        thing = self._order_thing(basket, now)
        reference = f"PO{self.draw.randrange(10**7):07}"
        message = self.cell.write_down(
            "edi", "edi_message", thing, now, type="ORDERS", partner=partner.key, reference=reference, status="ok",
            body=f'{{"lines": {len(basket)}, "reference": "{reference}"}}',
        )  # fmt: skip
        received = self.cell.journal.event("edi_order_received", now, thing.id, record=message, shown="created")
        self._waiting[id(thing)] = (partner.thing, basket, received)

    # the order itself

    def _order_thing(self, basket: Basket, at: int) -> Thing:
        due = moment(day_of(at + self.draw.randrange(2, 9) * DAY))
        return self.cell.thing("order", {"total": basket_total(basket), "currency": "EUR", "due": due})

    def order_details(self, record: Record, at: int) -> dict[str, Any]:
        """Return what the ERP wants of an order from the portal or by EDI."""
        assert record.thing is not None
        party, _, _ = self._waiting[id(record.thing)]
        portal = record.dataset.system == "portal"
        source = party.record_in("portal", "kunden") if portal else None
        customer = self.firm.debtor(party, at, job="portal_signups", source=source)
        reference = str(record.key) if portal else record["reference"]
        return self._details(customer, at, channel="WEB" if portal else "EDI", reference=reference)

    def order_arrived(self, source: Record, record: Record, at: int) -> None:
        """Go on with an order that a job has brought to the ERP."""
        assert source.thing is not None
        party, basket, event = self._waiting.pop(id(source.thing))
        if source.dataset.system == "portal":
            self.cell.set(source, at, status="übertragen")
        self._entered(source.thing, party, basket, record, event)

    def _details(self, customer: Record, at: int, *, channel: str, reference: str) -> dict[str, Any]:
        return {
            "client": 1, "customer": customer.key, "date": at, "date_clock": clock_digits(at), "channel": channel,
            "status": "A", "reference": reference, "organisation": 1,
            "payment_terms": customer["payment_terms"] or "ZB30",
        }  # fmt: skip

    def _enter(self, party: Party, customer: Record, basket: Basket, cause: Event | None, *, channel: str) -> None:
        at = self.cell.now
        thing = self._order_thing(basket, at)
        record = self.cell.write_down(
            "erp", "VBAK", thing, at, **self._details(customer, at, channel=channel, reference="")
        )
        self._entered(thing, party, basket, record, cause)

    def _entered(self, thing: Thing, party: Party, basket: Basket, record: Record, cause: Event | None) -> None:
        self.firm.buyers.append(party)
        at = record.created
        for number, (product, quantity, off) in enumerate(basket, 1):
            self.cell.data("erp", "VBAP").add(
                at, client=1, document=record.key, line=number * 10, product=product.facts["code"], quantity=quantity,
                unit_price=price_of(product, off), amount=price_of(product, off) * quantity,
            )  # fmt: skip
        self._change(record, "VA01", at)
        entered = self.cell.journal.event("order_entered", at, thing.id, record=record, shown="date", cause=cause)
        self.cell.agenda.start(self._release(Sale(thing, party, basket, record, entered)))

    def _change(self, record: Record, code: str, at: int) -> None:
        if self.draw.chance(0.5) and self.firm.keeps_history(at, "erp", "CDHDR"):
            self.cell.data("erp", "CDHDR").add(
                at, client=1, object="VERKBELEG", key=f"{record.key:010}", user=self.draw.pick(self.firm.users),
                clock=clock_digits(at), operation=code,
            )  # fmt: skip

    def _release(self, sale: Sale) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now + 2 * MINUTE)
        work = self.cell.teams["credit"].take(self.cell.now)
        yield work.end
        self.cell.set(sale.record, work.end, released=work.end, status="B")
        self._change(sale.record, "VKM3", work.end)
        last = self.cell.journal.event(
            "credit_released", work.end, sale.thing.id, record=sale.record, shown="released", cause=sale.entered
        )
        for product, quantity, _ in sale.basket:
            if self.draw.chance(0.07):
                last = yield from self._order_in(sale, product, quantity, last)
        job = self.firm.jobs.get("warehouse_jobs")
        sale.record.values["ready"] = True
        self._at_warehouse[sale.thing.id] = (sale, last)
        if job:
            job.again(sale.record, self.cell.now)
        else:
            yield from self._without_copies(sale, last)

    def _order_in(self, sale: Sale, product: Thing, quantity: int, cause: Event) -> Any:
        yield self.firm.office_time(self.cell.now + int(self.draw.wait(8 * HOUR)))
        at, thing = self.cell.now, self.cell.thing("purchase", {})
        record = self.cell.write_down(
            "erp", "EKKO", thing, at, client=1, supplier_number=product.facts["supplier_number"], order=sale.record.key,
            product=product.facts["code"], quantity=quantity, date=at, due=at + 7 * DAY,
        )  # fmt: skip
        sent = self.cell.journal.event("purchase_sent", at, thing.id, record=record, shown="date", cause=cause)
        yield self.firm.office_time(at + int(self.draw.around(6, 0.5) * DAY))
        now = self.cell.now
        self.cell.set(record, now, received=now)
        self._move(product, quantity, "inbound", now)
        return self.cell.journal.event("purchase_received", now, thing.id, record=record, shown="received", cause=sent)

    def _without_copies(self, sale: Sale, last: Event) -> Iterator[int]:
        # no warehouse system is fed: the goods leave on paper
        yield self.firm.office_time(self.cell.now + int(self.draw.wait(6 * HOUR)))
        yield from self._ship(sale, last, None)

    def warehouse_details(self, record: Record, at: int) -> dict[str, Any]:
        """Return what the warehouse wants of an order."""
        waves = self.cell.data("wms", "wave")
        latest = waves.records[-1] if waves.records else None
        if latest is None or at - latest.created > 4 * HOUR:
            latest = waves.add(at, planned=at + HOUR, zone=self.draw.choice(("A", "B", "C")))
        return {"order_number": f"{record.key:010}", "wave": latest.key, "status": 10}

    def warehouse_arrived(self, record: Record, job: Record, at: int) -> None:
        """Pick, pack and ship what has come to the warehouse."""
        assert record.thing is not None
        sale, last = self._at_warehouse.pop(record.thing.id)
        received = self.cell.journal.event("job_received", at, sale.thing.id, record=job, shown="created", cause=last)
        self.cell.agenda.start(self._pick(sale, job, received))

    def _pick(self, sale: Sale, job: Record, received: Event) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now)
        picking = self.cell.teams["picking"].take(self.cell.now, share=0.4 + 0.15 * len(sale.basket))
        yield picking.end
        picked = self._step(sale, job, "picked", picking.end, received, code=20)
        packing = self.cell.teams["packing"].take(self.cell.now)
        yield packing.end
        packed = self._step(sale, job, "packed", packing.end, picked, code=30)
        yield self._collection(packing.end)
        for product, quantity, _ in sale.basket:
            self._move(product, -quantity, "outbound", self.cell.now)
        yield from self._ship(sale, packed, job)

    def _collection(self, at: int) -> int:
        # carriers come at half past five
        today = moment(day_of(at), 17 * HOUR + 30 * MINUTE)
        return today if at <= today else self.firm.working_day(today + DAY)

    def _step(self, sale: Sale, job: Record, step: str, at: int, cause: Event, *, code: int) -> Event:
        job.values[step] = at
        self.cell.set(job, at, status=code)
        if self.cell.has_dataset("wms", "pick_event") and self.firm.keeps_history(at, "wms", "pick_event"):
            self.cell.data("wms", "pick_event").add(
                at, document=job.key, status=step, user=f"OP{self.draw.randrange(1, 12):02}"
            )
        return self.cell.journal.event(f"order_{step}", at, sale.thing.id, record=job, shown=step, cause=cause)

    def _move(self, product: Thing, quantity: int, reason: str, at: int) -> None:
        if self.cell.has("wms"):
            self.cell.data("wms", "stock_move").add(at, product=product.facts["code"], quantity=quantity, reason=reason)

    def _ship(self, sale: Sale, last: Event, job: Record | None) -> Iterator[int]:
        at = self.cell.now
        delivery = self.cell.write_down(
            "erp", "LIKP", self.cell.thing("shipment", {}), at, client=1, order=sale.record.key, date=at,
            planned=int(str(sale.thing.facts["due"])), parcels=1 + self.draw.count(1.5),
            weight=round(self.draw.around(14, 1.0), 3),
        )  # fmt: skip
        if job:
            carrier = self.draw.choice(("DHL", "BRT", "INT", "TNT"))
            self.cell.set(job, at, shipped=at, status=40, carrier=carrier, parcels=delivery["parcels"])
        self.cell.set(sale.record, at, status="C")
        seen, shown = (job, "shipped") if job else (delivery, "date")
        shipped = self.cell.journal.event("order_shipped", at, sale.thing.id, record=seen, shown=shown, cause=last)
        self._complains(sale, shipped)
        # firms are invoiced at the end of the month, the others at once
        when = moment(month_end(day_of(at)), 19 * HOUR) if sale.party.is_company else at + HOUR
        yield max(when, at + HOUR)
        yield from self._invoice(sale, shipped)

    def _invoice(self, sale: Sale, shipped: Event) -> Iterator[int]:
        at, total = self.cell.now, int(str(sale.thing.facts["total"]))
        days = {"ZB30": 30, "ZB60": 60}.get(sale.record["payment_terms"], 0)
        invoice = self.cell.write_down(
            "erp", "VBRK", self.cell.thing("invoice", {"total": total}), at, client=1, order=sale.record.key,
            customer=sale.record["customer"], date=at, due=at + days * DAY, tax=total * 22 // 100,
        )  # fmt: skip
        assert invoice.thing is not None
        invoiced = self.cell.journal.event(
            "order_invoiced", at, invoice.thing.id, record=invoice, shown="date", cause=shipped
        )
        yield self.firm.working_day(at + days * DAY + self.firm.lateness(company=sale.party.is_company) + HOUR)
        if self.draw.chance(0.03):
            return
        said = {"client": 1, "invoice": invoice.key, "date": self.cell.now, "amount": total * 122 // 100, "method": "T"}
        payment = self.cell.data("erp", "BSAD").enter(
            Entry(said), self.cell.now, thing=self.cell.thing("payment", {}),
        )  # fmt: skip
        assert payment.thing is not None
        self.cell.journal.event(
            "payment_received", self.cell.now, payment.thing.id, record=payment, shown="date", cause=invoiced
        )
