"""Operations and administration: an order is entered, confirmed, made or bought, shipped, invoiced, paid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from regia.demo.calendar import DAY, HOUR, MINUTE, day_of, moment, month_end
from regia.demo.forms import clock_number
from regia.demo.furniture.firm import Firm
from regia.demo.journal import Event
from regia.demo.market import Basket, basket_total, price_of
from regia.demo.mistakes import FLAWLESS
from regia.demo.people import Party
from regia.demo.record import Entry, Record, Thing

CARRIERS = ("BRT", "GLS", "SDA", "ARC")


@dataclass
class Order:
    """One order on its way through the company."""

    thing: Thing
    party: Party
    basket: Basket
    record: Record
    entered: Event
    lines_open: int = 0
    ready: list[Event] = field(default_factory=list)
    late: bool = False


class Fulfilment:
    """How orders are carried out."""

    def __init__(self, firm: Firm, complains: Callable[[Order, Event], None]) -> None:
        self.firm, self.cell, self.draw = firm, firm.cell, firm.draw
        self._complains = complains
        self._shop_baskets: dict[int, tuple[Party, Basket, Event]] = {}

    # three ways in

    def order_from_quote(self, party: Party, quote: Record | None, basket: Basket, accepted: Event) -> Iterator[int]:
        """Enter an accepted quote as an order: typed again by the order desk, or carried by the job."""
        if quote is not None and quote.dataset.system == "crm" and not self.cell.options.copies:
            return
        account = party.record_in("crm", "Account") if self.cell.has("crm") else None
        job = self.firm.jobs.get("crm_customers")
        if job and account:
            account.values["won"] = True
            if job.plan.mode != "manual":
                job.again(account, self.cell.now)
                yield self.firm.next_morning(self.cell.now) if job.plan.mode == "nightly" else self.cell.now + MINUTE
        work = self.cell.teams["order_desk"].take(self.cell.now)
        yield work.end
        customer = self.firm.erp_customer(party, work.end, via=("crm_customers", account))
        reference = quote["reference"] if quote is not None else None
        thing = self._order_thing(basket, work.end)
        self._enter(thing, party, customer, basket, accepted, channel="V", reference=reference)

    def direct_order(self, party: Party) -> Iterator[int]:
        """Enter an order that a known customer gives by telephone or e-mail."""
        work = self.cell.teams["order_desk"].take(self.cell.now)
        yield work.end
        customer = self.firm.erp_customer(party, work.end)
        basket = self.firm.basket(company=party.is_company)
        self._enter(self._order_thing(basket, work.end), party, customer, basket, None, channel="D", reference=None)

    def shop_order(self, party: Party) -> Iterator[int]:
        """Place an order in the shop; the gestionale gets it when the job brings it."""
        now = self.cell.now
        customer = self._shop_customer(party, now)
        basket = self.firm.basket(company=False)[:3]
        thing = self._order_thing(basket, now)
        method = self.draw.choice(("paypal", "carta", "bonifico"))
        order = self.cell.write_down(
            "shop", "sales_order", thing, now, customer=customer.key, status="processing", payment_terms=method,
            email=customer["email"], first_name=customer["first_name"], last_name=customer["last_name"],
        )  # fmt: skip
        order.values["reference"] = f"{100000000 + order.number}"
        self._shop_lines(order, basket, now)
        self._shop_status(order, "pending", now)
        placed = self.cell.journal.event("shop_order_placed", now, thing.id, record=order, shown="created")
        customer.values["ordered"] = True
        self._shop_baskets[order.number] = (party, basket, placed)
        job = self.firm.jobs.get("shop_customers")
        if job:
            job.again(customer, now)
        if not self.firm.jobs.get("shop_orders"):
            yield from self._shop_alone(order, placed)

    def _shop_alone(self, order: Record, placed: Event) -> Iterator[int]:
        for status, median in (("processing", 1.0), ("shipped", 3.0), ("complete", 4.0)):
            yield self.cell.now + int(self.draw.around(median, 0.6) * DAY)
            self._shop_status(order, status, self.cell.now)
            self.cell.set(order, self.cell.now, status=status)
        assert placed is not None

    def _shop_customer(self, party: Party, now: int) -> Record:
        known = self.firm.found(party, "shop", "customer_entity")
        if known:
            return known
        customer = self.cell.write_down(
            "shop", "customer_entity", party, now - MINUTE, care=self.firm.plan.careful("shop"), website=1, active=True
        )
        consent = self.draw.chance(0.5)
        customer.values["marketing_consent"] = consent
        if self.draw.chance(0.7):
            self.cell.data("shop", "newsletter_subscriber").enter(
                Entry(
                    {"email": customer["email"], "marketing_consent": consent, "customer_key": customer.key},
                    {"email": customer.meant["email"]},
                    {"email": customer.flaws["email"]} if "email" in customer.flaws else {},
                ), now, thing=party, origin=customer,
            )  # fmt: skip
        if self.draw.chance(0.1):
            self.cell.data("shop", "wishlist_note").add(
                now, customer_key=customer.key,
                note=self.firm.note("form_message", party, place=("shop", "wishlist_note", "note"), often=1.0),
            )  # fmt: skip
        return customer

    def _shop_lines(self, order: Record, basket: Basket, at: int) -> None:
        for product, quantity, off in basket:
            price = price_of(product, off)
            self.cell.data("shop", "sales_order_item").add(
                at, document=order.key, product=product.facts["code"], text=product.facts["name"], quantity=quantity,
                unit_price=price, amount=price * quantity,
            )  # fmt: skip

    def _shop_status(self, order: Record, status: str, at: int) -> None:
        if self.firm.keeps_history(at, "shop", "sales_order_status_history"):
            self.cell.data("shop", "sales_order_status_history").add(at, document=order.key, status=status)

    def shop_details(self, order: Record, at: int) -> dict[str, Any]:
        """Return what the gestionale wants of a shop order: its customer above all."""
        party, basket, _ = self._shop_baskets[order.number]
        customer = self.firm.erp_customer(party, at, via=("shop_customers", party.record_in("shop", "customer_entity")))
        return self._details(basket, customer, at, channel="W", reference=order["reference"])

    def shop_arrived(self, order: Record, record: Record, at: int) -> None:
        """Go on with a shop order that has come to the gestionale."""
        party, basket, placed = self._shop_baskets.pop(order.number)
        assert order.thing is not None
        self._entered(order.thing, party, basket, record, placed)
        self._shop_status(order, "processing", at)

    # the order itself

    def _order_thing(self, basket: Basket, at: int) -> Thing:
        total = basket_total(basket)
        weeks = self.draw.uniform(4, 8) if any(item.facts["made"] for item, _, _ in basket) else self.draw.uniform(1, 3)
        due = moment(day_of(at + int(weeks * 7 * DAY)))
        return self.cell.thing("order", {"total": total * 122 // 100, "currency": "EUR", "due": due})

    def _details(
        self, basket: Basket, customer: Record, at: int, *, channel: str, reference: str | None
    ) -> dict[str, Any]:
        terms = customer["payment_terms"] or "BB"
        party = customer.thing
        note = None
        if isinstance(party, Party):
            note = self.firm.note("order_note", party, place=("gestionale", "ORDTES", "NOTORD"), often=0.25)
        return {
            "date": at, "customer": customer.key, "status": "IN", "payment_terms": "CC" if channel == "W" else terms,
            "channel": channel, "reference": reference or "", "created_clock": clock_number(at), "note": note,
            "basket": len(basket),
        }  # fmt: skip

    def _enter(
        self, thing: Thing, party: Party, customer: Record, basket: Basket, cause: Event | None, *, channel: str,
        reference: str | None,
    ) -> None:  # fmt: skip
        at = self.cell.now
        details = self._details(basket, customer, at, channel=channel, reference=reference)
        record = self.cell.write_down("gestionale", "ORDTES", thing, at, care=FLAWLESS, **details)
        if self.cell.options.mistakes and self.draw.chance(0.01):
            # a price typed wrong: the order says something else than was agreed
            record.values["total"] = int(record["total"]) * 9 // 10
            record.flaws["total"] = "different"
        self._entered(thing, party, basket, record, cause)

    def _entered(self, thing: Thing, party: Party, basket: Basket, record: Record, cause: Event | None) -> None:
        at = record.created
        if party not in self.firm.buyers[-200:]:
            self.firm.buyers.append(party)
        self._lines(record, basket, at)
        entered = self._step(record, "IN", "order_entered", at, thing.id, shown="date", cause=cause)
        order = Order(thing, party, basket, record, entered)
        self.cell.agenda.start(self._carry_out(order))

    def _lines(self, record: Record, basket: Basket, at: int) -> None:
        lines = self.cell.data("gestionale", "ORDRIG")
        for number, (product, quantity, off) in enumerate(basket, 1):
            price = price_of(product)
            lines.add(
                at, document=record.key, line=number, product=product.facts["code"], quantity=quantity,
                unit_price=price, discount=off, amount=price_of(product, off) * quantity, vat_code="22",
            )  # fmt: skip

    def _step(
        self, record: Record, status: str, activity: str, at: int, case: str, *, shown: str | None = None,
        cause: Event | None = None, **details: Any,
    ) -> Event:  # fmt: skip
        self.cell.set(record, at, status=status, **details)
        self._log(record, "ORDINI", at)
        seen: Record = record
        kept = self.cell.has_dataset("gestionale", "STOORD") and self.firm.keeps_history(at, "gestionale", "STOORD")
        if kept:
            count = record["steps"] or 0
            record.values["steps"] = count + 1
            seen = self.cell.data("gestionale", "STOORD").add(
                at, document=record.key, line=count + 1, status=status, at=at, user=self.draw.pick(self.firm.clerks)
            )
            shown = "at"
        return self.cell.journal.event(activity, at, case, record=seen, shown=shown, cause=cause)

    def _log(self, record: Record, program: str, at: int) -> None:
        if self.draw.chance(0.2) and self.firm.keeps_history(at, "gestionale", "LOGOPE"):
            self.cell.data("gestionale", "LOGOPE").add(
                at, user=self.draw.pick(self.firm.clerks), program=program, key=str(record.key),
                operation=self.draw.choice(("M", "I", "M")),
            )  # fmt: skip

    def _carry_out(self, order: Order) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now + 5 * MINUTE)
        if order.party.is_company or order.record["channel"] == "V":
            work = self.cell.teams["credit"].take(self.cell.now)
            yield work.end
        else:
            yield self.firm.office_time(self.cell.now + int(self.draw.wait(2 * HOUR)))
        at = self.cell.now
        if self.draw.chance(0.03):
            self._step(order.record, "AN", "order_cancelled", at, order.thing.id, cause=order.entered)
            return
        confirmed = self._step(
            order.record, "CF", "order_confirmed", at, order.thing.id, shown="confirmed", cause=order.entered,
            confirmed=at,
        )  # fmt: skip
        for product, quantity, _ in order.basket:
            if product.facts["made"]:
                order.lines_open += 1
                self.cell.agenda.start(self._make(order, product, quantity, confirmed))
            elif self.draw.chance(0.35):
                order.lines_open += 1
                self.cell.agenda.start(self._buy(order, product, quantity, confirmed))
        if not order.lines_open:
            order.ready.append(confirmed)
            self.cell.agenda.start(self._deliver(order))

    def _make(self, order: Order, product: Thing, quantity: int, confirmed: Event) -> Iterator[int]:
        planned = self.cell.teams["planning"].take(self.cell.now)
        yield planned.end
        thing = self.cell.thing("production", {})
        record = self.cell.write_down(
            "gestionale", "ORDPRO", thing, planned.end, order=order.record.key, product=product.facts["code"],
            quantity=quantity, released=planned.end, planned=planned.end + 12 * DAY, status="L",
        )  # fmt: skip
        journal = self.cell.journal
        released = journal.event(
            "production_released", planned.end, thing.id, record=record, shown="released", cause=confirmed
        )
        if order.record["status"] == "CF":
            self.cell.set(order.record, planned.end, status="LA")
        work = self.cell.teams["workshop"].take(self.cell.now, share=0.5 + min(quantity, 4) * 0.25)
        yield work.start
        self.cell.set(record, work.start, started=work.start, status="I")
        started = journal.event(
            "production_started", work.start, thing.id, record=record, shown="started", cause=released
        )
        yield work.end
        self.cell.set(record, work.end, finished=work.end, status="F")
        finished = journal.event(
            "production_finished", work.end, thing.id, record=record, shown="finished", cause=started
        )
        self._line_ready(order, finished)

    def _buy(self, order: Order, product: Thing, quantity: int, confirmed: Event) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now + int(self.draw.wait(6 * HOUR)))
        at = self.cell.now
        thing = self.cell.thing("purchase", {})
        cost = int(str(product.facts["cost"]))
        record = self.cell.write_down(
            "gestionale", "ORDACQ", thing, at, order=order.record.key, product=product.facts["code"], date=at,
            supplier=product.facts["supplier"], quantity=quantity, amount=cost * quantity, due=at + 14 * DAY,
        )  # fmt: skip
        journal = self.cell.journal
        sent = journal.event("purchase_sent", at, thing.id, record=record, shown="date", cause=confirmed)
        yield self.firm.office_time(at + int(self.draw.around(13, 0.45) * DAY))
        self.cell.set(record, self.cell.now, received=self.cell.now)
        got = journal.event("purchase_received", self.cell.now, thing.id, record=record, shown="received", cause=sent)
        self._line_ready(order, got)

    def _line_ready(self, order: Order, done: Event) -> None:
        order.lines_open -= 1
        if not order.lines_open:
            order.ready.append(done)
            self.cell.agenda.start(self._deliver(order))

    def _deliver(self, order: Order) -> Iterator[int]:
        at = self.cell.now
        ready = self._step(order.record, "PR", "order_ready", at, order.thing.id, cause=order.ready[-1])
        work = self.cell.teams["warehouse"].take(at)
        yield work.end
        thing = self.cell.thing("shipment", {})
        self.cell.write_down(
            "gestionale", "BOLTES", thing, work.end, order=order.record.key, picked=work.start, date=work.end,
            carrier=self.draw.pick(CARRIERS), parcels=1 + self.draw.count(2),
            weight=round(self.draw.around(60, 0.8), 1),
        )  # fmt: skip
        shipped = self._step(
            order.record, "SP", "order_shipped", work.end, order.thing.id, shown="fulfilled", cause=ready,
            fulfilled=work.end,
        )  # fmt: skip
        self._track(order, "partito", work.end)
        order.late = work.end > int(str(order.thing.facts["due"]))
        self.cell.agenda.start(self._invoice(order, shipped))
        yield self.firm.working_day(work.end + int(self.draw.around(2.2, 0.5) * DAY))
        arrived = self._track(order, "consegnato", self.cell.now)
        delivered = self.cell.journal.event(
            "order_delivered", self.cell.now, order.thing.id, record=arrived, shown="created", cause=shipped
        )
        self._complains(order, delivered)

    def _track(self, order: Order, step: str, at: int) -> Record | None:
        if not self.cell.has("portale"):
            return None
        return self.cell.data("portale", "tracciamento").add(at, order_number=order.record.key, step=step)

    def _invoice(self, order: Order, shipped: Event) -> Iterator[int]:
        if order.party.is_company:
            # firms are invoiced together, in the last days of the month
            yield self.firm.office_time(
                max(moment(month_end(day_of(self.cell.now)), 9 * HOUR) - self.draw.randrange(3) * DAY, self.cell.now)
            )
            work = self.cell.teams["clerks"].take(self.cell.now)
            yield work.end
        else:
            yield self.cell.now + int(self.draw.uniform(2, 20) * HOUR)
        at = self.cell.now
        total = int(str(order.thing.facts["total"]))
        terms = order.record["payment_terms"]
        due = at + {"RB30": 45, "RB60": 75}.get(terms, 3) * DAY
        thing = self.cell.thing("invoice", {"total": total})
        invoice = self.cell.write_down(
            "gestionale", "FATTES", thing, at, date=at, customer=order.record["customer"], order=order.record.key,
            tax=total * 22 // 122, due=due, payment_terms=terms,
        )  # fmt: skip
        for number, (product, quantity, off) in enumerate(order.basket, 1):
            self.cell.data("gestionale", "FATRIG").add(
                at, document=invoice.key, line=number, product=product.facts["code"], quantity=quantity,
                amount=price_of(product, off) * quantity,
            )  # fmt: skip
        event = self.cell.journal.event("order_invoiced", at, thing.id, record=invoice, shown="date", cause=shipped)
        self.cell.set(order.record, at, status="FA")
        yield from self._pay(order, invoice, due, event)

    def _pay(self, order: Order, invoice: Record, due: int, invoiced: Event) -> Iterator[int]:
        late = self.firm.lateness(company=order.party.is_company)
        if order.party.is_company and self.draw.chance(0.03):
            return
        paid = self.firm.working_day(max(due + late, self.cell.now))
        # the bank's statement is loaded on Mondays
        yield paid + (7 - day_of(paid).weekday()) % 7 * DAY + 10 * HOUR
        said = {"invoice": invoice.key, "date": paid, "amount": invoice["total"], "method": invoice["payment_terms"]}
        payment = self.cell.data("gestionale", "PAGAME").enter(
            Entry(said), self.cell.now, thing=self.cell.thing("payment", {}),
        )  # fmt: skip
        self.cell.journal.event(
            "payment_received", paid, str(payment.thing and payment.thing.id), record=payment, shown="date",
            cause=invoiced,
        )  # fmt: skip
