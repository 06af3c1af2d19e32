"""What running text gives away: its language, personal data inside it, a broken encoding."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from regia.profile.names import word_list
from regia.profile.people import is_whole
from regia.profile.semantic.company_name import has_legal_form

Values = Iterable[tuple[str, int]]

_WORDS = re.compile(r"[^\W\d_]+")
# UTF-8 read as Windows-1252 (Ã¨ for è), and the replacement sign.
_BROKEN = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿]|â€|Â[ °«»£§]|\ufffd")
_EMAIL = re.compile(r"[\w.+-]@[\w-]+\.[a-z]{2,}")
_NUMBERED = re.compile(
    r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"
    r"|\b[A-Z]{2}\d{2}\s?[A-Z0-9]{4}[\sA-Z0-9]{10,26}\b"
    r"|(?:\+39|0039)\s?\d[\d\s./-]{7,}|\b3\d{2}[\s./-]?\d{6,7}\b|\b3\d{2}[\s./-]\d{3}[\s./-]\d{3,4}\b"
)


def language(values: Values) -> str | None:
    """Return the language most values are written in (it, en, de, fr, es), or None where their words do not tell."""
    lists = word_list("language")
    of_any = frozenset().union(*lists.values())
    told: Counter[str] = Counter()
    for value, _ in values:
        found = of_any.intersection(_WORDS.findall(value.lower()))
        if not found:
            continue
        counts = {name: len(found & listed) for name, listed in lists.items()}
        best = max(counts, key=lambda name: counts[name])
        if counts[best] and sum(count == counts[best] for count in counts.values()) == 1:
            told[best] += 1
    if not told:
        return None
    best, count = max(told.items(), key=lambda pair: (pair[1], pair[0]))
    return best if count >= 0.6 * told.total() and count >= 3 else None


def broken_share(values: Values) -> float:
    """Return the share of records whose text was read in a wrong encoding somewhere on its way."""
    return _share(values, lambda value: not value.isascii() and _BROKEN.search(value) is not None)


def people_share(values: Values) -> float:
    """Return the share of records whose value is a person's name without a legal form: a customer, a sole trader."""
    total = sum(records for _, records in values)
    people = sum(records for value, records in values if is_whole(value) and not has_legal_form(value))
    return people / total if total else 0.0


def personal_share(values: Values) -> float:
    """Return the share of records with an e-mail, tax code, IBAN or phone number inside their text."""
    return _share(values, _is_personal)


def _is_personal(value: str) -> bool:
    if "@" in value and _EMAIL.search(value):
        return True
    return _NUMBERED.search(value) is not None


def sensitive_topic(values: Values, *, least: int) -> str | None:
    """Return the topic of art. 9 GDPR that at least so many records tell of, or None."""
    lists = word_list("sensitive")
    of_any = frozenset().union(*lists.values())
    told: Counter[str] = Counter()
    for value, records in values:
        found = of_any.intersection(_WORDS.findall(without_accents(value.lower())))
        for topic in (topic for topic, listed in lists.items() if not found.isdisjoint(listed)):
            told[topic] += records
    if not told:
        return None
    topic, count = max(told.items(), key=lambda pair: (pair[1], pair[0]))
    return topic if count >= least else None


def without_accents(text: str) -> str:
    """Return a text with plain letters: disabilità as disabilita."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _share(values: Values, test: Callable[[str], bool]) -> float:
    total = hit = 0
    for value, records in values:
        total += records
        hit += records if test(value) else 0
    return hit / total if total else 0.0
