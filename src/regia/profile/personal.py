"""The class of personal data a field holds (GDPR): who one is, how to reach them, money, what art. 9 protects."""

from typing import Literal

from regia.errors import Text
from regia.profile.column import names_it
from regia.profile.facts import DatasetFacts, FieldFacts, ValueFacts
from regia.profile.names import word_list, words

PersonalData = Literal["none", "identifier", "contact", "financial", "demographic", "sensitive", "free_text"]

PERSONAL_DATA: dict[str, Text] = {
    "none": Text("nessuno", "none"),
    "identifier": Text("identifica una persona", "identifies a person"),
    "contact": Text("recapito", "contact"),
    "financial": Text("finanziario", "financial"),
    "demographic": Text("anagrafico", "demographic"),
    "sensitive": Text("particolare (art. 9 GDPR)", "special category (art. 9 GDPR)"),
    "free_text": Text("in testo libero", "in free text"),
}

LEAST_IN_TEXT = 0.01
"""Share of texts with a contact or a code of a person from which a text field holds personal data."""

LEAST_AMONG_COMPANIES = 0.03
"""Share of people's names among those of companies from which the field identifies people: fewer may be firms."""

_BY_TYPE: dict[str, PersonalData] = {
    "person_name": "identifier", "first_name": "identifier", "last_name": "identifier", "tax_code": "identifier",
    "email": "contact", "phone": "contact", "iban": "financial", "ip_address": "identifier",
}  # fmt: skip
_OF_ADDRESS = frozenset({"street", "postal_code", "municipality", "province"})
_PEOPLE = frozenset({"person_name", "first_name", "last_name", "tax_code", "email", "phone"})
_PAY = frozenset({"stipendio", "retribuzione", "ral", "salario", "salary", "wage", "compenso", "paga", "pay", "income"})
_ABOUT = frozenset({"sesso", "gender", "sex", "nazionalita", "nationality", "cittadinanza", "eta", "age", "coniugato"})


def personal_data(field: FieldFacts, values: ValueFacts, facts: DatasetFacts) -> PersonalData:
    """Return the class of a field; an address is personal where the dataset holds people."""
    told = set(words(field.name))
    if sensitive_topic(field, values):
        return "sensitive"
    people: PersonalData | None = "identifier" if values.people_share >= LEAST_AMONG_COMPANIES else None
    if found := _BY_TYPE.get(values.semantic_type or "") or people:
        return found
    if values.semantic_type in _OF_ADDRESS and _holds_people(facts):
        return "contact"
    if told & _PAY:
        return "financial"
    about = told & _ABOUT and not names_it(field.name, "identifier")
    if told & word_list("times")["of_a_person"] or about:
        return "demographic"
    return "free_text" if values.personal_share >= LEAST_IN_TEXT else "none"


def sensitive_topic(field: FieldFacts, values: ValueFacts) -> str | None:
    """Return the topic of art. 9 or 10 GDPR that a field's name or texts tell of, or None."""
    told = set(words(field.name)) | {"_".join(words(field.name))}
    by_name = next((topic for topic, listed in word_list("sensitive").items() if not told.isdisjoint(listed)), None)
    return by_name or values.sensitive


def _holds_people(facts: DatasetFacts) -> bool:
    return any(
        values.semantic_type in _PEOPLE or values.people_share >= LEAST_AMONG_COMPANIES for values in facts.values
    )
