"""Made-up Italian firms and people as three systems write them down, with who each record is.

A thing is a person or one branch of a firm. Branches share name and partita IVA and are different things; people of
one household share an address, some a phone or an e-mail. Each system keeps some of what is known, in its own forms;
values are mistyped, out of date or missing, and now and then a thing is written down twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from regia.demo.draw import Draw
from regia.demo.mistakes import slip
from regia.demo.people import Party, People

COLUMNS = ("name", "tax_id", "email", "phone", "street", "postal_code", "city")
TRADES = ("Costruzioni", "Trasporti", "Hotel", "Ristorante", "Officina", "Studio Tecnico", "Farmacia", "Panificio")
_ADDRESS = ("street", "postal_code", "city")
_FIRMS = 0.6
_TWICE = 0.03
_SLIPS = 0.04
_MOVED = 0.05
_OTHER_CONTACT = 0.06


@dataclass(frozen=True)
class System:
    """How often a system holds a thing, and each value of it."""

    name: str
    holds: float
    keeps: dict[str, float]


_SYSTEMS = (
    System("erp", 0.7, {"tax_id": 0.9, "email": 0.4, "phone": 0.65, "street": 0.97, "postal_code": 0.97, "city": 0.98}),
    System("crm", 0.6, {"tax_id": 0.5, "email": 0.7, "phone": 0.75, "street": 0.7, "postal_code": 0.6, "city": 0.75}),
    System("shop", 0.4, {"tax_id": 0.0, "email": 1.0, "phone": 0.6, "street": 0.6, "postal_code": 0.6, "city": 0.6}),
)


def make(folder: Path, records: int, seed: int = 1) -> None:
    """Write about so many records, and the entity of each, as `records.parquet`."""
    rows = list(_records(records, seed))
    Draw("order", seed).shuffle(rows)
    names = ("source", "entity", *COLUMNS)
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table({"id": [str(at) for at in range(len(rows))], **columns})
    pq.write_table(table.select(["source", "id", "entity", *COLUMNS]), folder / "records.parquet")


def _records(records: int, seed: int) -> Iterator[tuple[str | None, ...]]:
    people, draw = People(f"records-{seed}", trades=TRADES, until=date(2026, 1, 1)), Draw("records", seed)
    made = 0
    while made < records:
        for party in people.firm() if draw.chance(_FIRMS) else [people.person()]:
            for system in _SYSTEMS:
                for _ in range((1 + draw.chance(_TWICE)) * draw.chance(system.holds)):
                    yield (system.name, party.id, *_written(party, system, people, draw))
                    made += 1


def _written(party: Party, system: System, people: People, draw: Draw) -> tuple[str | None, ...]:
    known = {name: party.facts.get(name) for name in COLUMNS}
    known["tax_id"] = party.facts["vat_number"] or party.facts["tax_code"]
    if draw.chance(_MOVED):
        known |= {name: value for name, value in people.address(party.place).items() if name in _ADDRESS}
    if draw.chance(_OTHER_CONTACT):
        known["phone"] = people.mobile()
    if draw.chance(_OTHER_CONTACT):
        known["email"] = f"info{draw.randrange(10**6)}@{str(known['email']).partition('@')[2]}"
    kept = {name: str(value) for name, value in known.items() if value and draw.chance(system.keeps.get(name, 1.0))}
    told = {name: slip(value, draw) if draw.chance(_SLIPS) else value for name, value in kept.items()}
    return tuple(_form(name, told.get(name), party, system, draw) for name in COLUMNS)


def _form(name: str, value: str | None, party: Party, system: System, draw: Draw) -> str | None:
    """Return a value as the system writes it."""
    if value is None:
        return None
    if name == "phone":
        return value if system.name == "shop" else value.removeprefix("+39")
    if name == "name":
        return _name(value, party, system, draw)
    return value.upper() if system.name == "erp" and name in ("street", "city", "tax_id") else value


def _name(value: str, party: Party, system: System, draw: Draw) -> str:
    if party.is_company:
        shown = value.replace(".", "") if draw.chance(0.3) else value
        shown = shown.split(" S.")[0] if draw.chance(0.15) else shown
    else:
        first, _, last = value.partition(" ")
        shown = f"{last} {first}" if system.name == "erp" else value
    return shown.upper()[:40] if system.name == "erp" else shown
