"""A small company for tests: an Italian ERP, an English CRM and a shop, whose truth is plain to a person."""

from collections.abc import Mapping, Sequence

from regia.match.field import Field
from regia.match.hub import shipped_hub
from regia.match.lexicon import shipped
from regia.match.matching import Key, Matched, match_fields
from regia.match.scoring import shipped_scoring
from regia.model.progress import Silent

_TABLES = {
    ("erp", "ANACLI"): "CODCLI* RAGSOC PARIVA INDIRI LOCALI CAP EMAIL TELEFONO",
    ("erp", "ARTICO"): "CODART* DESCRI PREZZO:number PESO:number",
    ("crm", "accounts"): "id* name vat_number street city zip email phone created_at:time",
    ("shop", "customers"): "customer_id* first_name last_name email_address birthday:date",
    ("shop", "products"): "product_id* name price:number weight:number active:boolean",
}


def fields() -> list[Field]:
    """Return the fields; * marks the key."""
    found = []
    for (system, dataset), listed in _TABLES.items():
        for position, written in enumerate(listed.split(), 1):
            name, _, kind = written.rstrip("*").partition(":")
            key = written.endswith("*")
            found.append(
                Field(system, dataset, name, kind=kind or "text", in_key=key, sole_key=key, position=position)  # type: ignore[arg-type]
            )
    return found


def matched(
    given: Sequence[Field],
    verdicts: Mapping[frozenset[Key], bool] | None = None,
    declared: Mapping[frozenset[Key], bool] | None = None,
) -> Matched:
    """Match fields with what is shipped."""
    return match_fields(
        given,
        lexicon=shipped(),
        hub=shipped_hub(),
        scoring=shipped_scoring(),
        verdicts=verdicts or {},
        declared=declared,
        progress=Silent(),
    )


def chances(found: Matched) -> dict[frozenset[Key], float]:
    """Return the probability of every pair."""
    seen = found.seen.fields
    return {frozenset({seen[each.left].key, seen[each.right].key}): each.probability for each in found.matches}
