"""The findings of a check-up with where each stands: what people said of them, beside what was measured."""

from collections.abc import Mapping
from datetime import date

from regia.checkup.followed import followed
from regia.checkup.record import Records
from regia.engine.session import literal
from regia.errors import Text
from regia.findings.follow_up import LISTED, FollowUp
from regia.findings.tables import FINDINGS
from regia.model.table import Column, Table
from regia.web.evidence.reader import Evidence
from regia.web.evidence.where import Where

FOLLOWED = Table(
    FINDINGS.name,
    FINDINGS.grain,
    FINDINGS.key,
    (
        *FINDINGS.columns,
        Column("state", "text", Text("a che punto è", "where it stands"), required=True),
        Column("assigned_to", "text", Text("a chi è affidato", "who it is given to")),
        Column("due", "date", Text("il giorno che gli è stato dato", "the day it was given")),
        Column("settled", "boolean", Text("non c'è più niente da fare", "nothing more is to be done"), required=True),
        Column("followers", "integer", Text("rilievi che ne discendono", "findings that follow from it")),
    ),
)
UNSETTLED = Where("NOT settled")
_PLAIN = "SELECT *, 'open' AS state, NULL::VARCHAR AS assigned_to, NULL::DATE AS due, false AS settled FROM {findings}"
_JOINED = (
    "SELECT f.*, coalesce(s.state, 'open') AS state, s.assigned_to, s.due, coalesce(s.settled, false) AS settled "
    "FROM {findings} f LEFT JOIN (VALUES {rows}) s(finding, state, assigned_to, due, settled) ON s.finding = f.finding"
)
_COUNTED = (
    "SELECT f.*, c.followers FROM {findings} f LEFT JOIN "
    "(SELECT cause, count(*) AS followers FROM {findings} WHERE cause IS NOT NULL GROUP BY cause) c "
    "ON c.cause = f.finding"
)


def standing(evidence: Evidence, today: date) -> Mapping[str, FollowUp]:
    """Return where each finding stands of which anybody ever said anything.

    Raises:
        LogDamaged: the company's log of verdicts cannot be read.
    """
    return followed(Records(evidence.folder), today)


def with_standing(evidence: Evidence, known: Mapping[str, FollowUp]) -> Evidence:
    """Return evidence whose findings tell where they stand."""
    if not evidence.has(FINDINGS):
        return evidence
    rows = ", ".join(_row(finding, each) for finding, each in known.items())
    sql = (_JOINED if rows else _PLAIN).format(findings=evidence.relation(FINDINGS), rows=rows)
    return evidence.with_view(FINDINGS, sql)


def with_followers(evidence: Evidence) -> Evidence:
    """Return evidence whose findings tell how many follow from each, as `FOLLOWED` says."""
    return evidence.with_view(FINDINGS, _COUNTED.format(findings=evidence.relation(FINDINGS)))


def _row(finding: str, found: FollowUp) -> str:
    due = f"DATE {literal(found.due.isoformat())}" if found.due else "NULL::DATE"
    to = literal(found.assigned_to.replace("\0", "")) if found.assigned_to else "NULL::VARCHAR"
    settled = "false" if found.state in LISTED else "true"
    return f"({literal(finding)}, {literal(found.state.value)}, {to}, {due}, {settled})"
