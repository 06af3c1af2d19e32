"""What customers send back: asked for, taken in at the warehouse, credited."""

from collections.abc import Generator, Iterator

from regia.demo.calendar import DAY
from regia.demo.draw import Draw
from regia.demo.furniture.firm import Firm
from regia.demo.furniture.fulfilment import Order
from regia.demo.furniture.gestionale import RETURN_REASONS
from regia.demo.journal import Event
from regia.demo.market import price_of
from regia.demo.record import Record

# share of the complaints about goods or delivery that end with something sent back
OF_COMPLAINTS = 0.4
UNASKED = 0.035


class Returns:
    """The way back."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.cell = firm, firm.cell
        self.draw = Draw(firm.cell.name, "returns")

    def after_delivery(self, order: Order, delivered: Event) -> None:
        """Let the customer send something back or not, where there is no help desk to ask."""
        if self.draw.chance(UNASKED):
            self.cell.agenda.start(self._unasked(order, delivered))

    def _unasked(self, order: Order, delivered: Event) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now + int(self.draw.around(6, 0.7) * DAY))
        yield from self.come_back(order, delivered)

    def come_back(self, order: Order, cause: Event, ticket: Record | None = None) -> Generator[int, None, Event]:
        """Note what a customer wants to send back, take it in when it comes, and credit it or refuse it.

        `ticket` is where the help desk was asked for it. Returns what whoever asked has waited for.
        """
        now = self.cell.now
        thing = self.cell.thing("return", {})
        record = self.cell.write_down(
            "gestionale", "RESTES", thing, now, order=order.record.key, customer=order.record["customer"], date=now,
            reason=self.draw.choices([code for code, _ in RETURN_REASONS], (40, 25, 15, 20))[0], status="A",
            ticket=ticket.key if ticket else None,
        )  # fmt: skip
        credit = self._lines(order, record, now)
        journal = self.cell.journal
        asked = journal.event("return_requested", now, thing.id, record=record, shown="date", cause=cause)
        if self.draw.chance(0.06):
            # asked for and never sent: it stays open for good
            return cause
        yield self.firm.working_day(now + int(self.draw.around(9, 0.6) * DAY))
        work = self.cell.teams["warehouse"].take(self.cell.now, share=0.3)
        yield work.end
        self.cell.set(record, work.end, received=work.end, status="R")
        came = journal.event("return_received", work.end, thing.id, record=record, shown="received", cause=asked)
        desk = self.cell.teams["clerks"].take(self.firm.office_time(work.end + int(self.draw.wait(3 * DAY))))
        yield desk.end
        if record["reason"] == "RIP" and self.draw.chance(0.3):
            self.cell.set(record, desk.end, status="N")
            return journal.event("return_refused", desk.end, thing.id, record=record, shown="changed", cause=came)
        self.cell.set(record, desk.end, credited=desk.end, credit=credit, status="C")
        return journal.event("return_credited", desk.end, thing.id, record=record, shown="credited", cause=came)

    def _lines(self, order: Order, record: Record, now: int) -> int:
        sent_back = self.draw.sample(order.basket, 1 + (len(order.basket) > 1 and self.draw.chance(0.2)))
        credit = 0
        for number, (product, quantity, off) in enumerate(sent_back, 1):
            count = self.draw.randrange(1, quantity + 1)
            amount = price_of(product, off) * count
            credit += amount
            self.cell.data("gestionale", "RESRIG").add(
                now, document=record.key, line=number, product=product.facts["code"], quantity=count, amount=amount
            )
        return credit
