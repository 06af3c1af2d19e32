"""The log of verdicts: `verdicts.jsonl` in the company folder, only ever appended to, by this file alone."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from regia.errors.judgement import LogDamaged, LogUnwritable
from regia.judgement.verdict import FOLLOWING, Decision, Kind, Verdict
from regia.workspace.lock import company_lock

FILE = "verdicts.jsonl"
_WAIT_SECONDS = 30


class VerdictLog:
    """The verdicts of one company."""

    def __init__(self, folder: Path, company: str) -> None:
        self._path = folder / FILE
        self._folder = folder
        self._company = company

    def record(
        self,
        kind: Kind,
        subject: str,
        decision: Decision,
        *,
        person: str,
        why: str = "",
        snapshot: str | None = None,
        name: str = "",
        until: date | None = None,
        to: str = "",
        of: str = "",
    ) -> Verdict:
        """Append a verdict, on the disk before this returns, and return it; it supersedes the last on its subject.

        Raises:
            CompanyLocked: another process kept writing for half a minute.
            LogDamaged, LogUnwritable: the log cannot be read or written.
        """
        with company_lock(self._folder, wait_seconds=_WAIT_SECONDS, name="verdicts"):
            known = self.all()
            before = next((each for each in reversed(known) if (each.kind, each.subject) == (kind, subject)), None)
            verdict = Verdict(
                number=known[-1].number + 1 if known else 1,
                company=self._company,
                kind=kind,
                subject=subject,
                verdict=decision,
                person=person,
                at=datetime.now(UTC),
                why=why,
                snapshot=snapshot,
                supersedes=before.number if before else None,
                name=name,
                until=until,
                to=to,
                of=of,
            )
            self._append(verdict)
        return verdict

    def all(self) -> list[Verdict]:
        """Return every verdict ever given, in order.

        Raises:
            LogDamaged: a line is not a verdict. A last line cut by a crash was never acknowledged: it is passed over.
        """
        try:
            lines = self._path.read_bytes().split(b"\n") if self._path.exists() else []
        except OSError as error:
            raise LogDamaged(path=str(self._path), line=0, detail=str(error)) from error
        return [self._verdict(number, line) for number, line in enumerate(lines[:-1], 1) if line.strip()]

    def standing(self, kind: Kind) -> list[Verdict]:
        """Return the verdict that stands on each subject of a kind, in the order they were given."""
        return standing(self.all(), kind)

    def _verdict(self, number: int, line: bytes) -> Verdict:
        try:
            return msgspec.json.decode(line, type=Verdict)
        except msgspec.DecodeError as error:
            raise LogDamaged(path=str(self._path), line=number, detail=str(error)) from error

    def _append(self, verdict: Verdict) -> None:
        try:
            with self._path.open("ab+") as log:
                os.chmod(self._path, 0o600)
                self._drop_cut_line(log.fileno())
                log.write(msgspec.json.encode(verdict) + b"\n")
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise LogUnwritable(path=str(self._path), detail=str(error)) from error

    def _drop_cut_line(self, log: int) -> None:
        """Cut off a last line that a crash left without its end."""
        content = self._path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.ftruncate(log, whole)


def analysed(folder: Path) -> bytes:
    """Return the part of a company's log that analyses depend on: all but what becomes of findings."""
    path = folder / FILE
    lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
    return b"".join(line for line in lines if not _follows(line))


class _Kind(msgspec.Struct):
    kind: str


def _follows(line: bytes) -> bool:
    try:
        return msgspec.json.decode(line, type=_Kind).kind in FOLLOWING
    except msgspec.DecodeError:
        return False


def standing(verdicts: Iterable[Verdict], kind: Kind) -> list[Verdict]:
    """Return the last verdict on each subject of a kind, without those that were withdrawn."""
    last: dict[str, Verdict] = {}
    for each in verdicts:
        if each.kind == kind:
            last.pop(each.subject, None)
            last[each.subject] = each
    return [each for each in last.values() if each.verdict != Decision.WITHDRAWN]
