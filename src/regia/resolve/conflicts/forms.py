"""One form for each value, by what it is: equal things become equal texts, whoever wrote them.

A form is for comparing (`normal`); where a standard says how a value is written (E.164, a bare VAT number) it is
also how the value is shown (`STANDARD`).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from regia.profile.names import word_list
from regia.profile.semantic.date_text import parse as parse_day

Kind = Literal[
    "phone", "email", "vat_number", "tax_code", "iban", "ean", "postal_code", "place", "street", "name",
    "number", "date", "flag", "code", "text",
]  # fmt: skip

STANDARD = frozenset({"phone", "email", "vat_number", "tax_code", "iban", "ean", "postal_code", "date"})
"""Kinds whose compared form is also the right way to write them."""

CHECKED = frozenset({"phone", "email", "vat_number", "tax_code", "iban", "ean"})
"""Kinds in which a value may be known to be wrong by itself."""

TYPED = frozenset({"phone", "email", "vat_number", "tax_code", "iban", "ean", "postal_code", "place", "street", "name",
                   "text"})  # fmt: skip
"""Kinds in which a value that is nearly another one is a slip of the fingers."""

BY_SEMANTIC_TYPE: dict[str, Kind] = {
    "phone": "phone", "email": "email", "vat_number": "vat_number", "tax_code": "tax_code", "iban": "iban",
    "ean": "ean", "postal_code": "postal_code", "municipality": "place", "province": "code", "country": "code",
    "street": "street", "person_name": "name", "first_name": "name", "last_name": "name", "company_name": "name",
    "money": "number", "percent": "number", "number_text": "number", "date_text": "date", "date_number": "date",
    "yes_no": "flag", "currency": "code", "status_code": "code",
}  # fmt: skip

Form = Callable[[str], str]

_NOT_DIGIT = re.compile(r"\D")
_SPACING = re.compile(r"[\s.\-/_]")
_SIGNS = re.compile(r"[^0-9a-z]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_EXTENSION = re.compile(r"\s*(?:int|ext|x)\.?\s*\d+$", re.IGNORECASE)
_PROVINCE = re.compile(r"\s*\([a-z]{2}\)\s*$")
_NUMBER_SIGN = re.compile(r"\b(?:n|nr|num|numero|civ|civico)\b\.?(?=\s*\d)|n°|nº")
_HOUSE = re.compile(r"(\d+)\s+([a-z]|bis|ter)\b")
_STREETS = {
    "v": "via", "vle": "viale", "cso": "corso", "pzza": "piazza", "pza": "piazza", "piazz": "piazza", "ple": "piazzale",
    "pzle": "piazzale", "lgo": "largo", "vic": "vicolo", "vlo": "vicolo", "str": "strada", "cda": "contrada",
    "fraz": "frazione", "loc": "localita", "st": "street", "rd": "road", "ave": "avenue", "strasse": "str",
    "s": "san", "ss": "statale",
}  # fmt: skip
_COMPANY = {"flli": "fratelli", "soc": "societa", "coop": "cooperativa", "and": "e"}
_LONG_FORMS = (
    ("societa a responsabilita limitata semplificata", "srls"),
    ("societa a responsabilita limitata", "srl"),
    ("societa per azioni", "spa"),
    ("societa in nome collettivo", "snc"),
    ("societa in accomandita semplice", "sas"),
)


def normal(kind: Kind, timezone: str = "UTC") -> Form:
    """Return the function that writes a value of a kind in its compared form; '' stands for no value.

    A time with a zone becomes a day where the company is, `timezone`.
    """
    if kind == "date":
        zone = ZoneInfo(timezone)
        return lambda value: _day(value, zone)
    return _FORMS[kind]


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return a text in lower case, with plain letters and without apostrophes."""
    lower = text.strip().lower()
    if not lower.isascii():
        lower = "".join(sign for sign in unicodedata.normalize("NFD", lower) if not unicodedata.combining(sign))
        lower = lower.replace("’", "'").replace("´", "'")
    return lower.replace("'", "").replace("`", "")


def _phone(value: str) -> str:
    text = _EXTENSION.sub("", value.strip().removesuffix(".0"))
    foreign = text.startswith(("+", "00", "(+", "(00"))
    digits = _NOT_DIGIT.sub("", text)
    digits = digits.removeprefix("00") if foreign and "+" not in text else digits
    if len(digits) < 5:
        return ""
    if foreign:
        return f"+{digits}"
    if len(digits) >= 12 and digits.startswith("393"):
        return f"+{digits}"
    return f"+39{digits}"


def _email(value: str) -> str:
    return value.strip().strip("<>;,").removeprefix("mailto:").lower()


def _vat_number(value: str) -> str:
    text = _SPACING.sub("", value).upper().removesuffix(".0")
    bare = text.removeprefix("IT")
    if not bare.isdigit():
        return text
    return bare.zfill(11) if 8 <= len(bare) < 11 else bare


def _tight(value: str) -> str:
    return _SPACING.sub("", value).upper()


def _ean(value: str) -> str:
    text = _tight(value)
    return text.zfill(13) if text.isdigit() and 11 <= len(text) < 13 else text


def _postal_code(value: str) -> str:
    text = _tight(value.strip().removesuffix(".0")).removeprefix("I").removeprefix("IT")
    return text.zfill(5) if text.isdigit() and 3 <= len(text) < 5 else text


def _place(value: str) -> str:
    return _SIGNS.sub("", _PROVINCE.sub("", plain(value)))


def _street(value: str) -> str:
    text = _DOTTED.sub(lambda found: _SIGNS.sub("", found[0]) + " ", plain(value))
    text = _NUMBER_SIGN.sub(" ", re.sub(r"\b(v|c|p|l)\.\s?(le|so|zza|za|le|go)\b\.?", r"\1\2", text))
    words = _SIGNS.sub(" ", text).split()
    return _HOUSE.sub(r"\1\2", " ".join(_STREETS.get(word, word) for word in words))


def _name(value: str) -> str:
    text = _DOTTED.sub(lambda found: _SIGNS.sub("", found[0]) + " ", plain(value).replace("&", " e ")).replace(".", "")
    words = _joined(_SIGNS.sub(" ", text).split())
    found = " ".join(_COMPANY.get(word, word) for word in words)
    for long, short in _LONG_FORMS:
        found = found.replace(long, short)
    return " ".join(sorted(found.split()))


def _joined(words: list[str]) -> list[str]:
    """Return words with the single letters of a legal form as one word: s r l is srl."""
    forms = word_list("legal_forms")["forms"]
    for length in (4, 3, 2):
        for at in range(len(words) - length + 1):
            letters = words[at : at + length]
            if max(map(len, letters)) == 1 and "".join(letters) in forms:
                return [*words[:at], "".join(letters), *words[at + length :]]
    return words


def _number(value: str) -> str:
    text = re.sub(r"[^\d,.\-+eE]", "", value)
    if "," in text:
        thousands = text.rfind(",") > text.rfind(".")
        text = text.replace(".", "").replace(",", ".") if thousands else text.replace(",", "")
    try:
        number = Decimal(text).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return plain(value)
    shown = f"{number:f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def _day(value: str, zone: ZoneInfo) -> str:
    text = value.strip()
    if text.isdigit() and len(text) in (10, 13):
        return _moment(datetime.fromtimestamp(int(text[:10]), UTC), zone)
    if len(text) > 10 and (text[10] in " T"):
        moment = _parsed(text)
        if moment is not None:
            return _moment(moment, zone)
    found = parse_day(text)
    return found.isoformat() if found else plain(text)


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    day: date = moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return day.isoformat()


def _code(value: str) -> str:
    text = plain(value).removesuffix(".0")
    return _SIGNS.sub(" ", text).strip() or text


_YES = frozenset({"1", "s", "si", "y", "yes", "true", "t", "vero", "x", "on", "attivo", "active"})
_NO = frozenset({"0", "n", "no", "false", "f", "falso", "off"})


def _flag(value: str) -> str:
    text = _code(value)
    return "yes" if text in _YES else "no" if text in _NO else text


_FORMS: dict[Kind, Form] = {
    "phone": _phone, "email": _email, "vat_number": _vat_number, "tax_code": _tight, "iban": _tight, "ean": _ean,
    "postal_code": _postal_code, "place": _place, "street": _street, "name": _name, "number": _number,
    "flag": _flag, "code": _code, "text": _code,
}  # fmt: skip


@cache
def checker(kind: Kind) -> Callable[[str], object] | None:
    """Return the function that tells whether a value of a kind can be right at all, where one can know."""
    from regia.profile.recognise import detector

    if kind not in CHECKED:
        return None
    if kind == "tax_code":  # a company's tax code is its VAT number
        person, company = detector("tax_code").valid, detector("vat_number").valid
        return lambda value: bool((person and person(value)) or (company and company(value)))
    return detector(kind).valid
