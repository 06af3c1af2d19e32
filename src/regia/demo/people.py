"""Who the customers are: people in households, firms with branches, and what they have of their own."""

import re
from collections import Counter
from datetime import date, timedelta

from regia.demo import facts, identifiers
from regia.demo.draw import Draw, Weighted
from regia.demo.facts import Municipality
from regia.demo.record import Thing, Value

_PLAIN = str.maketrans("àèéìòùÀÈÉÌÒÙ", "aeeiouAEEIOU")
_MAIL_HOSTS = Weighted(
    ("gmail.com", "libero.it", "hotmail.it", "yahoo.it", "alice.it", "virgilio.it", "outlook.it", "tiscali.it",
     "icloud.com", "tim.it", "email.it", "fastwebnet.it"),
    (46, 15, 9, 7, 5, 4, 4, 3, 3, 2, 1, 1),
)  # fmt: skip
_MOBILE = ("320", "327", "328", "329", "330", "333", "334", "335", "338", "339", "340", "342", "345", "346", "347",
           "348", "349", "351", "366", "370", "371", "377", "380", "388", "389", "391", "392", "393")  # fmt: skip
_LANDLINE = {
    "RM": "06", "MI": "02", "TO": "011", "GE": "010", "NA": "081", "PA": "091", "BO": "051", "FI": "055", "VE": "041",
    "BA": "080", "CT": "095", "VR": "045", "PD": "049", "BS": "030", "BG": "035", "MO": "059", "PR": "0521",
    "RE": "0522", "TV": "0422", "VI": "0444", "UD": "0432", "TS": "040", "CA": "070", "AN": "071", "PU": "0721",
    "PG": "075", "MB": "039", "VA": "0332", "CO": "031", "LC": "0341", "SA": "089", "LE": "0832", "ME": "090",
    "LT": "0773", "RN": "0541", "FC": "0543", "RA": "0544", "FE": "0532", "PN": "0434", "PI": "050",
}  # fmt: skip
_BANKS = ("03069", "02008", "05034", "01030", "05387", "07601", "08327", "03268")


def plain(text: str) -> str:
    """Return letters and digits only, lower case, without accents."""
    return re.sub(r"[^a-z0-9]", "", text.translate(_PLAIN).lower())


class Party(Thing):
    """A customer to be: a person or a firm (or one branch of it).

    `household` is shared by people who live together, `firm` by the branches of one partita IVA.
    """

    __slots__ = ("female", "firm", "household", "is_company", "place")

    def __init__(self, number: str, facts_: dict[str, Value], *, is_company: bool, place: Municipality) -> None:
        super().__init__("customer", number, facts_)
        self.is_company, self.place = is_company, place
        self.female = False
        self.household = number
        self.firm = number


class People:
    """The world outside the company, as far as it comes near: draws people and firms, never the same twice."""

    def __init__(self, name: str, *, trades: tuple[str, ...], until: date, first_number: int = 1) -> None:
        self._draw = Draw(name, "people")
        self._trades, self._until = trades, until
        self._number = first_number - 1
        self._codes: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()
        self._near: list[Party] = []

    def person(self) -> Party:
        """Return somebody new; one in eight lives with somebody already known."""
        draw = self._draw
        near = draw.pick(self._near) if self._near and draw.chance(0.12) else None
        person = self._relative(near) if near else self._stranger()
        if near is None and draw.chance(0.3):
            self._near.append(person)
            self._near[:-400] = []
        return person

    def firm(self) -> list[Party]:
        """Return a new firm: one party, or one a branch where it has several under one partita IVA."""
        draw = self._draw
        trade, owner = draw.pick(self._trades), facts.surname(draw)
        name = self._firm_name(trade, owner)
        vat = identifiers.vat_number(draw.randrange(100_000, 9_999_999), draw.randrange(1, 101))
        branches = draw.choices((1, 2, 3, 4), (88, 7, 3, 2))[0]
        host = f"{plain(name.split(' S.')[0].split(' di ')[0])[:22]}.it"
        first = ""
        made = []
        for branch in range(branches):
            party = self._branch(name, vat, host, branch)
            first = first or party.id
            party.firm = first
            made.append(party)
        return made

    def _next(self) -> str:
        self._number += 1
        return f"{self._number:07}"

    def _stranger(self) -> Party:
        draw = self._draw
        place = facts.municipalities().draw(draw)
        foreign = facts.foreigners().draw(draw) if draw.chance(0.06) else None
        female = foreign.female if foreign else draw.chance(0.5)
        born = self._born(45.0)
        if foreign:
            first, last, origin = draw.pick(foreign.first_names), draw.pick(foreign.surnames), foreign.cadastral_code
        else:
            first, last = facts.first_name(draw, female=female, born=born), facts.surname(draw)
            origin = (place if draw.chance(0.55) else facts.municipalities().draw(draw)).cadastral_code
        return self._made(first, last, female=female, born=born, origin=origin, place=place, home=self.address(place))

    def _relative(self, near: Party) -> Party:
        draw = self._draw
        place = near.place
        spouse = draw.chance(0.55)
        female = (not near.female) if spouse else draw.chance(0.5)
        born = date.fromisoformat(str(near.facts["birth_date"])) + timedelta(
            days=int(draw.gauss(0, 1200) if spouse else draw.gauss(10_700, 1800))
        )
        born = min(born, date(self._until.year - 19, 1, 1))
        last = facts.surname(draw) if spouse else str(near.facts["last_name"])
        first = facts.first_name(draw, female=female, born=born)
        home = {key: near.facts[key] for key in ("street", "postal_code", "city", "province", "country")}
        person = self._made(first, last, female=female, born=born, origin=place.cadastral_code, place=place, home=home)
        person.household = near.household
        if draw.chance(0.25):
            person.facts["email"] = near.facts["email"]
        if draw.chance(0.15):
            person.facts["phone"] = near.facts["phone"]
        return person

    def _made(
        self, first: str, last: str, *, female: bool, born: date, origin: str, place: Municipality,
        home: dict[str, Value],
    ) -> Party:  # fmt: skip
        code = identifiers.tax_code(last, first, born=born, female=female, place=origin)
        taken = self._codes[code]
        self._codes[code] += 1
        if taken:
            code = identifiers.tax_code(last, first, born=born, female=female, place=origin, taken=taken)
        known: dict[str, Value] = {
            "name": f"{first} {last}", "first_name": first, "last_name": last, "company_name": None,
            "tax_code": code, "vat_number": None, "birth_date": born.isoformat(),
            "email": self.mail(first, last, born), "phone": self.mobile(), **home,
            "iban": None, "pec": None, "sdi_code": None, "customer_type": "person",
        }  # fmt: skip
        person = Party(self._next(), known, is_company=False, place=place)
        person.female = female
        return person

    def _born(self, age: float) -> date:
        years = min(max(self._draw.gauss(age, 14.0), 19.0), 90.0)
        return self._until - timedelta(days=int(years * 365.25) + self._draw.randrange(365))

    def _firm_name(self, trade: str, owner: str) -> str:
        draw = self._draw
        form = draw.choices(("S.r.l.", "S.n.c.", "S.p.A.", "S.a.s.", "S.r.l.s."), (60, 14, 8, 12, 6))[0]
        pattern = draw.choices(
            ("{trade} {owner} {form}", "{owner} {trade} {form}", "{trade} F.lli {owner} {form}",
             "{owner} & C. {trade} {form}", "{trade} di {first} {owner}"),
            (40, 22, 10, 8, 20),
        )[0]  # fmt: skip
        first = facts.first_name(draw, female=draw.chance(0.3), born=date(1965, 1, 1))
        return pattern.format(trade=trade, owner=owner, form=form, first=first)

    def _branch(self, name: str, vat: str, host: str, branch: int) -> Party:
        draw = self._draw
        place = facts.municipalities().draw(draw)
        desk = draw.pick(("info", "amministrazione", "ordini", "acquisti", "ufficio"))
        shown = name if branch == 0 else f"{name} - Filiale di {place.name}"
        known: dict[str, Value] = {
            "name": shown, "first_name": None, "last_name": None, "company_name": shown,
            "tax_code": vat, "vat_number": vat, "birth_date": None,
            "email": f"{desk}@{host}" if branch == 0 else f"{plain(place.name)}@{host}",
            "phone": self.landline(place.province), **self.address(place),
            "iban": self.bank_account(), "pec": f"{host.removesuffix('.it')}@pec.it",
            "sdi_code": "".join(draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=7)), "customer_type": "company",
        }  # fmt: skip
        return Party(self._next(), known, is_company=True, place=place)

    def address(self, place: Municipality) -> dict[str, Value]:
        """Return an address in a comune."""
        draw = self._draw
        street = facts.streets().draw(draw)
        kind = draw.choices(("Via", "Viale", "Piazza", "Corso", "Vicolo"), (80, 8, 6, 5, 1))[0]
        number = f"{min(int(draw.wait(38)) + 1, 320)}" + draw.choices(("", "/A", "/B", " bis"), (88, 6, 4, 2))[0]
        low, high = int(place.postal_codes[0]), int(place.postal_codes[1])
        return {
            "street": f"{kind} {street}, {number}",
            "postal_code": f"{draw.randint(low, high):05}",
            "city": place.name,
            "province": place.province,
            "country": "IT",
        }

    def mail(self, first: str, last: str, born: date) -> str:
        """Return an e-mail address nobody else has."""
        draw, first, last = self._draw, plain(first), plain(last)
        forms = (f"{first}.{last}", f"{first}{last}", f"{last}.{first}", f"{first[0]}{last}", f"{first}_{last}")
        local = draw.choices(forms, (46, 18, 14, 15, 7))[0]
        if draw.chance(0.35):
            local += str(born.year)[2:] if draw.chance(0.6) else str(draw.randrange(1, 99))
        address = f"{local}@{_MAIL_HOSTS.draw(draw)}"
        self._addresses[address] += 1
        again = self._addresses[address]
        return address if again == 1 else address.replace("@", f"{again}@")

    def mobile(self) -> str:
        """Return a mobile number in E.164."""
        return f"+39{self._draw.pick(_MOBILE)}{self._draw.randrange(10**7):07}"

    def landline(self, province: str) -> str:
        """Return a landline number in E.164, with the province's prefix where it is known."""
        prefix = _LANDLINE.get(province, "0773")
        digits = 10 - len(prefix)
        return f"+39{prefix}{self._draw.randrange(2 * 10 ** (digits - 1), 9 * 10 ** (digits - 1))}"

    def bank_account(self) -> str:
        """Return an IBAN."""
        draw = self._draw
        return identifiers.iban(draw.pick(_BANKS), f"{draw.randrange(1000, 99999):05}", f"{draw.randrange(10**9):012}")
