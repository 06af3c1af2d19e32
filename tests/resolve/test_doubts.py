"""Which records are asked about: the uncertain ones, one question for two entities, larger ones first."""

from collections.abc import Sequence

import pyarrow as pa

from regia.engine.session import locked
from regia.resolve.doubts import Row, doubts
from regia.resolve.tables import ENTITY_RECORDS, LINKS


def _link(left: str, right: str, probability: float, origin: str = "inferred") -> dict[str, object]:
    sides = {"left": left.split("."), "right": right.split(".")}
    named = {f"{side}_{part}": each for side in sides for part, each in zip(_PARTS, sides[side], strict=True)}
    return {"concept": "customer", **named, "probability": probability, "origin": origin, "joined": False}


_PARTS = ("system", "dataset", "record")


def _record(entity: str, name: str) -> dict[str, object]:
    return {"entity": entity, "concept": "customer", "probability": 1.0} | dict(
        zip(_PARTS, name.split("."), strict=True)
    )


def _asked(links: Sequence[dict[str, object]], most: int = 10) -> list[tuple[str, str]]:
    records = [_record(f"e{name[-1]}", f"{place}.{name}") for place in ("crm.a", "erp.b") for name in ("1", "2", "3")]
    records += [_record("e3", f"shop.c.{number}") for number in range(8)]
    tables = {"links": LINKS.from_rows(links), "entity_records": ENTITY_RECORDS.from_rows(records)}
    engine = locked(tables)

    def figures(sql: str, *values: object) -> Sequence[Row]:
        named = sql.format(links="links", entity_records="entity_records")
        table: pa.Table = engine.sql(named, params=[*values]).to_arrow_table()
        return table.to_pylist()

    return [(".".join(each.left), ".".join(each.right)) for each in doubts(figures, most=most)]


def test_what_is_all_but_known_or_said_is_not_asked() -> None:
    links = [
        _link("crm.a.1", "erp.b.2", 0.99),
        _link("crm.a.1", "erp.b.3", 0.01),
        _link("crm.a.2", "erp.b.3", 0.5, "confirmed"),
    ]
    assert _asked(links) == []


def test_two_entities_are_asked_about_once_by_their_most_uncertain_link() -> None:
    links = [_link("crm.a.1", "erp.b.2", 0.8), _link("crm.a.2", "erp.b.1", 0.6), _link("crm.a.1", "crm.a.2", 0.7)]
    assert _asked(links) == [("crm.a.2", "erp.b.1")]


def test_what_settles_more_records_comes_first() -> None:
    links = [_link("crm.a.1", "erp.b.2", 0.5), _link("crm.a.1", "erp.b.3", 0.3)]  # .25 x 4 and .21 x 12
    assert _asked(links) == [("crm.a.1", "erp.b.3"), ("crm.a.1", "erp.b.2")]
    assert _asked(links, most=1) == [("crm.a.1", "erp.b.3")]
