"""A finding rule: what it looks for, how it says it in both languages, and what each side does next.

One rule is one file in a stage's `rules/` package with a module-level `RULE`; the file's docstring is its
page in the documentation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Protocol

from regia.errors import Text

if TYPE_CHECKING:
    import pyarrow as pa


class Severity(IntEnum):
    """How much a finding matters, from a remark to a danger."""

    REMARK = 1
    MINOR = 2
    MAJOR = 3
    CRITICAL = 4


SEVERITIES: dict[int, Text] = {
    Severity.CRITICAL: Text("critico", "critical"),
    Severity.MAJOR: Text("importante", "major"),
    Severity.MINOR: Text("minore", "minor"),
    Severity.REMARK: Text("nota", "remark"),
}


class Pool(StrEnum):
    """Where a euro comes from: two findings never claim the same one."""

    HOURS = "hours"
    LICENCES = "licences"
    MARGIN = "margin"
    WORKING_CAPITAL = "working_capital"


class Tables(Protocol):
    """The evidence tables that a rule reads."""

    @property
    def today(self) -> date:
        """The day of the check-up; rules know no other clock."""

    def table(self, name: str) -> "pa.Table":
        """Return an evidence table by name."""

    def query(self, sql: str) -> list[dict[str, object]]:
        """Return the rows of a SELECT over the evidence tables, each under its own name."""


@dataclass(frozen=True)
class Hit:
    """One thing a rule found.

    `subject` identifies it within the rule and stays the same from snapshot to snapshot. `values` fill the
    rule's sentences: numbers, dates and money are given as such and written in the reader's form.
    `evidence_filter` is a SQL condition on `evidence_table` that gives the rows it was found in. `cause` names
    the finding that this one follows from, as (rule code, subject): the two are told together.
    """

    subject: str
    values: Mapping[str, object]
    evidence_table: str
    evidence_filter: str
    system: str | None = None
    dataset: str | None = None
    field: str | None = None
    records: int | None = None
    eur_year_low: Decimal | None = None
    eur_year_high: Decimal | None = None
    eur_pool: Pool | None = None
    probability: float = 1.0
    severity: Severity | None = None
    cause: tuple[str, str] | None = None


@dataclass(frozen=True)
class Rule:
    """A rule: `code` is stable for ever, `says` is one sentence a manager understands.

    `it_does` and `business_does` say what each side does next. `find` yields its hits in a stable order.
    """

    code: str
    severity: Severity
    title: Text
    says: Text
    it_does: Text
    business_does: Text
    find: Callable[[Tables], Iterable[Hit]] = field(repr=False)
