"""How people get things wrong when they type, and what they put where they know nothing.

A keyboard model of its own: neighbours on the Italian keyboard, swapped, dropped and doubled letters, digits
read wrongly over the phone. Rates are the caller's.
"""

from dataclasses import dataclass

from regia.demo.draw import Draw

_ROWS = ("qwertyuiopè", "asdfghjklòà", "zxcvbnm")
_NEIGHBOURS = {
    letter: "".join(row[max(at - 1, 0) : at] + row[at + 1 : at + 2])
    for row in _ROWS
    for at, letter in enumerate(row)
}  # fmt: skip
_MISHEARD = {"0": "6", "1": "7", "2": "3", "3": "2", "4": "8", "5": "9", "6": "3", "7": "1", "8": "3", "9": "0"}
_ABSENT = {
    "email": ("nomail@nomail.it", "noemail@noemail.it"),
    "phone": ("0000000000", "000000"),
    "birth_date": ("1900-01-01",),
    "province": ("NN",),
    "tax_code": ("XXXXXXXXXXXXXXXX",),
}
TYPED = ("name", "first_name", "last_name", "company_name", "email", "phone", "street", "tax_code", "vat_number",
         "postal_code", "city", "iban", "pec", "ean")  # fmt: skip
MISTAKEN = ("phone", "email", "street", "postal_code", "birth_date", "province")


@dataclass(frozen=True)
class Care:
    """How carefully people work, as the share of values.

    `typo`: a slip of the fingers; `other`: somebody else's value; `stand_in`: a made-up value where the true
    one is not known; `hurry` multiplies how often optional fields stay empty.
    """

    typo: float = 0.0
    other: float = 0.0
    stand_in: float = 0.0
    hurry: float = 0.0


FLAWLESS = Care()


def slip(text: str, draw: Draw) -> str:
    """Return the text with one slip in it; always another text where it has two different characters."""
    for _ in range(8):
        at = draw.randrange(max(len(text), 1))
        wrong = _one_slip(text, at, draw)
        if wrong != text:
            return wrong
    return text + text[-1:]


def _one_slip(text: str, at: int, draw: Draw) -> str:
    letter = text[at]
    kind = draw.choices(("neighbour", "swap", "drop", "double"), (38, 26, 22, 14))[0]
    if letter.isdigit():
        return text[:at] + _MISHEARD[letter] + text[at + 1 :] if draw.chance(0.6) else _swapped(text, at)
    if kind == "neighbour":
        near = _NEIGHBOURS.get(letter.lower(), "")
        typed = draw.pick(near) if near else ""
        return text[:at] + (typed.upper() if letter.isupper() else typed) + text[at + 1 :]
    if kind == "swap":
        return _swapped(text, at)
    return text[:at] + (text[at + 1 :] if kind == "drop" else letter + text[at:])


def _swapped(text: str, at: int) -> str:
    if at + 1 >= len(text):
        return text
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def stand_in(attribute: str, draw: Draw) -> str | None:
    """Return what people write to get past a compulsory field, or None where they leave it empty."""
    forms = _ABSENT.get(attribute)
    return draw.pick(forms) if forms else None
