"""Names of companies, by their legal form (S.r.l., GmbH ...) and by the words that companies call themselves."""

import re

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import LIKELY, POSSIBLE, SURE, Detector
from regia.profile.names import word_list, words

_WORDS = re.compile(r"[^\W_]+")


def has_legal_form(value: str) -> bool:
    """Whether it ends with a legal form: S.r.l., srl, S. p. A."""
    parts = _WORDS.findall(value.lower())
    forms = word_list("legal_forms")["forms"]
    return len(parts) >= 2 and any("".join(parts[-count:]) in forms for count in range(1, min(5, len(parts))))


def _tells(value: str) -> bool:
    parts = _WORDS.findall(value.lower())
    return has_legal_form(value) or (len(parts) >= 2 and not word_list("legal_forms")["words"].isdisjoint(parts))


def valid(value: str) -> bool:
    """Whether it has letters: a company may be called anything."""
    return any(map(str.isalpha, value))


def _calls_it(column: Column) -> bool:
    """Whether the name can mean nothing else: ragione sociale, company name."""
    glued = "".join(words(column.name))
    return any(part in glued for part in ("ragsoc", "ragionesoc", "companyname", "denominaz", "suppliername"))


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.mean_words > 7 or column.share(lambda value: "@" in value) > 0.3:
        return 0.0
    forms = column.share(has_legal_form)
    told = column.share(_tells)
    if column.named("company_name") and told >= 0.15:  # people beside companies are customers too
        return SURE if _calls_it(column) else LIKELY + 0.15 * told
    if _calls_it(column) and column.share(valid) >= 0.9 and column.mean_words >= 1.3:
        return POSSIBLE
    return LIKELY if forms >= 0.3 and len(column.looked_at) >= 3 else 0.0


DETECTOR = Detector("company_name", Text("ragione sociale", "company name"), _evidence, valid, fewest=1)
