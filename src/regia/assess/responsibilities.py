"""Who decides what: the declared map of responsibilities, and where nobody, two, or the supplier decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from regia.workspace.company import Company, Responsibility
from regia.workspace.direction_keys import AREAS

Problem = Literal["nobody", "several", "supplier"]

#: What people write for a supplier without its name.
SUPPLIER_WORDS = frozenset(
    ("fornitore", "fornitori", "il fornitore", "supplier", "suppliers", "the supplier", "vendor", "the vendor",
     "system integrator", "software house")
)  # fmt: skip


@dataclass(frozen=True)
class Decider:
    """One area of the map, and what is wrong with who decides."""

    declared: Responsibility
    problem: Problem | None


def deciders(company: Company) -> tuple[Decider, ...]:
    """Return the whole map in the order of its areas; empty where nothing of it is declared."""
    declared = {each.area: each for each in company.responsibilities}
    if not declared:
        return ()
    suppliers = SUPPLIER_WORDS | {_plain(system.vendor) for system in company.systems if system.vendor}
    return tuple(_decider(declared.get(area, Responsibility(area)), suppliers) for area in AREAS)


def _decider(declared: Responsibility, suppliers: frozenset[str]) -> Decider:
    return Decider(declared, next(_problems(declared, suppliers), None))


def _problems(declared: Responsibility, suppliers: frozenset[str]) -> Iterator[Problem]:
    if not declared.accountable:
        yield "nobody"
    if any(_plain(role) in suppliers for role in declared.accountable):
        yield "supplier"
    if len(declared.accountable) > 1:
        yield "several"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
