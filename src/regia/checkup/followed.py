"""What became of the findings of a company: the log of verdicts against the check-ups that are kept."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from regia.checkup.record import Checkup, Records
from regia.errors.snapshot import CheckupDamaged, TableNotComputed
from regia.findings.follow_up import FollowUp, Sighting, follow
from regia.findings.stage import identity
from regia.findings.tables import FINDINGS, RULES
from regia.judgement.log import FILE, VerdictLog
from regia.judgement.verdict import FOLLOWING, Decision, Verdict, subject_finding
from regia.profile.tables import DATASETS, SYSTEMS

if TYPE_CHECKING:
    import pyarrow as pa

_UNREAD_SYSTEMS = ("failed", "carried", "left_out")
_UNREAD_DATASETS = ("failed", "damaged")
Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class _Seen:
    """What one check-up tells of some findings: where it found them, the rules it ran, what it could not read."""

    found: Mapping[str, Place]
    ran: frozenset[str]
    unread: frozenset[Place]


def followed(records: Records, today: date) -> Mapping[str, FollowUp]:
    """Return where each finding stands of which anybody ever said anything, by its identifier.

    Raises:
        LogDamaged: the company's log of verdicts cannot be read.
    """
    path = records.company_folder / FILE
    stamp = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else (0, 0)
    return _followed(records.company_folder, stamp, tuple(records.ids()), today)


def said_of(folder: Path, finding: str) -> list[Verdict]:
    """Return all that was said of a finding, in order."""
    return _by_finding(VerdictLog(folder, "").all()).get(finding, [])


def last_seen(records: Records, finding: str) -> tuple[Checkup, dict[str, object]] | None:
    """Return the newest check-up that found a finding, with its row there; None where none that is kept did."""
    return _last_seen(records.company_folder, tuple(records.ids()), finding)


@lru_cache(maxsize=256)
def _last_seen(folder: Path, checkups: tuple[str, ...], finding: str) -> tuple[Checkup, dict[str, object]] | None:
    records = Records(folder)
    for name in reversed(checkups):
        with suppress(CheckupDamaged, TableNotComputed, OSError):
            checkup = records.read(name)
            if rows := _columns(records, checkup, FINDINGS.name, None, finding=(finding,)).to_pylist():
                return checkup, rows[0]
    return None


@lru_cache(maxsize=16)
def _followed(folder: Path, _stamp: tuple[int, int], checkups: tuple[str, ...], today: date) -> Mapping[str, FollowUp]:
    by_finding = _by_finding(VerdictLog(folder, "").all())
    if not by_finding:
        return {}
    looked = list(_looked(folder, checkups, by_finding))
    return {
        finding: follow(verdicts, _sightings(finding, verdicts, looked), today)
        for finding, verdicts in by_finding.items()
    }


def _by_finding(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for each in verdicts:
        if each.kind in FOLLOWING:
            with suppress(ValueError):
                found.setdefault(identity(*subject_finding(each.subject)), []).append(each)
    return found


def _looked(
    folder: Path, checkups: Sequence[str], verdicts: Mapping[str, list[Verdict]]
) -> Iterable[tuple[Checkup, _Seen]]:
    """Yield the check-ups that can prove something, and the last one in any case, with what each saw."""
    records, wanted = Records(folder), tuple(sorted(verdicts))
    words = [each.at for said in verdicts.values() for each in said if each.verdict == Decision.FIXED]
    first = min(words, default=datetime.max)
    known = []
    for name in checkups:
        with suppress(CheckupDamaged, OSError):
            known.append(records.read(name))
    before = [each for each in known if not words or each.started_at <= first][-1:]
    chosen = before + [each for each in known if words and each.started_at > first]
    for checkup in {each.checkup: each for each in (*chosen, *known[-1:])}.values():
        with suppress(CheckupDamaged, TableNotComputed, OSError):
            yield checkup, _seen(folder, checkup.checkup, wanted)


@lru_cache(maxsize=64)
def _seen(folder: Path, checkup: str, wanted: tuple[str, ...]) -> _Seen:
    records = Records(folder)
    found = records.read(checkup)
    rows = _columns(records, found, FINDINGS.name, ("finding", "system", "dataset"), finding=wanted).to_pylist()
    rules = _columns(records, found, RULES.name, ("rule", "failure")).to_pylist()
    systems = _columns(records, found, SYSTEMS.name, ("system", "status"), status=_UNREAD_SYSTEMS).to_pylist()
    datasets = _columns(
        records, found, DATASETS.name, ("system", "dataset", "status"), status=_UNREAD_DATASETS
    ).to_pylist()
    return _Seen(
        {row["finding"]: (row["system"], row["dataset"]) for row in rows},
        frozenset(row["rule"] for row in rules if not row["failure"]),
        frozenset((row["system"], row.get("dataset")) for row in (*systems, *datasets)),
    )


def _columns(
    records: Records, checkup: Checkup, table: str, columns: Sequence[str] | None, **among: Sequence[str]
) -> "pa.Table":
    """Return some columns of a table of a check-up, of the rows that hold one of some values."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    run = checkup.stage_of(table)
    if run is None:
        raise TableNotComputed(table=table, checkup=checkup.checkup)
    path = records.stage_folder(run.stage, run.fingerprint) / f"{table}.parquet"
    filters = [(name, "in", list(values)) for name, values in among.items()] or None
    try:
        return pq.read_table(path, columns=list(columns) if columns else None, filters=filters, partitioning=None)
    except (pa.ArrowException, KeyError) as error:
        raise CheckupDamaged(checkup=checkup.checkup, detail=f"{table}: {error}") from error


def _sightings(finding: str, verdicts: Sequence[Verdict], looked: Sequence[tuple[Checkup, _Seen]]) -> list[Sighting]:
    rule, _ = subject_finding(verdicts[-1].subject)
    place: Place = (None, None)
    unread: frozenset[Place] = frozenset()
    found = []
    for checkup, seen in looked:
        if finding in seen.found:
            place, unread = seen.found[finding], seen.unread
        told = finding in seen.found if _could_look(rule, place, unread, seen) else None
        found.append(Sighting(checkup.started_at, checkup.looked, told))
    return found


def _could_look(rule: str, place: Place, unread: frozenset[Place], seen: _Seen) -> bool:
    """Whether a check-up could have found it: its rule ran, and what it is about was read.

    One that is about no system is about all: none may be unread that was read when it was found.
    """
    if rule not in seen.ran:
        return False
    system, _ = place
    return not seen.unread - unread if system is None else not {(system, None), place} & seen.unread
