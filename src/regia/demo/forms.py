"""How systems write values down: dates, money, names and numbers in the forms of different makers."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from regia.demo.calendar import DAY, day_of, local, offset
from regia.demo.draw import Draw
from regia.demo.spec import Keep, Write


@lru_cache(maxsize=8192)
def _day_text(number: int) -> str:
    return datetime.fromtimestamp(number * DAY, UTC).strftime("%Y-%m-%d")


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def utc_stamp(at: int) -> str:
    """2024-03-05T09:12:44.000+0000."""
    return f"{_day_text(at // DAY)}T{_clock(at % DAY)}.000+0000"


def utc_plain(at: int) -> str:
    """2024-03-05 09:12:44, in UTC and not saying so."""
    return f"{_day_text(at // DAY)} {_clock(at % DAY)}"


def rome_plain(at: int) -> str:
    """2024-03-05 10:12:44, in Rome's time."""
    return utc_plain(local(at))


def rome_italian(at: int) -> str:
    """05/03/2024 10:12, in Rome's time."""
    day = _day_text(local(at) // DAY)
    return f"{day[8:]}/{day[5:7]}/{day[:4]} {_clock(local(at) % DAY)[:5]}"


def day_number(at: int) -> int:
    """20240305."""
    return int(_day_text(local(at) // DAY).replace("-", ""))


def day_iso(at: int) -> str:
    """2024-03-05."""
    return _day_text(local(at) // DAY)


def day_italian(at: int) -> str:
    """05/03/2024."""
    day = day_iso(at)
    return f"{day[8:]}/{day[5:7]}/{day[:4]}"


def day_value(at: int) -> date:
    """A date as such, for spreadsheets."""
    return day_of(at)


def clock_number(at: int) -> int:
    """101244: the time of day as an integer."""
    return int(_clock(local(at) % DAY).replace(":", ""))


def day_digits(at: int) -> str:
    """20240305, as text."""
    return str(day_number(at))


def clock_digits(at: int) -> str:
    """101244, as text."""
    return f"{clock_number(at):06}"


def epoch_millis(at: int) -> int:
    """1709629964000: milliseconds since 1970."""
    return at * 1000


def rome_offset(at: int) -> str:
    """2024-03-05T10:12:44+01:00."""
    return f"{rome_plain(at).replace(' ', 'T')}+0{offset(at) // 3600}:00"


def edifact(at: int) -> str:
    """240305:1012."""
    text = rome_plain(at)
    return f"{text[2:4]}{text[5:7]}{text[8:10]}:{text[11:13]}{text[14:16]}"


def day_german(at: int) -> str:
    """05.03.2024."""
    return day_italian(at).replace("/", ".")


def birth_italian(text: str) -> str:
    """12/08/1961, from an ISO date."""
    return f"{text[8:]}/{text[5:7]}/{text[:4]}"


def birth_number(text: str) -> int:
    """19610812, from an ISO date."""
    return int(text.replace("-", ""))


def euros(cents: int) -> float:
    """12.5."""
    return cents / 100


def euros_text(cents: int) -> str:
    """1234,50."""
    return f"{cents // 100},{cents % 100:02}"


def euros_italian(cents: int) -> str:
    """1.234,50."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"


DAYS: frozenset[Write | None] = frozenset(
    {day_number, day_iso, day_italian, day_value, day_digits, day_german}
)  # fmt: skip
"""The forms that tell the day and not the time."""


def yes_no(value: object) -> str:
    """S or N."""
    return "S" if value else "N"


def zero_one(value: object) -> int:
    """1 or 0."""
    return 1 if value else 0


def true_false(value: object) -> str:
    """true or false."""
    return "true" if value else "false"


def padded(width: int) -> Write:
    """Text filled with blanks to a fixed width."""
    return lambda text: str(text).ljust(width)


def zeros(width: int) -> Write:
    """A number filled with zeros."""
    return lambda number: str(number).zfill(width)


def capitals(width: int) -> Keep:
    """Capital letters, cut at a width."""
    return lambda text, _draw: str(text).upper()[:width]


def capitals_surname_first(width: int) -> Keep:
    """Capital letters; people by surname first."""

    def keep(text: Any, _draw: Draw) -> str:
        first, _, rest = str(text).partition(" ")
        is_person = (
            bool(rest)
            and not str(text).isupper()
            and "." not in str(text)
            and "&" not in str(text)
            and len(str(text).split()) <= 3
        )
        return (f"{rest} {first}" if is_person else str(text)).upper()[:width]

    return keep


def cut(width: int) -> Keep:
    """Text cut at a width."""
    return lambda text, _draw: str(text)[:width]


def national_phone(text: Any, _draw: Draw) -> str:
    """3331234567: a phone number without the country."""
    return str(text).removeprefix("+39")


def spoken_phone(text: Any, draw: Draw) -> str:
    """A phone number as people happen to type it."""
    number = str(text).removeprefix("+39")
    head, tail = number[:3], number[3:]
    forms = (f"+39 {head} {tail}", f"{head} {tail}", f"{head}-{tail}", number, f"0039{number}", f"{head}/{tail}")
    return draw.choices(forms, (28, 24, 12, 24, 4, 8))[0]


def vat_with_country(text: Any, _draw: Draw) -> str:
    """IT01234567890."""
    return str(text) if str(text).startswith("IT") else f"IT{text}"


def vat_digits(text: Any, _draw: Draw) -> str:
    """01234567890: a VAT number without the country."""
    return str(text).removeprefix("IT")


def lower(text: Any, _draw: Draw) -> str:
    """Small letters."""
    return str(text).lower()


def street_short(width: int) -> Keep:
    """V.LE GARIBALDI 12: capital letters, shortened kinds of street, cut at a width."""
    shortened = (("VIALE ", "V.LE "), ("PIAZZA ", "P.ZA "), ("CORSO ", "C.SO "), ("VICOLO ", "VIC. "))

    def keep(text: Any, _draw: Draw) -> str:
        street = str(text).upper().replace(", ", " ")
        for long, short in shortened:
            if street.startswith(long):
                street = short + street[len(long) :]
        return street[:width]

    return keep


def cloud_id(prefix: str) -> Write:
    """An 18-character case-safe identifier from a running number (15 characters and their case code)."""
    symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    codes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"

    @lru_cache(maxsize=100_000)
    def identify(number: Any) -> str:
        rest, tail = int(number), ""
        for _ in range(7):
            rest, symbol = divmod(rest, 62)
            tail = symbols[symbol] + tail
        body = f"{prefix}5g000{tail}"
        blocks = (body[start : start + 5] for start in (0, 5, 10))
        return body + "".join(
            codes[sum(1 << place for place, symbol in enumerate(block) if "A" <= symbol <= "Z")] for block in blocks
        )

    return identify
