"""A verdict: what one person decided on a piece of evidence, when and why."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, unquote

import msgspec


class Kind(StrEnum):
    """What a verdict is about."""

    CORRESPONDENCE = "correspondence"
    INTERFACE = "interface"
    LINK = "link"
    MASTER = "master"


class Decision(StrEnum):
    """What was decided; `withdrawn` takes the verdict before it back."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Verdict(msgspec.Struct, frozen=True):
    """One line of the log: `number` counts from 1, `supersedes` is the number of the verdict it takes the place of.

    `at` is in UTC; `snapshot` is the one that the person was looking at; `name` is what they call the thing.
    """

    number: int
    company: str
    kind: Kind
    subject: str
    verdict: Decision
    person: str
    at: datetime
    why: str = ""
    snapshot: str | None = None
    supersedes: int | None = None
    name: str = ""


Name = tuple[str, str, str]


def pair_subject(left: Name, right: Name) -> str:
    """Return the subject of a correspondence of fields or of a link of records, whichever side is named first."""
    return " = ".join(sorted("/".join(quote(part, safe=" ") for part in name) for name in (left, right)))


def subject_pair(subject: str) -> tuple[Name, Name]:
    """Return the two sides of a subject: system, dataset, and field or record.

    Raises:
        ValueError: the subject is not one of two sides.
    """
    left, right = (_name(side) for side in subject.split(" = "))
    return left, right


def _name(written: str) -> Name:
    system, dataset, field = (unquote(part) for part in written.split("/"))
    return system, dataset, field


def master_subject(concept: str, attribute: str, system: str) -> str:
    """Return the subject of a master: a system for a concept's attribute."""
    return f"{quote(concept, safe=' ')}/{quote(attribute, safe=' *')} = {quote(system, safe=' ')}"


def subject_master(subject: str) -> tuple[str, str, str]:
    """Return the concept, attribute and system of a master's subject.

    Raises:
        ValueError: the subject is not one of a master.
    """
    place, system = subject.split(" = ")
    concept, attribute = place.split("/")
    return unquote(concept), unquote(attribute), unquote(system)
