"""Which finding another one follows from, where the rule itself cannot know: what is wrong in a forgotten copy."""

from collections.abc import Mapping

from regia.model.rule import Hit, Rule, Tables

Cause = tuple[str, str]
"""The code of a rule and the subject of its finding."""

_COPY = "dataset_copy"


def copies(tables: Tables, known: frozenset[str]) -> Mapping[tuple[str, str], Cause]:
    """Return, for each dataset that is a copy, the finding that tells so; `known` are the tables there are."""
    if "datasets" not in known:
        return {}
    rows = tables.query("SELECT system, dataset FROM datasets WHERE copy_of IS NOT NULL")
    names = ((str(row["system"]), str(row["dataset"])) for row in rows)
    return {name: (_COPY, ".".join(name)) for name in names}


def cause_of(rule: Rule, hit: Hit, in_copies: Mapping[tuple[str, str], Cause]) -> Cause | None:
    """Return the cause that the rule names, else the copy that the hit is found in."""
    if hit.cause or rule.code == _COPY:
        return hit.cause
    return in_copies.get((hit.system or "", hit.dataset or ""))
