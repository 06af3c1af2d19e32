"""What every part of the furniture maker shares: its plan, its people, what it sells, who it knows."""

from typing import Any

from regia.demo.cell import Cell
from regia.demo.furniture import crm, gestionale
from regia.demo.furniture.plan import Plan
from regia.demo.market import Market
from regia.demo.people import Party
from regia.demo.record import Record, Thing

TRADES = (
    "Arredamenti", "Mobili", "Hotel", "Studio Tecnico", "Ristorante", "Immobiliare", "Costruzioni", "Studio Dentistico",
    "Residence", "Interni", "Falegnameria", "Agriturismo", "Farmacia", "Contract", "Architetti", "Caffetteria",
)  # fmt: skip
_CHANNELS = (
    ("crm", "Account"),
    ("gestionale", "ANACLI"),
    ("shop", "customer_entity"),
    ("portale", "utenti"),
    ("helpdesk", "requesters"),
)


class Firm(Market):
    """The company in one cell, as its departments see it."""

    def __init__(self, cell: Cell, plan: Plan) -> None:
        super().__init__(cell, plan, trades=TRADES, channels=_CHANNELS, phrases="furniture_phrases")
        self.plan = plan
        self.suppliers: list[Record] = []
        self.owners: list[int] = []
        self.agents: list[str] = []
        self.clerks: list[str] = []
        self.campaigns: list[Thing] = []
        self._by_code: dict[str, Party] = {}
        cell.data("gestionale", "ANACLI").watchers.append(self.note_code)

    def party_of(self, code: str) -> Party:
        """Return the party that has a code in the gestionale."""
        return self._by_code[code]

    def note_code(self, record: Record, _at: int, new: bool) -> None:
        """Remember which party a new code of the gestionale stands for."""
        if new and isinstance(record.thing, Party):
            self._by_code[str(record.key)] = record.thing

    def account(self, party: Party, at: int) -> Record:
        """Return a party's account in the CRM, opened by a salesperson where there is none that they find."""
        known = self.found(party, "crm", "Account")
        if known:
            return known
        record = self.cell.write_down(
            "crm", "Account", party, at, care=self.plan.careful("crm"), others=self.somebody(), **self.stamps(at),
            marketing_consent=self.draw.chance(0.55),
            note=self.note("quote_note", party, place=("crm", "Account", "Description")),
        )  # fmt: skip
        if party.is_company:
            self._contact(party, record, at)
        return record

    def _contact(self, party: Party, account: Record, at: int) -> None:
        person = self.people.person()
        facts = {
            **person.facts, "email": f"{person.facts['first_name']}".lower()[:1].replace(" ", "")
            + f".{person.facts['last_name']}@".lower().replace(" ", "").replace("'", "")
            + str(party.facts["email"]).split("@")[1],
        }  # fmt: skip
        contact = self.cell.thing("contact", facts)
        self.cell.write_down(
            "crm", "Contact", contact, at + 60, care=self.plan.careful("crm"), account=account.number,
            title=self.draw.pick(("Titolare", "Acquisti", "Amministrazione", "Direzione")), **self.stamps(at),
        )  # fmt: skip

    def stamps(self, at: int) -> dict[str, Any]:
        """Return what the CRM adds to every record."""
        return {"owner": self.draw.pick(self.owners), "deleted": False, "stamped": at}

    def erp_details(self, party: Party) -> dict[str, Any]:
        """Return what the gestionale wants to know besides."""
        terms = self.draw.pick(("RB30", "RB60", "BB")) if party.is_company else self.draw.pick(("BB", "CC"))
        return {
            "payment_terms": terms, "sales_rep": self.draw.pick(self.agents), "user": self.draw.pick(self.clerks),
            "block": "S" if self.draw.chance(0.015) else "N", "division": "01",
            "note": self.note("order_note", party, place=("gestionale", "ANACLI", "NOTECL"), often=0.06),
        }  # fmt: skip

    def erp_customer(self, party: Party, at: int, *, via: tuple[str, Record | None] = ("", None)) -> Record:
        """Return a party's record in the gestionale; where there is none, from another system's or by hand."""
        known = self.found(party, "gestionale", "ANACLI", missed=0.5)
        if known:
            return known
        job, record = self.jobs.get(via[0]), via[1]
        if job and record:
            job.now(record, at)
            linked = job.links.get(record.number)
            if linked:
                return linked
        return self.cell.write_down(
            "gestionale", "ANACLI", party, at, care=self.plan.careful("gestionale"), others=self.somebody(),
            **self.erp_details(party),
        )  # fmt: skip

    def basket(self, *, company: bool) -> list[tuple[Thing, int, int]]:
        """Return what somebody wants: products, quantities, discounts in percent."""
        count = min(1 + self.draw.count(2.0 if company else 1.1), 9)
        chosen = {self.draw.randrange(len(self.products)): None for _ in range(count)}
        return [
            (
                self.products[index],
                1 + (self.draw.count(4) if company else self.draw.count(0.4)),
                self.draw.choice((0, 0, 5, 10)),
            )
            for index in chosen
        ]


def code_lists(firm: Firm) -> None:
    """Fill the lists of codes; the gestionale's list of statuses lacks one that is in use."""
    cell, at = firm.cell, firm.cell.calendar.begins
    if cell.number:
        return
    erp = cell.data
    for code, text, rate in gestionale.VAT_CODES:
        erp("gestionale", "TABIVA").add(at, code=code, text=text, rate=rate)
    for name, codes in (
        ("TABPAG", gestionale.PAYMENTS),
        ("TABSTA", gestionale.STATUSES),
        ("TABRES", gestionale.RETURN_REASONS),
    ):
        for code, text in codes:
            erp("gestionale", name).add(at, code=code, text=text)
    if cell.has("crm"):
        for order, stage in enumerate(crm.STAGES, 1):
            cell.data("crm", "OpportunityStage").add(at, code=stage, order=order, closed=stage.startswith("Closed"))
    if cell.has("shop"):
        _shop_attributes(firm, at)
    if cell.has("helpdesk"):
        for number, name in enumerate(("Assistenza", "Logistica", "Amministrazione", "Produzione"), 1):
            cell.data("helpdesk", "groups").add(at, id=number, name=name)


def _shop_attributes(firm: Firm, at: int) -> None:
    for kind, dataset in ((1, "customer_entity"), (4, "catalog_product_entity")):
        for field in firm.cell.data("shop", dataset).spec.spread:
            firm.cell.data("shop", "eav_attribute").add(
                at, id=int(field.sql), type=kind, code=field.name, backend="varchar"
            )
