"""Which system should lead for each concept: proposed by figures, and what people said of it."""

from dataclasses import dataclass

from django.urls import reverse

from regia.judgement.verdict import Decision, Kind, Verdict, subject_master
from regia.resolve.conflicts.tables import MASTERS, WHOLE
from regia.web.entities.names import Called
from regia.web.evidence.where import Where
from regia.web.frame.language import spoken
from regia.web.verdicts import standing
from regia.web.visit import Visit

_HOLDING = """
SELECT concept, list_sort(list(DISTINCT system)) AS systems FROM {entity_records} GROUP BY concept
"""


@dataclass(frozen=True)
class Candidate:
    """A system that could lead."""

    system: str
    name: str


@dataclass(frozen=True)
class MasterCard:
    """One concept that several systems hold: who is proposed or was chosen, why, who else there is, what was said."""

    concept: str
    name: str
    url: str
    chosen: Candidate
    is_decided: bool
    score: float | None
    reasons: tuple[str, ...]
    others: tuple[Candidate, ...]
    said: Verdict | None
    said_of: str


def master_cards(visit: Visit, names: Called) -> tuple[MasterCard, ...]:
    """Return the concepts that more than one system holds, the closest calls first."""
    evidence = visit.evidence
    if not evidence.has(MASTERS):
        return ()
    holding = {
        str(row["concept"]): [str(each) for each in row["systems"]]  # type: ignore[attr-defined]
        for row in evidence.figures(_HOLDING)
    }
    said = _said(visit)
    cards = []
    for row in evidence.rows(MASTERS, Where("attribute = ? AND runner_up IS NOT NULL", (WHOLE,)), order=("margin",)):
        concept, system = str(row["concept"]), str(row["system"])
        verdict = said.get(concept)
        others = [each for each in holding.get(concept, []) if each != system]
        cards.append(
            MasterCard(
                concept=concept,
                name=names.concept(concept),
                url=reverse("concept", args=[visit.company.slug, concept]),
                chosen=Candidate(system, names.system(system)),
                is_decided=row["status"] == "decided",
                score=None if row["score"] is None else float(str(row["score"])),
                reasons=tuple(each.strip() for each in str(row[f"reasons_{spoken()}"]).split(";") if each.strip()),
                others=tuple(Candidate(each, names.system(each)) for each in others),
                said=verdict,
                said_of=names.system(subject_master(verdict.subject)[2]) if verdict else "",
            )
        )
    return tuple(cards)


def _said(visit: Visit) -> dict[str, Verdict]:
    """Return the last verdict on the system that leads for each concept."""
    found = {}
    for subject, verdict in standing(visit, Kind.MASTER).items():
        concept, attribute, _ = subject_master(subject)
        if attribute == WHOLE and verdict.verdict in (Decision.CONFIRMED, Decision.REJECTED):
            found[concept] = verdict
    return found
