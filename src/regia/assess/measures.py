"""What was measured of the matter of an item: a share of what is not as it should be, on the same scale as the answers.

Anchors are fixed: none is level 5, the share named `worst` (or more) is level 1, in a straight line between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regia.assess.tables import DECLARED_SYSTEMS, OBJECTIVE_SYSTEMS, OBJECTIVES, RESPONSIBILITIES
from regia.engine.session import locked
from regia.errors import Text

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Measure:
    """How an item is measured: `sql` gives `part` of `whole`, from the `tables` it names."""

    measure: str
    item: str
    says: Text
    worst: float
    tables: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Measured:
    """A measure as found: `share` is 0 to 1 of `whole`, `level` its place on the scale of the answers."""

    measure: Measure
    share: float
    whole: int

    @property
    def level(self) -> float:
        """The level, 1 to 5."""
        return 5 - 4 * min(self.share / self.measure.worst, 1.0)


_DECLARED, _OBJECTIVES = DECLARED_SYSTEMS.name, OBJECTIVES.name
MEASURES = (
    Measure(
        "conflicts",
        "shared_words",
        Text(
            "{part:share} di ciò che sta in più sistemi ({whole}) ha dati in conflitto",
            "{part:share} of what several systems hold ({whole}) has data in conflict",
        ),
        0.5,
        ("conflicts", "entity_records"),
        "WITH shared AS (SELECT entity FROM entity_records GROUP BY entity HAVING count(DISTINCT system) > 1) "
        "SELECT count(*) FILTER (WHERE entity IN (SELECT entity FROM conflicts WHERE kind IN "
        "('stale', 'typing', 'different'))) AS part, count(*) AS whole FROM shared",
    ),
    Measure(
        "duplicates",
        "data_once",
        Text(
            "{part:share} di {whole} fra clienti, prodotti e altro ha più schede nello stesso sistema",
            "{part:share} of {whole} customers, products and the like have several records in one system",
        ),
        0.2,
        ("entity_records",),
        "WITH held AS (SELECT entity, system, count(*) AS records FROM entity_records GROUP BY ALL), "
        "most AS (SELECT entity, max(records) AS records FROM held GROUP BY entity) "
        "SELECT count(*) FILTER (WHERE records > 1) AS part, count(*) AS whole FROM most",
    ),
    Measure(
        "by_hand",
        "systems_connected",
        Text(
            "{part:share} dei passaggi di dati fra sistemi ({whole}) si fa a mano",
            "{part:share} of the passages of data between systems ({whole}) is by hand",
        ),
        0.5,
        ("interfaces",),
        "SELECT count(*) FILTER (WHERE mode = 'manual') AS part, count(*) AS whole FROM interfaces "
        "WHERE status <> 'contradicted' AND mode IS NOT NULL",
    ),
    Measure(
        "unowned_systems",
        "map_known",
        Text(
            "{part:share} dei sistemi ({whole}) non ha un responsabile",
            "{part:share} of systems ({whole}) has no owner",
        ),
        1.0,
        (_DECLARED,),
        "SELECT count(*) FILTER (WHERE owner IS NULL) AS part, count(*) AS whole FROM declared_systems",
    ),
    Measure(
        "unpriced_systems",
        "costs_known",
        Text(
            "di {part:share} dei sistemi ({whole}) non si conosce il costo",
            "the cost of {part:share} of systems ({whole}) is not known",
        ),
        1.0,
        (_DECLARED,),
        "SELECT count(*) FILTER (WHERE cost_eur_year IS NULL) AS part, count(*) AS whole FROM declared_systems",
    ),
    Measure(
        "unled_suppliers",
        "suppliers_led",
        Text(
            "{part:share} dei sistemi di un fornitore ({whole}) è senza scadenza o responsabile",
            "{part:share} of a supplier's systems ({whole}) lacks an end date or an owner",
        ),
        1.0,
        (_DECLARED,),
        "SELECT count(*) FILTER (WHERE contract_end IS NULL OR owner IS NULL) AS part, count(*) AS whole "
        "FROM declared_systems WHERE vendor IS NOT NULL",
    ),
    Measure(
        "unmeasured_objectives",
        "goals_measured",
        Text(
            "{part:share} degli obiettivi ({whole}) è senza indicatore o responsabile",
            "{part:share} of objectives ({whole}) lacks a KPI or an owner",
        ),
        1.0,
        (_OBJECTIVES,),
        "SELECT count(*) FILTER (WHERE kpi IS NULL OR owner IS NULL) AS part, count(*) AS whole FROM objectives",
    ),
    Measure(
        "aimless_systems",
        "vision_shared",
        Text(
            "{part:share} dei sistemi ({whole}) non serve alcun obiettivo dichiarato",
            "{part:share} of systems ({whole}) serves no declared objective",
        ),
        1.0,
        (_OBJECTIVES, OBJECTIVE_SYSTEMS.name, _DECLARED),
        "SELECT count(*) FILTER (WHERE system NOT IN (SELECT system FROM objective_systems)) AS part, "
        "count(*) AS whole FROM declared_systems WHERE EXISTS (SELECT 1 FROM objectives)",
    ),
    Measure(
        "undecided_areas",
        "who_decides",
        Text(
            "{part:share} delle materie ({whole}) non ha un ruolo solo che decide",
            "{part:share} of matters ({whole}) does not have one role that decides",
        ),
        1.0,
        (RESPONSIBILITIES.name,),
        "SELECT count(*) FILTER (WHERE problem IS NOT NULL) AS part, count(*) AS whole FROM responsibilities",
    ),
)


def measured(tables: "Mapping[str, pa.Table]") -> dict[str, Measured]:
    """Return what can be measured from these tables, by item; what lacks its tables, or any row, is left out."""
    return {each.measure.item: each for each in _measured(tables)}


def _measured(tables: "Mapping[str, pa.Table]") -> Iterator[Measured]:
    engine = locked(tables)
    for measure in MEASURES:
        if all(name in tables for name in measure.tables):
            [row] = engine.sql(measure.sql).to_arrow_table().to_pylist()
            if row["whole"]:
                yield Measured(measure, row["part"] / row["whole"], row["whole"])
