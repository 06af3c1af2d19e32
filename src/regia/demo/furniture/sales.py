"""Marketing and sales: campaigns bring leads, leads become quotes, quotes become orders or do not."""

from collections.abc import Iterator
from typing import Any

from regia.demo.calendar import DAY, HOUR, day_of
from regia.demo.furniture.firm import Firm
from regia.demo.furniture.fulfilment import Fulfilment
from regia.demo.journal import Event
from regia.demo.market import Basket, basket_total, price_of
from regia.demo.people import Party
from regia.demo.record import Record, Thing

LEADS_YEAR = 1450
SHOP_ORDERS_YEAR = 740
DIRECT_ORDERS_YEAR = 560
CAMPAIGNS_YEAR = 11
_CHANNELS = ("email", "social", "fiera", "stampa", "ricerca")
# share of a day's arrivals at each hour
_HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 6, 9, 11, 10, 7, 6, 8, 9, 8, 8, 7, 7, 8, 7, 5, 3)


class Sales:
    """How business comes in."""

    def __init__(self, firm: Firm, fulfilment: Fulfilment) -> None:
        self.firm, self.cell, self.draw = firm, firm.cell, firm.draw
        self.fulfilment = fulfilment
        self._events: dict[int, Event] = {}

    def begin(self) -> None:
        """Set the days and campaigns of the whole history on the agenda."""
        self.cell.agenda.start(self._days())
        self.cell.agenda.start(self._campaigns())

    def _days(self) -> Iterator[int]:
        at = self.cell.calendar.begins
        while at < self.cell.calendar.ends:
            yield at
            self._day(at)
            at += DAY

    def _day(self, at: int) -> None:
        day = day_of(at + HOUR)
        years = (at - self.cell.calendar.begins) / (365 * DAY)
        busy = self.firm.plan.season[day.month - 1] * (1 + 0.04 * years) * self.cell.size / 365
        weekend = day.weekday() >= 5
        for _ in range(self.draw.count(LEADS_YEAR * busy * (0.55 if weekend else 1.18))):
            self.cell.agenda.at(self._moment(at), self._lead_comes)
        if self.cell.has("shop"):
            for _ in range(self.draw.count(SHOP_ORDERS_YEAR * busy * (1.25 if weekend else 0.9))):
                self.cell.agenda.at(self._moment(at), self._shop_visit)
        if self.cell.calendar.works_on(day):
            for _ in range(self.draw.count(DIRECT_ORDERS_YEAR * busy * 1.55)):
                self.cell.agenda.at(at + self.draw.randrange(9 * HOUR, 18 * HOUR), self._direct_order)

    def _moment(self, at: int) -> int:
        hour = self.draw.choices(range(24), _HOURS)[0]
        return at + hour * HOUR + self.draw.randrange(HOUR)

    # campaigns

    def _campaigns(self) -> Iterator[int]:
        at = self.cell.calendar.begins + 5 * DAY
        number = 0
        while at < self.cell.calendar.ends:
            yield at
            number += 1
            self._campaign(number, at)
            at += int(self.draw.uniform(0.6, 1.4) * 365 * DAY / CAMPAIGNS_YEAR)

    def _campaign(self, number: int, at: int) -> None:
        channel = self.draw.pick(_CHANNELS)
        name = f"{channel.capitalize()} {day_of(at):%B %Y} {number}"
        campaign = self.cell.thing(
            "campaign",
            {"name": name, "channel": channel, "budget": self.draw.randrange(8, 90) * 10_000, "date": at + 3 * DAY,
             "end": at + 24 * DAY},
        )  # fmt: skip
        self.firm.campaigns.append(campaign)
        if self.cell.has("crm"):
            self.cell.write_down("crm", "Campaign", campaign, at)
        if self.cell.has("marketing"):
            record = self.cell.write_down("marketing", "campagne", campaign, at)
            if channel == "email":
                self._send(record, at + 3 * DAY)
        if channel == "fiera":
            self.cell.agenda.at(at + 6 * DAY, self._fair)

    def _send(self, campaign: Record, at: int) -> None:
        log = self.cell.data("marketing", "invii")
        for contact in self.cell.data("marketing", "contatti").records:
            if contact["marketing_consent"] and self.draw.chance(0.45):
                opened = self.draw.chance(0.24)
                log.add(
                    at + 10 * HOUR + self.draw.randrange(1800), campaign=campaign.key, contact=contact.key,
                    opened=opened, clicked=opened and self.draw.chance(0.15),
                )  # fmt: skip
                if self.draw.chance(0.004):
                    self._unsubscribe(contact, at + self.draw.randrange(4 * DAY))

    def _unsubscribe(self, contact: Record, at: int) -> None:
        self.cell.set(contact, at, marketing_consent=False)
        self.cell.data("marketing", "disiscritti").add(
            at, email=contact["email"], reason=self.firm.phrase("unsubscribe")
        )

    def _fair(self) -> None:
        # cards collected at a fair are loaded in one go some days later: one time for all
        if not (self.cell.has("crm") and self.firm.plan.has("crm")):
            return
        for _ in range(round(self.draw.randrange(12, 30) * self.cell.size) or 1):
            party = self.firm.new_party(company=0.5)
            self._lead_in_crm(party, self.cell.now, "Fiera", None)

    # leads

    def _lead_comes(self) -> None:
        now = self.cell.now
        back = self.firm.parties and self.draw.chance(0.3)
        party = self.firm.known_party() if back else self.firm.new_party(company=0.3)
        if self.cell.has("marketing") and self.draw.chance(0.6):
            self._lead_in_marketing(party, now)
        elif self.cell.has("crm"):
            self._lead_in_crm(party, now, self.draw.pick(("Telefono", "Showroom", "Passaparola")), None)
        elif self.draw.chance(0.62):
            self.cell.agenda.start(self._quote(party, None))

    def _lead_in_marketing(self, party: Party, now: int) -> None:
        known = party.record_in("marketing", "contatti")
        contact = None if self.draw.chance(3 * self.firm.plan.duplicates) else known
        if contact is None:
            contact = self.cell.write_down(
                "marketing", "contatti", party, now, care=self.firm.plan.careful("marketing"),
                marketing_consent=self.draw.chance(0.6), source="modulo",
            )  # fmt: skip
        form = self.cell.data("marketing", "moduli_web").add(
            now, contact=contact.key, page=self.draw.pick(("https://www.mobilificio.example/preventivo",
                                                         "https://www.mobilificio.example/contatti")),
            message=self.firm.phrase("form_message"),
        )  # fmt: skip
        event = self.cell.journal.event(
            "lead_created", now, f"lead-{party.id}-{form.number}", record=form, shown="created"
        )
        self._pass_on(party, contact, event)

    def _pass_on(self, party: Party, contact: Record, event: Event) -> None:
        job = self.firm.jobs.get("marketing_leads")
        if job:
            self._events[contact.number] = event
            if contact.created == self.cell.now:
                return
            contact.values["asked_again"] = True
            job.again(contact, self.cell.now)
        elif self.draw.chance(0.62):
            self.cell.agenda.start(self._quote(party, event))

    def lead_arrived(self, contact: Record, lead: Record, _at: int) -> None:
        """Go on with a lead that the marketing tool has handed to the CRM."""
        event = self._events.pop(contact.number, None)
        if event and isinstance(lead.thing, Party):
            self.cell.agenda.start(self._qualify(lead.thing, lead, event))

    def _lead_in_crm(self, party: Party, now: int, source: str, cause: Event | None) -> None:
        lead = self.cell.write_down(
            "crm", "Lead", party, now, care=self.firm.plan.careful("crm"), others=self.firm.somebody(), source=source,
            status="Open", **self._campaigned(), **self.firm.stamps(now),
        )  # fmt: skip
        self._join(lead, now)
        event = self.cell.journal.event(
            "lead_created", now, f"lead-{party.id}-{lead.number}", record=lead, shown="created", cause=cause
        )
        self.cell.agenda.start(self._qualify(party, lead, event))

    def _campaigned(self) -> dict[str, int | None]:
        return {"campaign": self._campaign_record() if self.draw.chance(0.4) else None}

    def _campaign_record(self) -> int | None:
        if not self.firm.campaigns:
            return None
        record = self.firm.campaigns[-1].record_in("crm", "Campaign")
        return record.number if record else None

    def _join(self, lead: Record, at: int) -> None:
        if lead["campaign"]:
            self.cell.data("crm", "CampaignMember").add(at, campaign=lead["campaign"], lead=lead.number)

    def _qualify(self, party: Party, lead: Record, created: Event) -> Iterator[int]:
        work = self.cell.teams["inside_sales"].take(self.cell.now)
        yield work.start
        self.cell.set(lead, work.start, contacted=work.start, status="Working", stamped=work.start)
        contacted = self.cell.journal.event(
            "lead_contacted", work.start, created.object, record=lead, shown="contacted", cause=created
        )
        yield work.end + int(self.draw.wait(4 * DAY))
        now = self.firm.office_time(self.cell.now)
        if self.draw.chance(0.36):
            self.cell.set(lead, now, status="Unqualified", stamped=now)
            self.cell.journal.event("lead_lost", now, created.object, record=lead, cause=contacted)
            return
        account = self.firm.account(party, now)
        self.cell.set(lead, now, status="Converted", converted=now, account=account.number, stamped=now)
        self.cell.agenda.start(self._quote(party, contacted))

    # quotes

    def _quote(self, party: Party, cause: Event | None) -> Iterator[int]:
        yield self.firm.office_time(self.cell.now)
        now = self.cell.now
        basket = self.firm.basket(company=party.is_company)
        total = basket_total(basket)
        quote = self.cell.thing("quote", {"total": total, "currency": "EUR"})
        record = self._quote_record(party, quote, now)
        asked = self.cell.journal.event("quote_requested", now, quote.id, record=record, shown="created", cause=cause)
        work = self.cell.teams["quotes"].take(now)
        yield work.end
        self._stage(record, "Proposal", work.end, sent=work.end)
        if record and self.cell.has("crm"):
            self._quote_lines(record, basket, work.end)
        sent = self.cell.journal.event("quote_sent", work.end, quote.id, record=record, shown="sent", cause=asked)
        yield from self._decide(party, quote, record, basket, sent)

    def _quote_record(self, party: Party, quote: Thing, now: int) -> Record | None:
        if self.cell.has("crm"):
            account = self.firm.account(party, now)
            record = self.cell.write_down(
                "crm", "Opportunity", quote, now, customer=account.number, status="Prospecting", probability=20.0,
                title=f"{account['name']} - arredo", expected=now + self.draw.randrange(20, 60) * DAY,
                **self.firm.stamps(now),
            )  # fmt: skip
            record.values["reference"] = f"Q-{record.number:06}"
            self._history(record, "Prospecting", now)
            return record
        if self.cell.has("fogli"):
            name = party.facts["name"]
            record = self.cell.write_down(
                "fogli", "preventivi#Preventivi", quote, now, customer_name=name, status="aperto"
            )
            record.values["reference"] = record.key
            return record
        return None

    def _quote_lines(self, record: Record, basket: Basket, at: int) -> None:
        lines = self.cell.data("crm", "OpportunityLineItem")
        for product, quantity, discount in basket:
            price = price_of(product, discount)
            lines.add(
                at, document=record.number, product=product.facts["code"], quantity=quantity, unit_price=price,
                amount=price * quantity,
            )  # fmt: skip

    def _stage(self, record: Record | None, stage: str, at: int, **details: Any) -> None:
        if record is None:
            return
        if record.dataset.system == "crm":
            self._history(record, stage, at)
            self.cell.set(record, at, status=stage, stamped=at, probability=_LIKELY[stage], **details)
        else:
            self.cell.set(record, at, status=_SHEET_STAGES.get(stage, "aperto"), **details)

    def _history(self, record: Record, stage: str, at: int) -> None:
        if self.cell.has_dataset("crm", "OpportunityHistory") and self.firm.keeps_history(
            at, "crm", "OpportunityHistory"
        ):
            self.cell.data("crm", "OpportunityHistory").add(
                at, document=record.number, status=stage, user=record["owner"]
            )

    def _decide(self, party: Party, quote: Thing, record: Record | None, basket: Basket, sent: Event) -> Iterator[int]:
        if self.draw.chance(0.18):
            # the customer wants it changed: back to the same desk
            yield self.firm.office_time(self.cell.now + int(self.draw.around(4, 0.6) * DAY))
            again = self.cell.teams["quotes"].take(self.cell.now, share=0.5)
            yield again.end
            self._stage(record, "Negotiation", again.end)
            sent = self.cell.journal.event("quote_sent", again.end, quote.id, record=record, cause=sent)
        yield self.firm.office_time(self.cell.now + int(self.draw.around(9, 0.9) * DAY))
        now = self.cell.now
        won = self.draw.chance(0.47 if party.is_company else 0.42)
        self._stage(record, "Closed Won" if won else "Closed Lost", now, decided=now)
        event = self.cell.journal.event(
            "quote_accepted" if won else "quote_rejected", now, quote.id, record=record, shown="decided", cause=sent
        )
        if won:
            yield from self.fulfilment.order_from_quote(party, record, basket, event)

    # orders that come without a quote

    def _shop_visit(self) -> None:
        back = self.firm.parties and self.draw.chance(0.42)
        party = self.firm.known_party() if back else self.firm.new_party(company=0.06)
        self.cell.agenda.start(self.fulfilment.shop_order(party))

    def _direct_order(self) -> None:
        if not self.firm.buyers:
            return
        buyers = [self.draw.pick(self.firm.buyers) for _ in range(4)]
        party = next((buyer for buyer in buyers if buyer.is_company), buyers[0])
        self.cell.agenda.start(self.fulfilment.direct_order(party))


_LIKELY = {"Prospecting": 20.0, "Proposal": 50.0, "Negotiation": 70.0, "Closed Won": 100.0, "Closed Lost": 0.0}
_SHEET_STAGES = {"Closed Won": "confermato", "Closed Lost": "perso", "Proposal": "inviato"}
