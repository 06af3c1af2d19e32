"""dbt's manifest: which source or model each model is made from, with the columns where its compiled SQL tells.

An exposure that names a system tells that its models go there. Source: dbt's manifest schema, versions 4 to 12 and 20
(`nodes`, `sources`, `exposures`, `depends_on`, `compiled_code`, before version 7 `compiled_sql`).
"""

from collections.abc import Iterator, Mapping

from regia.interfaces.clue import Clue, File, Found, Kind, Step, gathered
from regia.interfaces.evidence.openapi import Node, node
from regia.interfaces.evidence.sql import KIND as SQL
from regia.interfaces.landscape import Landscape, Place

_DIALECTS = {"sqlserver": "tsql", "fabric": "tsql", "synapse": "tsql", "athena": "athena", "spark": "spark"}
_SAME = frozenset(
    ("postgres", "redshift", "snowflake", "bigquery", "databricks", "duckdb", "oracle", "trino", "clickhouse", "mysql")
)


def _is_it(file: File) -> bool:
    return isinstance(file.json, dict) and "dbt_schema_version" in node(file.json.get("metadata"))


def _read(file: File, landscape: Landscape) -> Found:
    whole = node(file.json)
    known = {key: node(each) for part in ("sources", "nodes") for key, each in node(whole.get(part)).items()}
    adapter = str(node(whole.get("metadata")).get("adapter_type") or "")
    dialect = adapter if adapter in _SAME else _DIALECTS.get(adapter)
    told = File(file.name, file.lines, None, dialect)
    made = (_model(each, known, told, landscape) for each in known.values() if each.get("depends_on"))
    shown = (_exposure(node(each), known, told, landscape) for each in node(whole.get("exposures")).values())
    return gathered((*made, *shown))


def _exposure(exposure: Node, known: Mapping[str, Node], file: File, landscape: Landscape) -> Found:
    """Return which models go to the application that an exposure names."""
    said = " ".join(str(exposure.get(key) or "") for key in ("name", "label", "url"))
    named = landscape.systems_in(said)
    if len(named) != 1:
        return Found()
    from_ = [place for key in _parents(exposure) if key in known and (place := _place(known[key], landscape))]
    return Found(tuple(
        Clue("dbt", "declared", place[0], named[0], file.name, f"{place[1]} → {exposure.get('name')}",
             concept=landscape.concept_of(*place), from_dataset=place[1], mode="batch")
        for place in from_ if place[0] != named[0]
    ))  # fmt: skip


def _parents(each: Node) -> list[str]:
    parents = node(each.get("depends_on")).get("nodes")
    return [str(parent) for parent in parents] if isinstance(parents, list) else []


def _model(model: Node, known: Mapping[str, Node], file: File, landscape: Landscape) -> Found:
    right = _place(model, landscape)
    if right is None:
        return Found()
    code = model.get("compiled_code") or model.get("compiled_sql")
    if isinstance(code, str):
        made = ".".join(_quoted(part) for part in right)
        name = f"{file.name}: {model.get('name')}.sql"
        return _renamed(SQL.read(File(name, (f"CREATE TABLE {made} AS {code}",), None, file.dialect), landscape))
    left = (_place(known[key], landscape) for key in _parents(model) if key in known)
    return gathered(_passing(each, right, file, landscape) for each in left if each)


def _renamed(found: Found) -> Found:
    from dataclasses import replace

    return replace(found, clues=tuple(replace(clue, kind="dbt", mode="batch") for clue in found.clues))


def _passing(left: Place, right: Place, file: File, landscape: Landscape) -> Found:
    step = Step(*left, "*", *right, "*", file.name)
    clues: Iterator[Clue] = (
        Clue(
            kind="dbt", origin="declared", from_system=left[0], to_system=right[0], reference=file.name,
            detail=f"{left[1]} → {right[1]}", concept=landscape.concept_of(*right) or landscape.concept_of(*left),
            from_dataset=left[1], to_dataset=right[1], mode="batch",
        )
        for _ in range(left[0] != right[0])
    )  # fmt: skip
    return Found(tuple(clues), (step,))


def _place(each: Node, landscape: Landscape) -> Place | None:
    name = str(each.get("identifier") or each.get("alias") or each.get("name") or "")
    parts = [str(each.get(key) or "") for key in ("source_name", "database", "schema")]
    return landscape.dataset([*filter(None, parts), name])


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'


KIND = Kind("dbt", _is_it, _read)
