"""Italian identifiers with their check digits, as the standards define them.

Sources: codice fiscale, decree of 23 December 1976 (G.U. 345); partita IVA, decree of 23 December 1976
(Luhn's check digit); IBAN, ISO 13616 and ISO 7064 with the Italian CIN; EAN-13, GS1 General Specifications.
"""

import re
from datetime import date

_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16,
         10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip
_EVEN = {symbol: int(symbol, 36) if symbol.isdigit() else ord(symbol) - 65 for symbol in _ODD}
_MONTHS = "ABCDEHLMPRST"
_REPLACED = dict(zip("0123456789", "LMNPQRSTUV", strict=True))
_FORM = re.compile(r"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPR-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]")
_REPLACEABLE = (14, 13, 12, 10, 9, 7, 6)
_PLAIN = str.maketrans("ÀÈÉÌÒÙ", "AEEIOU")


def _letters(text: str) -> tuple[str, str]:
    plain = [letter for letter in text.upper().translate(_PLAIN) if "A" <= letter <= "Z"]
    vowels = "".join(letter for letter in plain if letter in "AEIOU")
    return "".join(letter for letter in plain if letter not in "AEIOU"), vowels


def _surname_code(surname: str) -> str:
    consonants, vowels = _letters(surname)
    return (consonants + vowels + "XXX")[:3]


def _name_code(name: str) -> str:
    consonants, vowels = _letters(name)
    if len(consonants) > 3:
        return consonants[0] + consonants[2] + consonants[3]
    return (consonants + vowels + "XXX")[:3]


def _check_letter(symbols: str) -> str:
    odd = sum(_ODD[symbol] for symbol in symbols[::2])
    return chr(65 + (odd + sum(_EVEN[symbol] for symbol in symbols[1::2])) % 26)


def tax_code(surname: str, name: str, *, born: date, female: bool, place: str, taken: int = 0) -> str:
    """Return the codice fiscale; `place` is the cadastral code of the birthplace.

    `taken` is how many people have the same code already: that many digits are replaced by letters, from the
    right, as the tax office does.
    """
    day = born.day + (40 if female else 0)
    code = f"{_surname_code(surname)}{_name_code(name)}{born.year % 100:02}{_MONTHS[born.month - 1]}{day:02}{place}"
    symbols = list(code)
    for position in _REPLACEABLE[:taken]:
        symbols[position] = _REPLACED[symbols[position]]
    code = "".join(symbols)
    return code + _check_letter(code)


def tax_code_holds(code: str) -> bool:
    """Return whether a codice fiscale has its form and its check letter."""
    return bool(_FORM.fullmatch(code)) and _check_letter(code[:15]) == code[15]


def _luhn(digits: str) -> int:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[1::2])
    return (sum(int(digit) for digit in digits[::2]) + doubled) % 10


def vat_number(company: int, office: int) -> str:
    """Return a partita IVA: seven digits of the company, three of the tax office's province, one check digit."""
    body = f"{company:07}{office:03}"
    return body + str(-_luhn(body + "0") % 10)


def vat_number_holds(number: str) -> bool:
    """Return whether a partita IVA has eleven digits and its check digit."""
    return len(number) == 11 and number.isdigit() and _luhn(number) == 0


def _mod97(text: str) -> int:
    return int("".join(str(int(symbol, 36)) for symbol in text)) % 97


def iban(bank: str, branch: str, account: str) -> str:
    """Return an Italian IBAN from ABI (5 digits), CAB (5 digits) and account number (12)."""
    body = bank + branch + account
    national = _check_letter(body) + body
    return f"IT{98 - _mod97(national + 'IT00'):02}{national}"


def iban_holds(code: str) -> bool:
    """Return whether an Italian IBAN has 27 characters and its check digits."""
    return len(code) == 27 and code.isalnum() and _mod97(code[4:] + code[:4]) == 1


def ean13(company: str, item: int) -> str:
    """Return an EAN-13 from the company's GS1 prefix and its item number."""
    body = f"{company}{item:0{12 - len(company)}}"
    return body + str(-_weighed(body + "0") % 10)


def _weighed(digits: str) -> int:
    return sum(int(digit) for digit in digits[::2]) + 3 * sum(int(digit) for digit in digits[1::2])


def ean13_holds(code: str) -> bool:
    """Return whether an EAN-13 has thirteen digits and its check digit."""
    return len(code) == 13 and code.isdigit() and _weighed(code) % 10 == 0


_MOBILE = re.compile(r"3[1-9]\d{7,8}")
_LANDLINE = re.compile(r"0[1-9]\d{4,9}")


def phone_holds(text: str) -> bool:
    """Return whether the Italian numbering plan has such a number, with or without the country's prefix.

    Source: Piano di numerazione nazionale (AGCOM 8/15/CIR): mobile numbers start with 3 and have nine or ten
    digits; geographic ones start with 0, then the district, and have six to eleven.
    """
    digits = re.sub(r"[ ./-]", "", text)
    national = re.sub(r"^(\+39|0039)", "", digits)
    return bool(_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national))
