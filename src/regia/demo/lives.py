"""What happens to customers while they are customers: they move, change address, number or name.

Rates a year: 5 % of people move, half of them to another comune (ISTAT counts 1.42 million changes of comune in
2021, 2.4 % of the residents), and 3 % of firms. The others are assumptions, written in
docs/explanation/made-up-companies.md.
"""

from datetime import date

from regia.demo import facts
from regia.demo.draw import Draw
from regia.demo.people import Party, People

YEAR = 365.25 * 86_400
RATES: dict[str, tuple[float, float]] = {
    "move": (0.05, 0.03),
    "new_phone": (0.04, 0.02),
    "new_mail": (0.05, 0.02),
    "rename": (0.002, 0.015),
    "marry": (0.012, 0.0),
    "new_bank": (0.0, 0.04),
}
_FORMS = ("S.n.c.", "S.a.s.", "S.r.l.s.", "S.r.l.", "S.p.A.")


def changes(party: Party, *, since: int, until: int, draw: Draw) -> list[tuple[int, str]]:
    """Return when something will change in a party's life, and what."""
    found = []
    for kind, rates in RATES.items():
        rate = rates[party.is_company]
        at = since + draw.wait(YEAR / rate) if rate else until
        if at < until:
            found.append((int(at), kind))
    return sorted(found)


class Lives:
    """Lets changes happen; each returns the attributes that are no longer what they were."""

    def __init__(self, people: People, draw: Draw) -> None:
        self._people, self._draw = people, draw

    def happen(self, party: Party, kind: str, partner: Party | None = None) -> tuple[str, ...]:
        """Let one change happen; `partner` is whom a person who marries moves in with."""
        known = party.facts
        before = dict(known)
        if kind == "move":
            self._move(party)
        elif kind == "new_phone":
            known["phone"] = self._people.landline(party.place.province) if party.is_company else self._people.mobile()
        elif kind == "new_mail":
            self._new_mail(party)
        elif kind == "rename":
            self._rename(party)
        elif kind == "marry" and partner:
            self._marry(party, partner)
        elif kind == "new_bank":
            known["iban"] = self._people.bank_account()
        return tuple(name for name in known if known[name] != before[name])

    def _move(self, party: Party) -> None:
        if self._draw.chance(0.5):
            party.place = facts.municipalities().draw(self._draw)
        party.facts.update(self._people.address(party.place))
        party.household = party.id

    def _new_mail(self, party: Party) -> None:
        if party.is_company:
            host = str(party.facts["email"]).split("@")[1]
            party.facts["email"] = f"{self._draw.pick(('segreteria', 'contabilita', 'direzione', 'sede'))}@{host}"
            return
        born = date.fromisoformat(str(party.facts["birth_date"]))
        party.facts["email"] = self._people.mail(str(party.facts["first_name"]), str(party.facts["last_name"]), born)

    def _rename(self, party: Party) -> None:
        if not party.is_company:
            first, last = party.facts["first_name"], facts.surname(self._draw)
            party.facts.update(last_name=last, name=f"{first} {last}")
            return
        name = str(party.facts["name"])
        old = next((form for form in _FORMS if form in name), None)
        new = self._draw.pick([form for form in _FORMS if form != old])
        renamed = name.replace(old, new) if old else f"{name} {new}"
        party.facts.update(name=renamed, company_name=renamed)

    def _marry(self, party: Party, partner: Party) -> None:
        for key in ("street", "postal_code", "city", "province", "country"):
            party.facts[key] = partner.facts[key]
        party.place, party.household = partner.place, partner.household
        if self._draw.chance(0.3):
            party.facts["email"] = partner.facts["email"]
