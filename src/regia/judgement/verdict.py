"""A verdict: what one person decided on a piece of evidence, when and why."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote, unquote

import msgspec


class Kind(StrEnum):
    """What a verdict is about."""

    ASSIGNMENT = "assignment"
    CORRESPONDENCE = "correspondence"
    FINDING = "finding"
    INTERFACE = "interface"
    LINK = "link"
    MASTER = "master"
    VALUE = "value"


FOLLOWING = frozenset({Kind.ASSIGNMENT, Kind.FINDING})
"""Kinds that tell what becomes of a finding: no analysis depends on them."""


class Decision(StrEnum):
    """What was decided; `withdrawn` takes the verdict before it back.

    A finding is `accepted` (until a day), `false`, `fixed` or `assigned`; all else is `confirmed` or `rejected`.
    """

    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    CONFIRMED = "confirmed"
    FALSE = "false"
    FIXED = "fixed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Verdict(msgspec.Struct, frozen=True):
    """One line of the log: `number` counts from 1, `supersedes` is the number of the verdict it takes the place of.

    `at` is in UTC; `snapshot` is the one that the person was looking at; `name` is what they call the thing. `until`
    is the last day that it holds, or by which the work is to be done; `to` who it is given to; `of` a fingerprint of
    the value that it is about.
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
    until: date | None = None
    to: str = ""
    of: str = ""


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


def finding_subject(rule: str, subject: str) -> str:
    """Return the subject of a verdict on a finding, which is a rule and what it is about."""
    return f"{quote(rule, safe=' ')} = {quote(subject, safe=' ')}"


def subject_finding(written: str) -> tuple[str, str]:
    """Return the rule of a finding, and what it is about.

    Raises:
        ValueError: the subject is not one of a finding.
    """
    rule, subject = written.split(" = ")
    return unquote(rule), unquote(subject)


def value_subject(record: Name, attribute: str) -> str:
    """Return the subject of a verdict on what a record says of an attribute."""
    return f"{'/'.join(quote(part, safe=' ') for part in record)} = {quote(attribute, safe=' ')}"


def subject_value(subject: str) -> tuple[Name, str]:
    """Return the record and the attribute of a value's subject.

    Raises:
        ValueError: the subject is not one of a value.
    """
    record, attribute = subject.split(" = ")
    return _name(record), unquote(attribute)


def value_mark(record: Name, attribute: str, value: str) -> str:
    """Return the fingerprint of a value: a verdict on it holds while the record says the same."""
    return hashlib.sha256("\0".join((*record, attribute, value)).encode()).hexdigest()[:16]
