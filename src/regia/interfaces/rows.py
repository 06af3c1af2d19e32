"""The register as rows of its tables."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from regia.interfaces.clue import Step
from regia.interfaces.landscape import Landscape
from regia.interfaces.network import places
from regia.interfaces.reasons import codes, said
from regia.interfaces.register import Interface
from regia.workspace.company import Assumptions

Row = dict[str, object]
_LIKELY = 0.5
_CENT = Decimal("0.01")
_GIVE_OR_TAKE = Decimal("0.5")
_FIRST = ("from_dataset", "to_dataset", "lag_p50_hours", "lag_p90_hours", "records_per_month", "error_share",
          "runs_at_hour", "runs_on")  # fmt: skip


def interface_rows(lines: Iterable[Interface], landscape: Landscape, assumptions: Assumptions) -> list[Row]:
    """Return the rows of `interfaces`."""
    return [_interface(line) | _named(line, landscape) | _cost(line, assumptions) for line in lines]


def _named(line: Interface, landscape: Landscape) -> Row:
    """Return the name of what passes, as people say it."""
    concept = line.concept or "?"
    known = landscape.hub.concepts.get(concept)
    names = landscape.concepts.get(concept) or ((known.it, known.en) if known else (concept, concept))
    return {"concept_it": names[0], "concept_en": names[1]}


def _cost(line: Interface, assumptions: Assumptions) -> Row:
    """Return what re-keying by hand costs a year; the range is the minutes a record, give or take half."""
    monthly = line.first("records_per_month")
    if line.mode != "manual" or not isinstance(monthly, float) or line.probability < _LIKELY:
        return {}
    hours = Decimal(monthly * 12) * assumptions.minutes_per_rekeyed_record / 60
    cost = hours * assumptions.hour_cost_eur
    return {
        "hours_year": float(hours),
        "eur_year_low": (cost * (1 - _GIVE_OR_TAKE)).quantize(_CENT),
        "eur_year_high": (cost * (1 + _GIVE_OR_TAKE)).quantize(_CENT),
        "cost_confirmed": assumptions.confirmed,
    }


def link_rows(systems: Iterable[str], lines: Iterable[Interface]) -> list[Row]:
    """Return the rows of `system_links`, by the interfaces likelier than not."""
    listed = list(systems)
    edges = [(each.from_system, each.to_system) for each in lines if each.probability >= _LIKELY]
    return [dict(vars(each)) for each in places(listed, edges)]


def _interface(line: Interface) -> Row:
    reasons = codes(line)
    text = said(reasons)
    return {
        "interface": line.interface,
        "from_system": line.from_system,
        "to_system": line.to_system,
        "concept": line.concept,
        "mode": line.mode,
        "status": line.status,
        "probability": line.probability,
        "declared": "declared" in line.origins,
        "observed": "observed" in line.origins,
        "inferred": "inferred" in line.origins,
        "contradiction": line.contradiction,
        "last_seen_at": line.last_seen_at,
        "verdict": line.verdict,
        "name": line.name,
        "reasons": ", ".join(reasons),
        "reasons_it": text.it,
        "reasons_en": text.en,
        **{name: line.first(name) for name in _FIRST},
    }


def evidence_rows(lines: Iterable[Interface]) -> list[Row]:
    """Return the rows of `interface_evidence`; what says the same at the same place is told once."""
    rows: dict[tuple[str, str, str], Row] = {
        (line.interface, clue.kind, clue.reference): {
            "interface": line.interface,
            "kind": clue.kind,
            "origin": clue.origin,
            "reference": clue.reference,
            "detail": clue.detail,
        }
        for line in lines
        for clue in line.clues
    }
    return list(rows.values())


def lineage_rows(steps: Iterable[Step], lines: Sequence[Interface], landscape: Landscape) -> list[Row]:
    """Return the rows of `lineage`, each step once, with the interface that carries it where two systems are."""
    known = {line.interface for line in lines}
    rows: dict[tuple[str, ...], Row] = {}
    for step in steps:
        key = (step.from_system, step.from_dataset, step.from_field, step.to_system, step.to_dataset, step.to_field)
        rows.setdefault(key, _step(step, known, landscape))
    return [rows[key] for key in sorted(rows)]


def _step(step: Step, known: set[str], landscape: Landscape) -> Row:
    held = (
        landscape.concept_of(step.to_system, step.to_dataset),
        landscape.concept_of(step.from_system, step.from_dataset),
    )
    names = [f"{step.from_system}>{step.to_system}:{landscape.family(each)}" for each in held if each]
    row: Mapping[str, object] = vars(step)
    return {**row, "interface": next((name for name in names if name in known), None)}
