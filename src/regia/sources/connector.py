"""The contract of a connector: how a kind of source is recognised, described, read and diagnosed.

A connector never writes, keeps memory bounded whatever the size of a table, changes no value silently, and
tells through `report` what it skipped, changed or guessed.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from regia.errors import Text
from regia.model.note import Note
from regia.workspace.company import Source

if TYPE_CHECKING:
    import pyarrow as pa

Report = Callable[[Note], None]


@dataclass(frozen=True)
class Capabilities:
    """What a kind of source can do; the contract suite tests each claim.

    transaction: all datasets are read at one moment. fingerprint: says whether a dataset changed without
    reading it. keys, references: declares them. server: over a network, with logins, grants and timeouts.
    proven: tested on a real server (or real files).
    """

    transaction: bool = False
    fingerprint: bool = False
    keys: bool = False
    references: bool = False
    server: bool = False
    proven: bool = True


@dataclass(frozen=True)
class FieldInfo:
    """A field as its source describes it; `source_type` in the source's own words."""

    name: str
    source_type: str
    nullable: bool = True
    comment: str = ""


@dataclass(frozen=True)
class ReferenceInfo:
    """A declared reference: `fields` here point to `to_fields` of `to_dataset`, pairwise."""

    fields: tuple[str, ...]
    to_dataset: str
    to_fields: tuple[str, ...]


@dataclass(frozen=True)
class DatasetInfo:
    """A dataset as its source describes it.

    `name` is qualified by schema where that is not the default one, and unique within the source (a connector
    renames what is not and notes it). `locator` is the connector's own: path, sheet and range, schema and table.
    `estimated_records` and `estimated_bytes` come from the catalogue, never from a scan.
    """

    name: str
    kind: Literal["table", "view", "file", "sheet"]
    fields: tuple[FieldInfo, ...]
    key: tuple[str, ...] = ()
    references: tuple[ReferenceInfo, ...] = ()
    estimated_records: int | None = None
    estimated_bytes: int | None = None
    comment: str = ""
    locator: tuple[str, ...] = ()
    readable: bool = True


@dataclass(frozen=True)
class Catalogue:
    """What a source holds. `definitions` are texts of views, procedures and jobs by name, for later stages."""

    datasets: tuple[DatasetInfo, ...]
    definitions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """One dataset being read: every batch has `schema`; `query` says what was asked of the source.

    `sampled` says how: all of it, a random sample, or the first rows. Values with no Arrow twin are text.
    Drawing batches may raise any SourceError; at `TypeTooNarrow` (a zero date in the last row, say) drop what
    was drawn and call `Session.read` once more, which then announces that field as text.
    """

    schema: "pa.Schema"
    batches: "Iterator[pa.RecordBatch]"
    query: str
    sampled: Literal["all", "random", "first"] = "all"


@dataclass(frozen=True)
class Diagnosis:
    """One remark on a connection: `problem` must be mended, `warning` should be, `ok` is good to know."""

    level: Literal["ok", "warning", "problem"]
    says: Text
    fix: Text = field(default=Text("", ""))


class Session(Protocol):
    """An open, read-only connection to one source."""

    @property
    def moment(self) -> str | None:
        """What identifies the one consistent moment at which all is read, or None where there is none."""

    def catalogue(self) -> Catalogue:
        """Describe every dataset with a few catalogue queries; what may not be read is listed as unreadable."""

    def diagnose(self) -> Iterator[Diagnosis]:
        """Check grants, write rights, TLS and limits, without reading data."""

    def fingerprint(self, dataset: DatasetInfo) -> str | None:
        """Return a text that changes whenever the dataset's content may have, or None where it cannot be known."""

    def read(self, dataset: DatasetInfo, *, rows: int | None = None) -> Reading:
        """Read a dataset, or about `rows` rows of it as a sample.

        Raises:
            SourceError: it cannot be read; the session stays usable for the next dataset where it can.
        """


class Connector(Protocol):
    """One kind of source."""

    @property
    def kind(self) -> str:
        """The kind's name, as in `kind = "..."` of regia.toml."""

    @property
    def example(self) -> str:
        """An address of this kind, for help and errors."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    def claims(self, source: Source) -> bool:
        """Whether the source's address is of this kind; looks at no more than names and a file's first bytes."""

    def open(self, source: Source, password: str | None, report: Report) -> AbstractContextManager[Session]:
        """Open a read-only session.

        Raises:
            SourceError: unreachable, refused, missing, not readable.
        """
