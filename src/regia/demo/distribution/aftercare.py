"""The wholesaler's service desk, loyalty programme and price agreements."""

from collections.abc import Generator, Iterator
from typing import Any

from regia.demo.calendar import DAY, HOUR
from regia.demo.distribution.trade import Sale
from regia.demo.distribution.wholesaler import Wholesaler
from regia.demo.journal import Event
from regia.demo.people import Party
from regia.demo.record import Record


class Aftercare:
    """What happens after the sale, and around it."""

    def __init__(self, firm: Wholesaler) -> None:
        self.firm, self.cell, self.draw = firm, firm.cell, firm.draw

    def after_shipment(self, sale: Sale, shipped: Event) -> None:
        """Give points, and let the customer complain or not."""
        card = sale.party.record_in("loyalty", "members")
        if card:
            points = int(str(sale.thing.facts["total"])) // 1000
            self.cell.data("loyalty", "points").add(
                self.cell.now + DAY, card=card.key, order_number=f"{sale.record.key:010}", points=points
            )
        if self.cell.has("service") and self.draw.chance(0.17):
            self.cell.agenda.start(self._case(sale, shipped))

    def person(self, party: Party, at: int) -> Record:
        """Return a party's record at the service desk, opened with the first call where there is none."""
        known = self.firm.found(party, "service", "persons")
        return known or self.cell.write_down(
            "service", "persons", party, at, care=self.firm.plan.careful("service"), others=self.firm.somebody(),
            note=self.firm.note("memo", party, place=("service", "persons", "remarks"), often=0.05),
        )  # fmt: skip

    def _case(self, sale: Sale, shipped: Event) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now + int(self.draw.around(3, 0.8) * DAY))
        now = self.cell.now
        thing = self.cell.thing("ticket", {})
        case = self.cell.write_down(
            "service", "cases", thing, now, customer=self.person(sale.party, now).key, status="open", opened=now,
            category=self.draw.choice(("consegna", "prezzo", "qualità", "documenti")),
            subject=self.firm.phrase("case_subject"),
            order=f"{sale.record.key:010}" if self.draw.chance(0.8) else None,
        )  # fmt: skip
        self._step(case, "open", now)
        opened = self.cell.journal.event("case_opened", now, thing.id, record=case, shown="opened", cause=shipped)
        work = self.cell.teams["desk"].take(now)
        yield work.end
        self._step(case, "in_progress", work.end)
        self.cell.set(case, work.end, answered=work.end)
        answered = self.cell.journal.event(
            "case_answered", work.end, thing.id, record=case, shown="answered", cause=opened
        )
        if self.draw.chance(0.35):
            answered = yield from self._return(sale, case, answered)
        yield self.firm.office_time(self.cell.now + int(self.draw.around(1.5, 0.8) * DAY))
        self._step(case, "closed", self.cell.now)
        self.cell.set(case, self.cell.now, solved=self.cell.now)
        self.cell.journal.event("case_closed", self.cell.now, thing.id, record=case, shown="solved", cause=answered)

    def _return(self, sale: Sale, case: Record, answered: Event) -> Generator[int, None, Event]:
        now, thing = self.cell.now, self.cell.thing("return", {})
        product, quantity, _ = self.draw.pick(sale.basket)
        record = self.cell.write_down(
            "service", "goods_returns", thing, now, case=case.key, order=f"{sale.record.key:010}",
            product=product.facts["code"], quantity=min(quantity, 2), reason=self.draw.choice(("DEF", "ERR", "RIP")),
            date=now, status="announced",
        )  # fmt: skip
        announced = self.cell.journal.event(
            "return_announced", now, thing.id, record=record, shown="date", cause=answered
        )
        yield self.firm.office_time(now + int(self.draw.around(8, 0.6) * DAY))
        self.cell.set(record, self.cell.now, received=self.cell.now, status="arrived")
        return self.cell.journal.event(
            "return_arrived", self.cell.now, thing.id, record=record, shown="received", cause=announced
        )

    def _step(self, case: Record, state: str, at: int) -> None:
        self.cell.set(case, at, status=state)
        if self.firm.keeps_history(at, "service", "case_steps"):
            self.cell.data("service", "case_steps").add(
                at, document=case.key, status=state, body=self.firm.phrase("case_text")
            )

    def weeks(self) -> Iterator[int]:
        """Let people join the programme by themselves, mailings go out, and sales keep its agreements."""
        at = self.cell.calendar.begins + 12 * DAY
        week = 0
        while at < self.cell.calendar.ends:
            yield self.firm.office_time(at)
            week += 1
            if self.cell.has("loyalty"):
                self._join(self.cell.now)
                if week % 6 == 0:
                    self._mailing(week, self.cell.now)
            if self.cell.has("sheets") and not self.firm.jobs.get("price_agreements"):
                self._agree(self.cell.now)
            at += 7 * DAY

    def _join(self, at: int) -> None:
        for _ in range(self.draw.count(2.5 * self.cell.size)):
            party = self.draw.pick(self.firm.buyers) if self.firm.buyers else None
            if party and not self.firm.found(party, "loyalty", "members"):
                self.cell.write_down(
                    "loyalty", "members", party, at + self.draw.randrange(5) * HOUR,
                    care=self.firm.plan.careful("loyalty"), others=self.firm.somebody(),
                    marketing_consent=self.draw.chance(0.7),
                )  # fmt: skip

    def _mailing(self, week: int, at: int) -> None:
        for member in self.cell.data("loyalty", "members").records:
            if member["marketing_consent"] and self.draw.chance(0.5):
                self.cell.data("loyalty", "mailings").add(
                    at, name=f"NL-{week:04}", card=member.key, opened=self.draw.chance(0.28)
                )

    def _agree(self, at: int) -> None:
        for _ in range(self.draw.count(1.5 * self.cell.size)):
            if self.firm.buyers:
                party = self.draw.pick(self.firm.buyers)
                self.cell.write_down(
                    "sheets", "accordi_prezzo#Accordi", party, at, care=self.firm.plan.careful("sheets"),
                    **self.agreement(at),
                )  # fmt: skip

    def agreement(self, at: int) -> dict[str, Any]:
        """Return the terms of a price agreement."""
        return {"discount": self.draw.choice((5, 8, 10, 12.5, 15)), "until": at + 365 * DAY, "note": None}
