"""What a verdict on two records is about."""

from regia.checkup.record import Checkup
from regia.cli.resolved import Resolved
from regia.judgement.verdict import pair_subject
from regia.resolve.tables import ENTITY_RECORDS
from regia.workspace.company import Company


def subject_of_link(found: Company, checkup: Checkup, sides: tuple[str, str]) -> str | None:
    """Return the subject of a verdict on two records, or None where a name is no record."""
    if not checkup.stage_of(ENTITY_RECORDS.name):
        return None
    known = Resolved(found)
    one, other = (known.record(side) for side in sides)
    return pair_subject(one, other) if one and other and one != other else None
