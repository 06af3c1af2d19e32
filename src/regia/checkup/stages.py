"""The stages of a check-up, in order."""

from typing import Any

from regia.assess.stage import STAGE as ASSESS
from regia.findings.stage import STAGE as FINDINGS
from regia.interfaces.stage import STAGE as INTERFACES
from regia.journeys.stage import STAGE as JOURNEYS
from regia.match.stage import STAGE as MATCH
from regia.model.table import Table
from regia.profile.stage import STAGE as PROFILE
from regia.resolve.conflicts.stage import STAGE as CONFLICTS
from regia.resolve.stage import STAGE as RESOLVE
from regia.snapshot.stage import Stage

STAGES: tuple[Stage[Any], ...] = (PROFILE, MATCH, RESOLVE, CONFLICTS, INTERFACES, JOURNEYS, ASSESS, FINDINGS)


def tables() -> dict[str, Table]:
    """Return the contracts of all evidence tables, by name."""
    return {table.name: table for stage in STAGES for table in stage.writes}
