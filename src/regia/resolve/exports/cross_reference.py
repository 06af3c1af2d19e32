"""The cross-reference table: which record is which in every system, one entity a row."""

from typing import TYPE_CHECKING

from regia.engine.session import connect
from regia.model.masking import mask_key
from regia.resolve.exports.sheet import Sheet

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SEVERAL = "; "


def cross_reference(entity_records: "pa.Table", concept: str | None = None, *, masked: bool = True) -> list[Sheet]:
    """Return a table for each concept: an entity a row, a column a dataset, with the keys of its records there.

    Entities with a single record are left out: there is nothing to cross. The concept is that of most of its records.
    """
    with connect() as connection:
        connection.register("given", entity_records)
        connection.execute(
            "CREATE TABLE held AS SELECT entity, system || '.' || dataset AS place, "
            "list(record ORDER BY record) AS records FROM given "
            "WHERE entity IN (SELECT entity FROM given GROUP BY entity HAVING count(*) > 1) GROUP BY ALL"
        )
        connection.execute(
            "CREATE TABLE about AS SELECT entity, arg_min(concept, (-n, concept)) AS concept FROM "
            "(SELECT entity, concept, count(*) AS n FROM given GROUP BY ALL) GROUP BY entity"
        )
        names = connection.execute(
            "SELECT DISTINCT a.concept FROM held AS h JOIN about AS a ON a.entity = h.entity "
            "WHERE $1::VARCHAR IS NULL OR a.concept = $1 ORDER BY ALL",
            [concept],
        ).fetchall()
        return [_sheet(connection, str(name), masked=masked) for (name,) in names]


def _sheet(connection: "duckdb.DuckDBPyConnection", concept: str, *, masked: bool) -> Sheet:
    rows = connection.execute(
        "SELECT h.entity, h.place, h.records FROM held AS h JOIN about AS a ON a.entity = h.entity "
        "WHERE a.concept = $1 ORDER BY ALL",
        [concept],
    ).fetchall()
    places = sorted({str(place) for _, place, _ in rows})
    entities: dict[str, dict[str, str]] = {}
    for entity, place, records in rows:
        shown = [mask_key(each) for each in records] if masked else records
        entities.setdefault(str(entity), {})[str(place)] = _SEVERAL.join(shown)
    found = [[entity, *(records.get(place) for place in places)] for entity, records in entities.items()]
    return Sheet(concept, ("entity", *places), found)
