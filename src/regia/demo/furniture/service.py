"""Customer care, and what customers do of their own accord: complain, return, register, move, change their mind."""

from collections.abc import Generator, Iterator
from typing import Any

from regia.demo.calendar import DAY, HOUR, MINUTE
from regia.demo.furniture.firm import Firm
from regia.demo.furniture.fulfilment import Order
from regia.demo.furniture.returns import OF_COMPLAINTS, Returns
from regia.demo.journal import Event
from regia.demo.people import Party
from regia.demo.record import Record

_CATEGORIES = ("difetto", "ritardo", "fattura", "informazioni", "montaggio")
_SENT_BACK = ("difetto", "montaggio", "ritardo")


class Service:
    """What happens after the sale, and around it."""

    def __init__(self, firm: Firm, returns: Returns) -> None:
        self.returns = returns
        self.firm, self.cell, self.draw = firm, firm.cell, firm.draw

    # portal

    def portal_user(self, record: Record, at: int) -> dict[str, Any]:
        """Return what the portal adds when it opens a customer's access."""
        return {"erp_code": record.key, "marketing_consent": self.draw.chance(0.5),
                "seen": min(at + int(self.draw.wait(120 * DAY)), self.cell.calendar.ends)}  # fmt: skip

    def portal_opened(self, _record: Record, user: Record, at: int) -> None:
        """Take down the consents that come with a new access."""
        self.cell.data("portale", "consensi").add(
            at, user=user.key, purpose="marketing", value=user["marketing_consent"]
        )

    def registrations(self) -> Iterator[int]:
        """Let customers open their own access to the portal, where no job opens it for them."""
        at = self.cell.calendar.begins + 20 * DAY
        while at < self.cell.calendar.ends and self.cell.has("portale") and not self.firm.jobs.get("portal_users"):
            yield at + self.draw.randrange(20 * HOUR)
            for _ in range(self.draw.count(0.9 * self.cell.size)):
                self._register(self.firm.known_party())
            at += DAY

    def _register(self, party: Party) -> None:
        if party.record_in("portale", "utenti"):
            return
        now = self.cell.now
        user = self.cell.write_down(
            "portale", "utenti", party, now, care=self.firm.plan.careful("portale"), seen=now + DAY,
            marketing_consent=self.draw.chance(0.5),
        )  # fmt: skip
        self.portal_opened(user, user, now)

    # tickets

    def after_delivery(self, order: Order, delivered: Event) -> None:
        """Let the customer complain, or not; more often where the order came late."""
        often = 0.24 if order.late else 0.11
        if not self.cell.has("helpdesk"):
            self.returns.after_delivery(order, delivered)
        elif self.draw.chance(often):
            self.cell.agenda.start(self._ticket(order.party, order, delivered))

    def requester(self, party: Party, at: int) -> Record:
        """Return a party's record in the help desk, opened with the first message where there is none."""
        known = self.firm.found(party, "helpdesk", "requesters")
        if known:
            return known
        return self.cell.write_down(
            "helpdesk", "requesters", party, at, care=self.firm.plan.careful("helpdesk"), others=self.firm.somebody(),
            note=self.firm.note("quote_note", party, place=("helpdesk", "requesters", "notes"), often=0.04),
        )  # fmt: skip

    def _ticket(self, party: Party, order: Order | None, cause: Event | None) -> Iterator[int]:
        yield self.cell.now + int(self.draw.around(4, 0.9) * DAY)
        now = self.cell.now
        ticket = self._open(party, order, now)
        assert ticket.thing is not None
        case = ticket.thing.id
        journal = self.cell.journal
        opened = journal.event("ticket_opened", now, case, record=ticket, shown="opened", cause=cause)
        work = self.cell.teams["support"].take(now)
        yield work.end
        self._change(ticket, "open", work.end, group=1, answered=work.end)
        self._say(ticket, "agent", work.end)
        answered = journal.event("ticket_answered", work.end, case, record=ticket, shown="answered", cause=opened)
        if order and ticket["category"] in _SENT_BACK and self.returns.draw.chance(OF_COMPLAINTS):
            answered = yield from self.returns.come_back(order, answered, ticket)
        yield self.firm.office_time(self.cell.now + int(self.draw.around(2.2, 0.9) * DAY))
        if self.draw.chance(0.14):
            answered = yield from self._again(ticket, case, answered)
        at = self.cell.now
        self._change(ticket, "solved", at, solved=at, satisfaction=self.draw.choice((None, None, 3, 4, 5, 2)))
        journal.event("ticket_solved", at, case, record=ticket, shown="solved", cause=answered)

    def _open(self, party: Party, order: Order | None, now: int) -> Record:
        requester = self.requester(party, now)
        thing = self.cell.thing("ticket", {})
        late = order is not None and order.late
        ticket = self.cell.write_down(
            "helpdesk", "tickets", thing, now, customer=requester.key, subject=self.firm.phrase("ticket_subject"),
            category="ritardo" if late and self.draw.chance(0.6) else self.draw.pick(_CATEGORIES), status="new",
            priority=self.draw.choice(("low", "normal", "normal", "high")), group=1, opened=now,
            order=str(order.record.key) if order and self.draw.chance(0.6) else None,
        )  # fmt: skip
        self._change(ticket, "new", now)
        self._say(ticket, "customer", now)
        return ticket

    def _again(self, ticket: Record, case: str, answered: Event) -> Generator[int, None, Event]:
        now = self.cell.now
        self._change(ticket, "reopened", now, group=self.draw.choice((2, 4)))
        self._say(ticket, "customer", now)
        again = self.cell.journal.event("ticket_reopened", now, case, record=ticket, cause=answered)
        work = self.cell.teams["support"].take(now)
        yield work.end + int(self.draw.wait(3 * DAY))
        self._say(ticket, "agent", self.cell.now)
        return again

    def _change(self, ticket: Record, status: str, at: int, **details: Any) -> None:
        self.cell.set(ticket, at, status=status, **details)
        if self.firm.keeps_history(at, "helpdesk", "ticket_events"):
            self.cell.data("helpdesk", "ticket_events").add(
                at, document=ticket.key, status=status, group=ticket["group"]
            )

    def _say(self, ticket: Record, author: str, at: int) -> None:
        body = self.firm.phrase("ticket_body" if author == "customer" else "ticket_reply")
        payload = f'{{"channel": "{self.draw.choice(("mail", "web", "phone"))}", "ms": {self.draw.randrange(40, 900)}}}'
        self.cell.data("helpdesk", "messages").add(at, document=ticket.key, author=author, body=body, payload=payload)

    def questions(self) -> Iterator[int]:
        """Let customers write about anything else, day by day."""
        at = self.cell.calendar.begins + 90 * DAY
        while at < self.cell.calendar.ends and self.cell.has("helpdesk"):
            yield at
            for _ in range(self.draw.count(0.55 * self.cell.size)):
                if self.firm.buyers:
                    self.cell.agenda.start(self._ticket(self.draw.pick(self.firm.buyers), None, None))
            at += DAY

    def visits(self) -> Iterator[int]:
        """Let agents keep their own list of customers, where no one else feeds it."""
        at = self.cell.calendar.begins + 10 * DAY
        while at < self.cell.calendar.ends and self.cell.has("fogli"):
            yield self.firm.office_time(at)
            for _ in range(self.draw.count(2.2 * self.cell.size)):
                self._visit(self.cell.now + self.draw.randrange(60) * MINUTE)
            at += 7 * DAY

    def _visit(self, at: int) -> None:
        if not self.firm.buyers:
            return
        party = self.draw.pick(self.firm.buyers)
        record = party.record_in("fogli", "clienti_agenti#Clienti")
        if record is None and not self.firm.jobs.get("agent_customers"):
            record = self.cell.write_down(
                "fogli", "clienti_agenti#Clienti", party, at, care=self.firm.plan.careful("fogli"),
                sales_rep=self.draw.pick(self.firm.agents),
            )  # fmt: skip
        if record is not None:
            note = self.firm.note("call_note", party, place=("fogli", "clienti_agenti#Clienti", "Note"), often=0.6)
            self.cell.set(record, at, visited=at - HOUR, note=note)
