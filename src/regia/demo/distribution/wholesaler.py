"""What every part of the wholesaler shares: its plan, its agents, what it sells, who it knows."""

from typing import Any

from regia.demo.cell import Cell
from regia.demo.distribution.plan import Plan
from regia.demo.market import Basket, Market
from regia.demo.people import Party
from regia.demo.record import Record

TRADES = (
    "Impianti", "Elettroimpianti", "Elettrica", "Termoidraulica", "Automazioni", "Costruzioni", "Serramenti",
    "Manutenzioni", "Sicurezza", "Climatizzazione", "Energia", "Illuminotecnica", "Edilizia", "Ascensori",
)  # fmt: skip
_CHANNELS = (("erp", "KNA1"), ("sfa", "t_customer"), ("portal", "kunden"), ("service", "persons"))


class Wholesaler(Market):
    """The company in one cell."""

    def __init__(self, cell: Cell, plan: Plan) -> None:
        super().__init__(cell, plan, trades=TRADES, channels=_CHANNELS, phrases="distribution_phrases")
        self.plan = plan
        self.reps: list[str] = []
        self.users: list[str] = []
        self.suppliers: list[Record] = []
        self._by_number: dict[int, Party] = {}
        cell.data("erp", "KNA1").watchers.append(self._note_number)

    def _note_number(self, record: Record, _at: int, new: bool) -> None:
        if new and isinstance(record.thing, Party):
            self._by_number[int(record.key)] = record.thing

    def party_of(self, number: int) -> Party:
        """Return the party that has a number in the ERP."""
        return self._by_number[number]

    def debtor_details(self, party: Party) -> dict[str, Any]:
        """Return what the ERP wants to know besides."""
        return {
            "payment_terms": self.draw.choice(("ZB30", "ZB60", "ZB30")) if party.is_company else "ZB00",
            "client": 1, "user": self.draw.pick(self.users), "rep": self.draw.pick(self.reps),
            "block": "X" if self.draw.chance(0.02) else None,
            "note": self.note("block_note", party, place=("erp", "KNA1", "BEMERK"), often=0.05),
        }  # fmt: skip

    def debtor(self, party: Party, at: int, *, job: str = "", source: Record | None = None) -> Record:
        """Return a party's record in the ERP; where there is none, from another system's or typed by hand."""
        known = self.found(party, "erp", "KNA1", missed=0.5)
        if known:
            return known
        carrying = self.jobs.get(job)
        if carrying and source:
            carrying.now(source, at)
            linked = carrying.links.get(source.number)
            if linked:
                return linked
        return self.cell.write_down(
            "erp", "KNA1", party, at, care=self.plan.careful("erp"), others=self.somebody(),
            **self.debtor_details(party),
        )  # fmt: skip

    def app_customer(self, party: Party, at: int) -> Record:
        """Return a party's record in the agents' app, opened by the agent where there is none that they find."""
        known = self.found(party, "sfa", "t_customer")
        return known or self.cell.write_down(
            "sfa", "t_customer", party, at, care=self.plan.careful("sfa"), others=self.somebody(),
            rep=self.draw.pick(self.reps), note=self.note("memo", party, place=("sfa", "t_customer", "memo")),
        )  # fmt: skip

    def portal_customer(self, party: Party, at: int) -> Record:
        """Return a party's own account in the portal, opened by themselves where there is none."""
        known = self.found(party, "portal", "kunden")
        return known or self.cell.write_down(
            "portal", "kunden", party, at, care=self.plan.careful("portal"), client=1,
            marketing_consent=self.draw.chance(0.5),
        )  # fmt: skip

    def basket(self) -> Basket:
        """Return what an installer orders."""
        count = min(1 + self.draw.count(2.6), 12)
        chosen = {self.draw.randrange(len(self.products)): None for _ in range(count)}
        return [
            (self.products[index], 1 + self.draw.count(9), self.draw.choice((0, 10, 20, 25, 30))) for index in chosen
        ]
