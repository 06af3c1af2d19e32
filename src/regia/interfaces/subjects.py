"""What the findings on interfaces are about: data of a concept that passes from one system to another."""

from collections.abc import Mapping

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit


def passing(row: Mapping[str, object], *, probability: float | None = None, **values: object) -> Hit:
    """Return the hit of an interface, from its row; its probability is the interface's unless another is given."""
    name = str(row["interface"])
    return Hit(
        subject=name,
        values={
            "left": row["from_system"],
            "right": row["to_system"],
            "concept": Text(str(row["concept_it"]), str(row["concept_en"])),
            **values,
        },
        evidence_table="interfaces",
        evidence_filter=f"interface = {literal(name)}",
        system=str(row["from_system"]),
        probability=float(str(row["probability"])) if probability is None else probability,
    )


def unlikely(row: Mapping[str, object]) -> Hit:
    """Return the hit of an interface that is as probable as the interface is not."""
    return passing(row, probability=1 - float(str(row["probability"])))
