"""The facts in `data/`: surnames, first names, streets, municipalities, as distributions to draw from."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from regia.demo.draw import Draw, Weighted

SURNAMES_OF_ITALY = 162_000
SUBSCRIBERS = 20_112_690
_TAIL_POWER = 0.7


@dataclass(frozen=True)
class Municipality:
    """A comune; `postal_codes` are the first and last CAP it uses."""

    name: str
    province: str
    cadastral_code: str
    postal_codes: tuple[str, str]
    area: str


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in `data/`."""
    text = files("regia.demo.data").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def municipalities() -> Weighted[Municipality]:
    """Return the comuni of 15,000 people or more, weighted by population."""
    found = rows("municipalities")
    places = [
        Municipality(
            row["name"],
            row["province"],
            row["cadastral_code"],
            (row["postal_code_first"], row["postal_code_last"]),
            row["area"],
        )
        for row in found
    ]
    return Weighted(places, [float(row["population"]) for row in found])


@cache
def streets() -> Weighted[str]:
    """Return the names of streets, without their kind."""
    found = rows("streets")
    return Weighted([row["name"] for row in found], [float(row["weight"]) for row in found])


@cache
def _first_names(sex: str, age: str) -> Weighted[str]:
    found = [row for row in rows("first_names") if row["sex"] == sex]
    return Weighted([row["name"] for row in found], [float(row[age]) for row in found])


def first_name(draw: Draw, *, female: bool, born: date) -> str:
    """Return a first name as given around a year of birth: by 1955 the older names, by 1990 the younger."""
    modern = min(max((born.year - 1955) / 35, 0.0), 1.0)
    age = "younger" if draw.chance(modern) else "older"
    return _first_names("F" if female else "M", age).draw(draw)


@cache
def _common_surnames() -> tuple[Weighted[str], float, int]:
    found = rows("surnames")
    counts = [float(row["subscribers"]) for row in found]
    return Weighted([row["surname"] for row in found], counts), sum(counts) / SUBSCRIBERS, len(found)


def surname(draw: Draw) -> str:
    """Return a surname by its frequency: the commonest from the list, the others made up by rank.

    Below the list, frequency falls with rank to the power 0.7, which joins the published figures at the top
    to the published number of surnames and of people.
    """
    common, share, known = _common_surnames()
    if draw.chance(share):
        return common.draw(draw)
    power = 1 - _TAIL_POWER
    low, high = known**power, SURNAMES_OF_ITALY**power
    return rare_surname(int((low + draw.random() * (high - low)) ** (1 / power)))


@cache
def _syllables() -> tuple[tuple[str, ...], ...]:
    parts = ("onset", "middle", "ending")
    return tuple(tuple(row["text"] for row in rows("surname_parts") if row["part"] == part) for part in parts)


def rare_surname(rank: int) -> str:
    """Return the made-up surname of a rank: always the same one for the same rank."""
    onsets, middles, endings = _syllables()
    scattered = rank * 7919 % (len(onsets) * len(middles) * len(endings))
    rest, ending = divmod(scattered, len(endings))
    onset, middle = divmod(rest, len(middles))
    return onsets[onset] + middles[middle] + endings[ending]


@dataclass(frozen=True)
class Foreigners:
    """People born in one country."""

    cadastral_code: str
    female: bool
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]


@cache
def foreigners() -> Weighted[Foreigners]:
    """Return the commonest groups of residents born abroad."""
    found = rows("foreign_people")
    groups = [
        Foreigners(
            row["cadastral_code"],
            row["sex"] == "F",
            tuple(row["first_names"].split()),
            tuple(name.replace("_", " ") for name in row["surnames"].split()),
        )
        for row in found
    ]
    return Weighted(groups, [float(row["weight"]) for row in found])
