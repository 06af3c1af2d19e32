"""Numbers, money, shares and sizes in the reader's form."""

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal

from regia.errors import Language, Text

NOT_A_NUMBER = Text("non è un numero", "not a number")
_MARKS = {"it": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}
# Wide enough for the largest float; the default context refuses to round more than 28 digits.
_WIDE = Context(prec=400)
_CENTS_BELOW = 100
_SIZES = ("B", "kB", "MB", "GB", "TB", "PB")


def number(value: float | Decimal, language: Language, *, decimals: int | None = None) -> str:
    """Return a number: 1.234,56 in Italian, 1,234.56 in English.

    Without `decimals` an int and a Decimal are written as they are, a float with at most two decimals
    (two significant digits below 1).
    """
    if not math.isfinite(value):
        return _not_finite(value, language)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if decimals is not None:
        exact = _rounded(exact, decimals)
    elif isinstance(value, float):
        exact = _shortened(exact)
    # Rounding may leave a minus before nothing: -0.00.
    exact = exact if exact else abs(exact)
    return f"{exact:,f}".translate(_MARKS[language])


def money(value: float | Decimal, language: Language) -> str:
    """Return an amount of euro: 1.234 € in Italian, €1,234 in English; cents only below 100, where there are any.

    What is told in euro are costs and estimates: of a larger one, cents would promise what nobody knows.
    """
    if not math.isfinite(value):
        return _not_finite(value, language)
    exact = Decimal(str(value))
    amount = _rounded(exact, 0 if abs(exact) >= _CENTS_BELOW else 2)
    text = number(abs(amount), language, decimals=0 if amount == amount.to_integral_value() else 2)
    sign = "-" if amount < 0 else ""
    return f"{sign}{text} €" if language == "it" else f"{sign}€{text}"


def share(value: float | Decimal, language: Language) -> str:
    """Return a share (0..1) in percent: 12,5 % in Italian, 12.5% in English.

    What is not nothing is never written as 0, what is not all never as 100.
    """
    if not math.isfinite(value):
        return _not_finite(value, language)
    percent, mark = _nearest_percent(Decimal(str(value)) * 100)
    return mark + number(percent, language) + (" %" if language == "it" else "%")


def size(count: int, language: Language) -> str:
    """Return a number of bytes in decimal units: 1,2 MB in Italian, 1.2 MB in English."""
    exact = Decimal(count)
    for unit in _SIZES:
        decimals = 0 if unit == "B" or abs(exact) >= 100 else 1
        if abs(_rounded(exact, decimals)) < 1000 or unit == _SIZES[-1]:
            break
        exact /= 1000
    return f"{number(_trimmed(_rounded(exact, decimals)), language)} {unit}"


def _nearest_percent(percent: Decimal) -> tuple[Decimal, str]:
    tenth = Decimal("0.1")
    rounded = _trimmed(_rounded(percent, 1))
    if rounded == 0 and percent > 0:
        return tenth, "<"
    if rounded == 100 and percent < 100:
        return 100 - tenth, ">"
    return rounded, ""


def _shortened(exact: Decimal) -> Decimal:
    decimals = 2 if abs(exact) >= 1 or not exact else 1 - exact.adjusted()
    return _trimmed(_rounded(exact, decimals))


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN, context=_WIDE)


def _trimmed(exact: Decimal) -> Decimal:
    text = f"{exact:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _not_finite(value: float | Decimal, language: Language) -> str:
    if math.isnan(value):
        return NOT_A_NUMBER.say(language)
    return "∞" if value > 0 else "-∞"
