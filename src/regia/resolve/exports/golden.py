"""Golden records: for each entity, the value held to be right of every attribute."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from regia.engine.session import connect, quoted
from regia.model.masking import mask
from regia.resolve.conflicts.tables import CONFLICTS, MASTERS
from regia.resolve.exports.sheet import Cells, Sheet
from regia.resolve.records import RECORD, Holder, holders, read_records
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_ROWS = 20_000


def golden_records(evidence: Evidence, concept: str | None = None, *, masked: bool = True) -> Iterator[Sheet]:
    """Yield a table for each concept: an entity a row, an attribute a column.

    Where records disagree it is the golden value; where they agree, what the system that leads says, as it writes it.
    """
    known = [each for each in holders(evidence) if each.copy_of is None]
    for name in sorted({each.concept for each in known}):
        if concept in (None, name):
            mine = [each for each in known if each.concept == name]
            attributes = sorted({attribute for each in mine for attribute in each.fields})
            yield Sheet(name, ("entity", *attributes), _rows(evidence, name, mine, attributes, masked=masked))


def _rows(
    evidence: Evidence, concept: str, chosen: list[Holder], attributes: list[str], *, masked: bool
) -> Iterator[Cells]:
    with connect(memory_mb=1024, spill=evidence.cache) as connection:
        for table in (ENTITY_RECORDS, CONFLICTS):
            connection.register(table.name, evidence.table(table.name))
        ranks = _ranks(evidence.table(MASTERS.name), concept)
        for number, holder in enumerate(chosen):
            _load(connection, number, holder, attributes, ranks.get(holder.system, len(ranks)))
        _correct(connection, len(chosen), attributes)
        picks = ", ".join(f"arg_min({quoted(name)}, rank) FILTER ({quoted(name)} IS NOT NULL)" for name in attributes)
        union = " UNION ALL ".join(f"SELECT * FROM held_{number}" for number in range(len(chosen) + 1))  # noqa: S608
        answer = connection.execute(
            f"SELECT entity{', ' + picks if picks else ''} FROM ({union}) WHERE entity IN (SELECT entity FROM "  # noqa: S608
            "entity_records WHERE concept = $1) GROUP BY entity ORDER BY entity",
            [concept],
        )
        while rows := answer.fetchmany(_ROWS):
            for entity, *values in rows:
                yield [entity, *(_shown(value, masked=masked) for value in values)]


def _shown(value: object, *, masked: bool) -> object:
    return mask(str(value)) if masked and value is not None else value


def _ranks(masters: "pa.Table", concept: str) -> Mapping[str, int]:
    """Return the systems in the order in which they are believed: the master, then the runner-up."""
    import pyarrow.compute as pc

    rows = masters.filter(pc.equal(masters["concept"], concept)).to_pylist()
    order = [name for row in rows if row["attribute"] == "*" for name in (row["system"], row["runner_up"]) if name]
    return {name: rank for rank, name in enumerate(order, 1)}


def _load(
    connection: "duckdb.DuckDBPyConnection", number: int, holder: Holder, attributes: list[str], rank: int
) -> None:
    """Lay down the records of a dataset with their entities, the record with the lowest id first."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in (RECORD, *attributes)])
    reader = pa.RecordBatchReader.from_batches(schema, (each.cast(schema) for each in read_records(holder, attributes)))
    connection.register("read", reader)
    names = ", ".join(f"nullif(trim(r.{quoted(name)}), '') AS {quoted(name)}" for name in attributes)
    connection.execute(
        f"CREATE TABLE held_{number} AS SELECT e.entity, ({rank}, {number}, r.{RECORD}) AS rank"  # noqa: S608
        f"{', ' + names if names else ''} FROM read AS r "
        f"JOIN entity_records AS e ON e.record = r.{RECORD} AND e.system = $1 AND e.dataset = $2",
        [holder.system, holder.dataset],
    )
    connection.unregister("read")


def _correct(connection: "duckdb.DuckDBPyConnection", number: int, attributes: list[str]) -> None:
    """Lay down what is right where records disagree, before all records."""
    names = ", ".join(f"any_value(golden_value) FILTER (attribute = '{name}') AS {quoted(name)}" for name in attributes)
    connection.execute(
        f"CREATE TABLE held_{number} AS SELECT entity, (-1, 0, '') AS rank{', ' + names if names else ''} "  # noqa: S608
        "FROM conflicts GROUP BY entity"
    )
