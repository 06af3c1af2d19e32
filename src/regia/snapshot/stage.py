"""The one shape of every analysis: options in, evidence in, tables out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from regia.errors import Text
from regia.model.progress import Progress
from regia.model.table import Table
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import pyarrow as pa

Options = TypeVar("Options")


@dataclass(frozen=True)
class Stage(Generic[Options]):
    """A stage: `compute` is its only door.

    It sees the tables it `reads`, and of those it `recalls` the ones of the check-up before, and gives exactly
    the tables it `writes`; with the same snapshot, options and code it gives the same ones. A stage that
    `reads_all` sees every table of the stages before it; the result of one that is `judged` depends also on the
    verdicts and terms in the company's folder. `options` is a frozen dataclass of plain values.
    """

    name: str
    title: Text
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    options: Options
    compute: Callable[[Evidence, Options, Progress], "Mapping[str, pa.Table]"]
    recalls: tuple[Table, ...] = ()
    reads_all: bool = False
    judged: bool = False
