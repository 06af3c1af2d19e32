"""What a dataset is: an entity, a transaction, a code list, a history, a log, a bridge, a copy, a spreadsheet ...

Each kind is recognised by what makes it one (a history: a thing many times, each with a status and a time); names
help where the structure allows several readings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from regia.profile.alike import core
from regia.profile.copies import original
from regia.profile.facts import FieldFacts, ValueFacts
from regia.profile.known import Known
from regia.profile.names import says, word_list, words
from regia.profile.references import Reference
from regia.profile.scan_sql import kind_of
from regia.profile.time_roles import time_role

DatasetKind = Literal[
    "entity", "transaction", "code_list", "status_history", "log", "bridge", "translation", "entity_attribute_value",
    "backup_copy", "spreadsheet",
]  # fmt: skip

MOST_CODES = 1_000
_LANGUAGES = frozenset(
    {
        "it",
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "nl",
        "ita",
        "eng",
        "deu",
        "fra",
        "esp",
        "it-it",
        "en-us",
        "en-gb",
        "it_it",
        "en_us",
        "en_gb",
        "de_de",
        "fr_fr",
        "es_es",
        "italiano",
        "inglese",
        "italian",
        "english",
    }
)


@dataclass(frozen=True)
class View:
    """A dataset among the others of its system, with the references from it and to it."""

    known: Known
    others: list[Known]
    out: list[Reference]
    into: list[Reference]

    @cached_property
    def name(self) -> frozenset[str]:
        """The words of the dataset's name."""
        return frozenset(words(self.known.dataset.dataset.rpartition(".")[2]))

    @property
    def pairs(self) -> list[tuple[FieldFacts, ValueFacts]]:
        """Its fields with their values."""
        return list(zip(self.known.facts.fields, self.known.facts.values, strict=True))

    def called(self, listed: str) -> bool:
        """Whether the dataset's name holds a word of a list."""
        return not self.name.isdisjoint(word_list("kinds")[listed])

    def fields_called(self, listed: str) -> list[tuple[FieldFacts, ValueFacts]]:
        """Return the fields whose name holds a word of a list."""
        wanted = word_list("kinds")[listed]
        return [
            pair for pair in self.pairs if not wanted.isdisjoint({*words(pair[0].name), "".join(words(pair[0].name))})
        ]

    @cached_property
    def referring(self) -> frozenset[str]:
        """The fields that refer to other datasets."""
        return frozenset(name for each in self.out for name in each.fields)

    @cached_property
    def events(self) -> list[str]:
        """The fields that hold times of events or of writing."""
        return [pair[0].name for pair in self.pairs if time_role(*pair) in ("event", "technical")]

    def has(self, *semantic_types: str) -> bool:
        """Whether a field holds one of these types."""
        return any(values.semantic_type in semantic_types for _, values in self.pairs)


def dataset_kind(view: View) -> DatasetKind | None:
    """Return what a dataset is, or None where it holds nothing."""
    if not view.known.facts.records:
        return None
    if original(view.known, view.others) is not None:
        return "backup_copy"
    if view.known.dataset.kind == "sheet":
        return "spreadsheet"
    tests: tuple[tuple[DatasetKind, Callable[[View], bool]], ...] = (
        ("entity_attribute_value", _is_eav), ("translation", _is_translation), ("status_history", _is_history),
        ("log", _is_log), ("code_list", _is_code_list), ("bridge", _is_bridge), ("transaction", _is_transaction),
    )  # fmt: skip
    return next((kind for kind, test in tests if test(view)), "entity")


def _is_eav(view: View) -> bool:
    attributes = [
        field for field, _ in view.fields_called("attribute")
        if kind_of(field.engine_type) in ("text", "number") and (field.distinct or 0) * 3 <= field.held
    ]  # fmt: skip
    held = [field for field, _ in view.fields_called("value") if kind_of(field.engine_type) == "text"]
    return bool(attributes and held) and len(view.pairs) <= 8 and attributes != held


def _is_translation(view: View) -> bool:
    languages = [values for _, values in view.fields_called("language") if _are_languages(values)]
    keyed = any(len(key.fields) == 2 and not key.scoped for key in view.known.facts.keys)
    return bool(languages) and len(view.pairs) <= 10 and (keyed or bool(view.referring)) and not view.has("email")


def _are_languages(values: ValueFacts) -> bool:
    told = [value.strip() for value, _ in values.top[:3]]
    letters = all(len(value) == 1 and value.isalpha() and value.isupper() for value in told)  # as SAP's SPRAS
    return bool(told) and (letters or all(value.lower() in _LANGUAGES for value in told))


def _is_history(view: View) -> bool:
    statuses = [
        field for field, values in view.pairs
        if values.semantic_type == "status_code" and says(field.name, "kinds", "history")
    ]  # fmt: skip
    repeated = [
        field for field, values in view.pairs
        if field.name in view.referring or (_names_thing(field) and values.semantic_type != "status_code")
    ]  # fmt: skip
    told = [
        field for field in repeated if field.distinct and field.distinct * 1.2 <= field.held and field.distinct >= 5
    ]
    if not (statuses and told and view.events) or len(view.pairs) > 10 or view.into:
        return False
    moves = len(statuses) >= 2
    return view.called("history") or moves or (len(view.pairs) <= 6 and not view.has("money"))


def _names_thing(field: FieldFacts) -> bool:
    return (
        bool(core(field.name))
        and set(words(field.name)) != set(core(field.name))
        and kind_of(field.engine_type) != "time"
    )


def _is_log(view: View) -> bool:
    if not view.events or view.into:
        return False
    if view.has("money"):
        return view.called("log") and view.has("json")  # messages carry the amounts of what they tell of
    return view.called("log") or (view.has("ip_address", "json") and len(view.pairs) <= 12) or _only_happens(view)


def _only_happens(view: View) -> bool:
    """Whether records are written once and never changed: one time, no status, nothing that is one of its kind."""
    times = [pair for pair in view.pairs if time_role(*pair)]
    known = any(view.called(each) for each in ("transaction", "line", "entity", "codes"))
    own = [
        field for field, values in view.pairs
        if values.semantic_type in ("email", "tax_code", "vat_number", "ean") and field.distinct == field.held
    ]  # fmt: skip
    return len(times) == 1 and len(view.pairs) <= 8 and not known and not own and not _has_status(view)


def _has_status(view: View) -> bool:
    """Whether a field holds a status that may change: a reason or a type never does."""
    return any(
        values.semantic_type == "status_code" and says(field.name, "kinds", "history") for field, values in view.pairs
    )


def _is_code_list(view: View) -> bool:
    facts = view.known.facts
    if (
        facts.records > MOST_CODES
        or len(view.pairs) > 8
        or view.has("person_name", "email", "phone", "money", "street")
    ):
        return False
    texts = [
        field for field, _ in view.pairs
        if kind_of(field.engine_type) == "text" and field.distinct == field.held and field.name not in view.referring
    ]  # fmt: skip
    timed = [pair for pair in view.pairs if time_role(*pair) in ("event", "planned")]
    elsewhere = view.called("transaction") or view.called("entity")
    if not texts or timed or (elsewhere and not view.called("codes")):
        return False
    return view.called("codes") or bool(view.into) or facts.records <= 100


def _is_bridge(view: View) -> bool:
    linking = {each.fields for each in view.out if len(each.fields) == 1}
    rest = [pair for pair in view.pairs if pair[0].name not in view.referring]
    payload = [pair for pair in rest if time_role(*pair) is None and not _is_own_key(view, pair[0])]
    return len(linking) >= 2 and len(payload) <= 1 and not view.has("money") and not view.called("line")


def _is_own_key(view: View, field: FieldFacts) -> bool:
    return any(key.fields == (field.name,) for key in view.known.facts.keys)


def _is_item(view: View) -> bool:
    """Whether an item is an article, not a line: it has its own barcode and belongs to nothing."""
    return not view.out and any(values.semantic_type == "ean" for _, values in view.pairs)


def _is_transaction(view: View) -> bool:
    if view.called("transaction") or (view.called("line") and not _is_item(view)):
        return True
    if view.called("entity"):
        return False
    events = [pair for pair in view.pairs if time_role(*pair) in ("event", "planned")]
    amounts = view.has("money")
    return bool(view.out) and bool(events or amounts) and not view.has("tax_code", "vat_number")
