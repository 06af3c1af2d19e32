"""What the profile found of a made-up company beside what is true of it, subject by subject."""

from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from regia.model.rule import Rule, Tables
from regia.profile import rules
from regia.profile.stage import STAGE

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]

TYPES = frozenset(
    {"email", "phone", "vat_number", "tax_code", "iban", "ean", "postal_code", "province", "municipality", "country",
     "currency", "url", "uuid", "first_name", "last_name", "person_name", "company_name", "street", "money", "percent",
     "status_code", "date_text", "free_text", "json"}
)  # fmt: skip
"""The types that the truth speaks of; others that Regia tells (yes or no, IP address) are left out of the count."""

# The truth names what was planted, a rule what it tells; None: no rule of this stage looks for it.
RULES = {
    "default_value": "default_values",
    "table_copy": "dataset_copy",
    "key_not_unique": "repeated_key",
    "empty_table": "empty_dataset",
    "personal_data_in_free_text": "personal_data_in_text",
    "undocumented_status": "undocumented_codes",
    "duplicate_customers": None,
    "contract_ending": None,
}
# These tell once for a whole dataset, or system, what is planted field by field.
BY_DATASET = frozenset(
    {"date_in_text", "repeated_key", "table_without_key", "dataset_copy", "empty_field", "constant_field", "stale_data"}
)  # fmt: skip
BY_SYSTEM = frozenset({"empty_dataset"})
# Always true of any company, and so planted nowhere.
NOT_PLANTED = frozenset({"contract_ending_soon"})
# How many records and fields a dataset must have before it is worth telling, as the rules' pages say.
WORTH_TELLING = {"empty_field": (20, 1), "constant_field": (100, 3)}
MATERIAL_RECORDS = 5


class Company(Protocol):
    """A checked-up company."""

    def found(self, table: str) -> Rows:
        """Return an evidence table."""

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""

    def evidence(self, *tables: str) -> Tables:
        """Return its snapshot with these tables."""


def semantic_types(company: Company) -> tuple[Facts, Facts]:
    """Which field holds what, where the field holds anything."""
    filled = _filled(company)
    found = {(*_field(row), row["semantic_type"]) for row in company.found("fields") if row["semantic_type"] in TYPES}
    true = {(*_field(row), row["semantic_type"]) for row in company.true("fields") if row["semantic_type"]}
    true -= {(*place, "date_text") for place in _typed_times(company)}
    return {fact for fact in found if fact[:3] in filled}, {fact for fact in true if fact[:3] in filled}


def time_roles(company: Company) -> tuple[Facts, Facts]:
    """Which field tells what kind of time."""
    filled = _filled(company)
    found = {(*_field(row), row["time_role"]) for row in company.found("fields") if row["time_role"]}
    true = {(*_field(row), row["time_role"]) for row in company.true("fields") if row["time_role"]}
    return found, {fact for fact in true if fact[:3] in filled}


def keys(company: Company) -> tuple[Facts, Facts]:
    """The best inferred key of each dataset of three records or more, declared ones hidden."""
    held = {_dataset(row) for row in company.found("datasets") if _number(row["records"]) >= 3}
    found = {(*_dataset(row), row["likely_key"]) for row in company.found("datasets") if row["likely_key"]}
    true = {(*_dataset(row), row["fields"]) for row in company.true("keys")}
    return found, {fact for fact in true if fact[:2] in held}


def references(company: Company) -> tuple[Facts, Facts]:
    """Which field refers to which key; the made-up systems declare none."""
    rows = (row for row in company.found("field_references") if row["origin"] == "inferred")
    columns = ("system", "dataset", "fields", "to_dataset", "to_fields")
    filled = _filled(company)
    found = {tuple(row[column] for column in columns) for row in rows}
    true = {tuple(row[column] for column in columns) for row in company.true("field_references")}
    return found, {fact for fact in true if fact[:3] in filled or "|" in str(fact[2])}


def dataset_kinds(company: Company) -> tuple[Facts, Facts]:
    """What each dataset that holds anything is."""
    held = {_dataset(row) for row in company.found("datasets") if _number(row["records"])}
    found = {(*_dataset(row), row["kind"]) for row in company.found("datasets") if row["kind"]}
    true = {(*_dataset(row), row["kind"]) for row in company.true("datasets")}
    return found, {fact for fact in true if fact[:2] in held}


def findings(company: Company) -> tuple[Facts, Facts]:
    """What was planted, however little of it there is."""
    return _findings(company, least=0)


def findings_material(company: Company) -> tuple[Facts, Facts]:
    """What was planted in five records or more: rules leave less alone on purpose."""
    return _findings(company, least=MATERIAL_RECORDS)


def _findings(company: Company, *, least: int) -> tuple[Facts, Facts]:
    usual = _not_worth_telling(company)
    ours = {rule.code for rule in _rules()}
    planted = {(*_place(row, _rule(row)),) for row in company.true("findings") if _rule(row) in ours}
    seen = {_field(row) for row in company.found("fields")} - _typed_times(company)
    true = {
        _place(row, rule)
        for row in company.true("findings")
        # an attribute of an entity-attribute-value store is no field; a date read from a file is no text
        if (row["field"] is None or _field(row) in seen)
        and (rule := _rule(row)) in ours
        and not (least and _place(row, rule) in usual)
        and (
            _number(row["records"]) >= least
            or rule in BY_DATASET | BY_SYSTEM | {"unowned_system", "no_writes_for_a_year"}
        )
    }
    small = planted - true
    return _told(company) - small, true


def _told(company: Company) -> Facts:
    """Return what the rules of the profile tell: later stages have their own truth."""
    evidence = company.evidence(*(table.name for table in STAGE.writes))
    return {
        _place({"system": hit.system, "dataset": hit.dataset, "field": hit.field}, rule.code)
        for rule in _rules()
        if rule.code not in NOT_PLANTED
        for hit in rule.find(evidence)
    }


def _rules() -> list[Rule]:
    return [import_module(f"{rules.__name__}.{module.name}").RULE for module in iter_modules(rules.__path__)]


def _not_worth_telling(company: Company) -> Facts:
    rows = [row for row in company.true("findings") if str(row["rule"]) in WORTH_TELLING]
    counts = Counter(_place(row, _rule(row)) for row in rows)
    wanted = {_place(row, _rule(row)): WORTH_TELLING[str(row["rule"])] for row in rows}
    records = {_place(row, _rule(row)): _number(row["records"]) for row in rows}
    return {place for place, (least, fields) in wanted.items() if records[place] < least or counts[place] < fields}


def _place(row: dict[str, object], rule: str | None) -> tuple[object, ...]:
    if rule in BY_SYSTEM:
        return rule, row["system"], None, None
    return rule, row["system"], row["dataset"], None if rule in BY_DATASET else row["field"]


def _rule(row: dict[str, object]) -> str | None:
    return RULES.get(str(row["rule"]), str(row["rule"]))


def _typed_times(company: Company) -> Facts:
    """The fields that a connector has read as times already: text files, whose dates are no texts any more."""
    return {_field(row) for row in company.found("fields") if row["type"] in ("date", "timestamp", "timestamp_utc")}


def _filled(company: Company) -> Facts:
    return {_field(row) for row in company.found("fields") if row["distinct_count"]}


def _field(row: dict[str, object]) -> tuple[object, ...]:
    return row["system"], row["dataset"], row["field"]


def _dataset(row: dict[str, object]) -> tuple[object, ...]:
    return row["system"], row["dataset"]


def _number(value: object) -> int:
    return int(str(value)) if value is not None else 0


SUBJECTS: dict[str, Callable[[Company], tuple[Facts, Facts]]] = {
    "semantic_types": semantic_types,
    "keys": keys,
    "references": references,
    "time_roles": time_roles,
    "dataset_kinds": dataset_kinds,
    "findings": findings,
    "findings_material": findings_material,
}
