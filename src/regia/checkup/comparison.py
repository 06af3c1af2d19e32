"""What changed between two check-ups in what they found: correspondences, findings, contradictions, files of evidence.

What one of the two did not work out is not compared: None, which is not the same as no change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from regia.checkup.record import Checkup, Records
from regia.engine.session import parquet, quoted, reading
from regia.errors.snapshot import CheckupDamaged
from regia.findings.tables import FINDINGS
from regia.interfaces.tables import EVIDENCE_FILES
from regia.match.tables import CORRESPONDENCES
from regia.model.table import Table
from regia.resolve.conflicts.tables import CONFLICTS

if TYPE_CHECKING:
    import duckdb

Way = Literal["came", "went", "changed"]
Row = Mapping[str, object]

MOST = 200
_MEMORY_MB = 256
_PAIR = ("left_system", "left_dataset", "left_field", "right_system", "right_dataset", "right_field")


@dataclass(frozen=True)
class Part:
    """One kind of thing: how many came, went and changed, and the first rows, each with its `way`."""

    came: int
    went: int
    changed: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class EvidenceChanges:
    """What changed between two check-ups; a part is None where one of them did not work it out."""

    correspondences: Part | None
    findings: Part | None
    conflicts: Part | None
    evidence_files: Part | None


def compare_evidence(records: Records, old: Checkup, new: Checkup) -> EvidenceChanges:
    """Return what changed from one check-up to another.

    A correspondence came where it is taken now and was not; conflicts are counted by concept, attribute and system,
    blanks and other ways of writing apart.

    Raises:
        CheckupDamaged: a table of one of them cannot be read.
    """
    with reading(records.folder / "evidence", memory_mb=_MEMORY_MB) as connection:
        compared = _Compared(connection, records, old, new)
        return EvidenceChanges(
            compared.part(CORRESPONDENCES, _CORRESPONDENCES),
            compared.part(FINDINGS, _FINDINGS),
            compared.part(CONFLICTS, _CONFLICTS),
            compared.part(EVIDENCE_FILES, _FILES),
        )


def _joined(columns: str, key: tuple[str, ...], way: str) -> str:
    """Return the rows of both sides beside one another, `o` and `n`, with the way each took; none where it is null."""
    same = " AND ".join(f"o.{quoted(name)} IS NOT DISTINCT FROM n.{quoted(name)}" for name in key)
    both = ", ".join(f"coalesce(n.{quoted(name)}, o.{quoted(name)}) AS {quoted(name)}" for name in key)
    joined = f"SELECT {both}, {columns}, {way} AS way FROM {{old}} o FULL JOIN {{new}} n ON {same}"  # noqa: S608 ours
    return f"SELECT * FROM ({joined}) WHERE way IS NOT NULL"  # noqa: S608 ours


_CAME_OR_WENT = "CASE WHEN o.{one} IS NULL THEN 'came' WHEN n.{one} IS NULL THEN 'went' {changed} END"
_TAKEN = "coalesce({side}.band = 'accept', false)"
_CORRESPONDENCES = (
    _joined(
        "o.band AS before, n.band AS after, n.probability AS probability",
        _PAIR,
        f"CASE WHEN {_TAKEN.format(side='n')} AND NOT {_TAKEN.format(side='o')} THEN 'came' "
        f"WHEN {_TAKEN.format(side='o')} AND NOT {_TAKEN.format(side='n')} THEN 'went' END",
    ),
    "way, probability DESC NULLS LAST, left_system, left_dataset, left_field, right_system, right_dataset, right_field",
)
_FINDINGS = (
    _joined(
        "coalesce(n.severity, o.severity) AS severity, coalesce(n.text_it, o.text_it) AS text_it, "
        "coalesce(n.text_en, o.text_en) AS text_en, coalesce(n.position, o.position) AS position, "
        "o.records AS before, n.records AS after",
        ("finding",),
        _CAME_OR_WENT.format(
            one="finding",
            changed="WHEN o.severity <> n.severity OR o.records IS DISTINCT FROM n.records THEN 'changed'",
        ),
    ),
    "way, severity DESC, position",
)
_AGAINST = "(SELECT * FROM {side} WHERE kind NOT IN ('missing', 'format'))"
_VALUES = _joined(
    "coalesce(n.concept, o.concept) AS concept, coalesce(n.attribute, o.attribute) AS attribute",
    ("system", "dataset", "record", "field"),
    _CAME_OR_WENT.format(
        one="record",
        changed="WHEN (o.value, o.golden_value) IS DISTINCT FROM (n.value, n.golden_value) THEN 'changed'",
    ),
)
_COUNTS = ", ".join(f"count(*) FILTER (way = '{way}') AS {way}" for way in ("came", "went", "changed"))
_CONFLICTS = (
    f"SELECT concept, attribute, system, {_COUNTS} FROM ("  # noqa: S608 ours
    + _VALUES.replace("{old}", _AGAINST.format(side="{old}")).replace("{new}", _AGAINST.format(side="{new}"))
    + ") GROUP BY ALL",
    "came + went + changed DESC, concept, attribute, system",
)
_FILES = (
    _joined(
        "coalesce(n.kind, o.kind) AS kind, o.status AS before, n.status AS after",
        ("file",),
        _CAME_OR_WENT.format(
            one="file",
            changed="WHEN o.status <> n.status OR o.bytes IS DISTINCT FROM n.bytes OR o.clues <> n.clues "
            "THEN 'changed'",
        ),
    ),
    "way, file",
)


class _Compared:
    """Two check-ups side by side."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", records: Records, old: Checkup, new: Checkup) -> None:
        self.connection, self.records, self.old, self.new = connection, records, old, new

    def part(self, table: Table, asked: tuple[str, str]) -> Part | None:
        """Return what changed of one table."""
        sql, order = asked
        files = [self._file(each, table) for each in (self.old, self.new)]
        if None in files:
            return None
        sql = sql.replace("{old}", str(files[0])).replace("{new}", str(files[1]))
        grouped = " ".join(
            f", sum({way})::BIGINT AS {way}" if table is CONFLICTS else f", count(*) FILTER (way = '{way}') AS {way}"
            for way in ("came", "went", "changed")
        )
        [counts] = self._rows(f"SELECT 0 AS none{grouped} FROM ({sql})")  # noqa: S608 ours
        rows = self._rows(f"SELECT * FROM ({sql}) ORDER BY {order} LIMIT {MOST}")  # noqa: S608 ours
        came, went, changed = (int(str(counts[way] or 0)) for way in ("came", "went", "changed"))
        return Part(came, went, changed, tuple(rows))

    def _file(self, checkup: Checkup, table: Table) -> str | None:
        run = checkup.stage_of(table.name)
        return parquet(self.records.path(run, table)) if run else None

    def _rows(self, sql: str) -> list[Row]:
        import duckdb

        try:
            return list(self.connection.sql(sql).to_arrow_table().to_pylist())
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:  # the text is ours: what fails is a file, damaged or of an older Regia
            raise CheckupDamaged(checkup=self.new.checkup, detail=str(error).splitlines()[0]) from error
