"""The log of answers to the questionnaire: `answers.jsonl` in the company folder, only ever appended to, here alone;
forgetting a person is the one exception.

A person is kept as a pseudonym: their name keyed with a secret of the company (`answers.key`), so that they may stop
and resume while nobody reads who answered what. Answers come in rounds; a round is read only once it is closed.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from regia.errors.judgement import LogDamaged, LogUnwritable, RoundEmpty
from regia.workspace.lock import company_lock

Side = Literal["it", "business"]
SIDES: tuple[Side, ...] = ("it", "business")

FILE = "answers.jsonl"
KEY = "answers.key"
_WAIT_SECONDS = 30


class Answer(msgspec.Struct, frozen=True, tag="answer", tag_field="entry"):
    """One answer: a level from 1 to 5, or None for "I cannot say". `on` is a day: a moment would tell who it was."""

    round: int
    side: Side
    person: str
    item: str
    level: int | None
    on: date


class Closed(msgspec.Struct, frozen=True, tag="closed", tag_field="entry"):
    """The end of a round: from here on it may be read, and takes no more answers."""

    round: int
    on: date


class Round(msgspec.Struct, frozen=True):
    """One round: the last answer of each person to each item. It is open while `closed_on` is None."""

    number: int
    answers: tuple[Answer, ...]
    closed_on: date | None = None

    def people(self, side: Side) -> frozenset[str]:
        """Return the pseudonyms of who answered on a side."""
        return frozenset(each.person for each in self.answers if each.side == side)


class AnswerLog:
    """The answers of one company."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE

    def record(self, side: Side, person: str, levels: Mapping[str, int | None], *, on: date | None = None) -> None:
        """Append a person's answers to the open round, on the disk before this returns.

        Raises:
            CompanyLocked: another process kept writing for half a minute.
            LogDamaged, LogUnwritable: the log cannot be read or written.
        """
        with company_lock(self._folder, wait_seconds=_WAIT_SECONDS, name="answers"):
            pseudonym = self._pseudonym(person)
            number, day = self._open_round(), on or datetime.now(UTC).date()
            self._append([Answer(number, side, pseudonym, item, level, day) for item, level in levels.items()])

    def close(self, *, on: date | None = None) -> int:
        """End the open round and return its number.

        Raises:
            RoundEmpty: nobody has answered since the last one.
            CompanyLocked, LogDamaged, LogUnwritable: as for `record`.
        """
        with company_lock(self._folder, wait_seconds=_WAIT_SECONDS, name="answers"):
            rounds = self.rounds()
            if not rounds or rounds[-1].closed_on is not None:
                raise RoundEmpty()
            self._append([Closed(rounds[-1].number, on or datetime.now(UTC).date())])
        return rounds[-1].number

    def given(self, person: str) -> dict[str, int | None]:
        """Return what a person has answered in the open round, to resume from there."""
        rounds = self.rounds()
        if not rounds or rounds[-1].closed_on is not None:
            return {}
        pseudonym = self._pseudonym(person)
        return {each.item: each.level for each in rounds[-1].answers if each.person == pseudonym}

    def knows(self, person: str) -> bool:
        """Return whether a person has answered, under this name.

        Raises:
            LogDamaged: the log cannot be read.
        """
        if not (self._folder / KEY).exists():
            return False
        pseudonym = self._pseudonym(person)
        return any(answer.person == pseudonym for each in self.rounds() for answer in each.answers)

    def forget(self, person: str) -> None:
        """Cut the tie between a person and their answers, for whoever has the key as well.

        What they answered in closed rounds goes on counting, under a name drawn at random and on the day the round was
        closed: to take it away would tell what they answered, by subtraction from the figures told before. What they
        answered in the open round goes.

        Raises:
            CompanyLocked: another process kept writing for half a minute.
            LogDamaged, LogUnwritable: the log cannot be read or written; nothing changed.
        """
        with company_lock(self._folder, wait_seconds=_WAIT_SECONDS, name="answers"):
            if self.knows(person):
                self._rewrite(list(_without(self.rounds(), self._pseudonym(person), secrets.token_hex(8))))

    def rounds(self) -> list[Round]:
        """Return every round in order; a person is on one side a round, the one they named last.

        Raises:
            LogDamaged: a line is not an answer. A last line cut by a crash is passed over.
        """
        answers: dict[int, dict[tuple[str, str], Answer]] = {}
        sides: dict[tuple[int, str], Side] = {}
        closed: dict[int, date] = {}
        for entry in self._entries():
            if isinstance(entry, Closed):
                closed[entry.round] = entry.on
            else:
                answers.setdefault(entry.round, {})[entry.person, entry.item] = entry
                sides[entry.round, entry.person] = entry.side
        return [
            Round(
                number, tuple(_on_side(each, sides[number, each.person]) for each in given.values()), closed.get(number)
            )
            for number, given in sorted(answers.items())
        ]

    def _open_round(self) -> int:
        rounds = self.rounds()
        if not rounds:
            return 1
        return rounds[-1].number + (rounds[-1].closed_on is not None)

    def _pseudonym(self, person: str) -> str:
        name = " ".join(person.casefold().split())
        return hmac.new(self._key(), name.encode(), hashlib.sha256).hexdigest()[:16]

    def _key(self) -> bytes:
        path = self._folder / KEY
        try:
            if not path.exists():
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(secrets.token_hex(32).encode())
            return path.read_bytes()
        except OSError as error:
            raise LogUnwritable(path=str(path), detail=str(error)) from error

    def _entries(self) -> list[Answer | Closed]:
        try:
            lines = self._path.read_bytes().split(b"\n") if self._path.exists() else []
        except OSError as error:
            raise LogDamaged(path=str(self._path), line=0, detail=str(error)) from error
        return [self._entry(number, line) for number, line in enumerate(lines[:-1], 1) if line.strip()]

    def _entry(self, number: int, line: bytes) -> Answer | Closed:
        try:
            return msgspec.json.decode(line, type=Answer | Closed)
        except msgspec.DecodeError as error:
            raise LogDamaged(path=str(self._path), line=number, detail=str(error)) from error

    def _rewrite(self, entries: list[Answer | Closed]) -> None:
        scratch = self._path.with_name(f".{FILE}")
        try:
            with open(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(self._path)
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise LogUnwritable(path=str(self._path), detail=str(error)) from error

    def _append(self, entries: list[Answer] | list[Closed]) -> None:
        try:
            with self._path.open("ab+") as log:
                os.chmod(self._path, 0o600)
                content = self._path.read_bytes()
                os.ftruncate(log.fileno(), content.rfind(b"\n") + 1)  # a last line that a crash cut
                log.write(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise LogUnwritable(path=str(self._path), detail=str(error)) from error


def _without(rounds: list[Round], pseudonym: str, instead: str) -> Iterator[Answer | Closed]:
    """Yield what the log holds once a person is forgotten, by pseudonym: the order they answered in goes too."""
    for each in rounds:
        others = [answer for answer in each.answers if answer.person != pseudonym]
        if each.closed_on is None:
            yield from _sorted(others)
            continue
        untied = [
            msgspec.structs.replace(answer, person=instead, on=each.closed_on)
            for answer in each.answers
            if answer.person == pseudonym
        ]
        yield from _sorted(others + untied)
        yield Closed(each.number, each.closed_on)


def _sorted(answers: list[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (answer.person, answer.item))


def _on_side(answer: Answer, side: Side) -> Answer:
    return answer if answer.side == side else msgspec.structs.replace(answer, side=side)
