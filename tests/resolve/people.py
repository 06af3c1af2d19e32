"""Made-up people for tests, drawn evenly from small lists: their truth is the number each record comes from."""

import random

import numpy as np
import pyarrow as pa

FIRST = ("Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gaia", "Hugo", "Irene", "Luca", "Marta", "Nino", "Olga")
LAST = (
    "Abate",
    "Bassi",
    "Corsi",
    "Danti",
    "Elmi",
    "Ferri",
    "Galli",
    "Isola",
    "Leone",
    "Motta",
    "Nardi",
    "Orsi",
    "Pace",
)
TOWN = ("Bari", "Como", "Enna", "Fano", "Gela", "Imola", "Lodi", "Massa", "Nuoro", "Pisa", "Rieti", "Siena", "Terni")


def person(number: int) -> dict[str, str]:
    draw = random.Random(number)
    first, last = draw.choice(FIRST), draw.choice(LAST)
    return {
        "who": f"{first} {last}",
        "email": f"{last}{draw.randrange(10**8)}@posta.it".lower(),
        "phone": f"33{draw.randrange(10**8):08}",
        "street": f"Via {draw.choice(LAST)} {draw.randrange(1, 90)}",
        "city": draw.choice(TOWN),
    }


def slipped(text: str, draw: random.Random) -> str:
    """Return a text with two neighbours swapped."""
    at = draw.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def two_systems(
    people: int, *, wrong: float = 0.2, seed: int = 5
) -> tuple[np.ndarray, dict[str, pa.Array], np.ndarray]:
    """Return sources, columns and who each record is: most people are in both systems, some values mistyped."""
    draw = random.Random(seed)
    rows, source, truth = [], [], []
    for number in range(people):
        for system in (0, 1):
            if draw.random() < 0.8:
                known = person(number)
                if system:
                    known = {
                        name: slipped(value, draw) if draw.random() < wrong else value for name, value in known.items()
                    }
                rows.append(known)
                source.append(system)
                truth.append(number)
    columns = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    return np.array(source), columns, np.array(truth)
