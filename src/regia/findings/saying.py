"""Saying what becomes of a finding: whoever asks, in the terminal or in the workspace, says it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regia.errors.findings import DayMissing, DayPast, ReasonMissing
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Verdict, finding_subject

NEED_WHY = frozenset({Decision.ACCEPTED, Decision.FALSE})
"""Decisions that leave the problem as it is, and so need a reason."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, on which day, before which snapshot."""

    person: str
    today: date
    snapshot: str | None


def judge(
    log: VerdictLog,
    row: Mapping[str, object],
    decision: Decision,
    by: Speaker,
    *,
    why: str = "",
    until: date | None = None,
) -> Verdict:
    """Say of a finding (a row of the table) that it is accepted until a day, false, fixed; or take it back.

    Raises:
        ReasonMissing, DayMissing, DayPast: it is accepted or called false without a reason, or until no day to come.
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    if decision in NEED_WHY and not why.strip():
        raise ReasonMissing()
    if decision == Decision.ACCEPTED:
        _to_come(until, by.today)
    return log.record(
        Kind.FINDING,
        _subject(row),
        decision,
        person=by.person,
        why=why.strip(),
        snapshot=by.snapshot,
        until=until if decision == Decision.ACCEPTED else None,
    )


def assign(
    log: VerdictLog, row: Mapping[str, object], to: str, by: Speaker, *, why: str = "", until: date | None = None
) -> Verdict:
    """Give a finding to a person, by a day if one is named; to nobody takes it back.

    Raises:
        DayPast: the day is over.
        CompanyLocked, LogDamaged, LogUnwritable: it could not be kept.
    """
    if until is not None:
        _to_come(until, by.today)
    to = to.strip().lower() if "@" in to else to.strip()
    return log.record(
        Kind.ASSIGNMENT,
        _subject(row),
        Decision.ASSIGNED if to else Decision.WITHDRAWN,
        person=by.person,
        why=why.strip(),
        snapshot=by.snapshot,
        until=until if to else None,
        to=to,
    )


def _to_come(day: date | None, today: date) -> None:
    if day is None:
        raise DayMissing()
    if day < today:
        raise DayPast(day=day.isoformat())


def _subject(row: Mapping[str, object]) -> str:
    return finding_subject(str(row["rule"]), str(row["subject"]))
