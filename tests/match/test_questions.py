"""Which question comes first, by hand."""

from regia.match.questions import questions


def _pair(left: str, right: str, probability: float, **more: object) -> dict[str, object]:
    row: dict[str, object] = {"probability": probability, "origin": "inferred", "reasons": "", **more}
    for side, name in (("left", left), ("right", right)):
        row |= {
            f"{side}_{part}": each for part, each in zip(("system", "dataset", "field"), name.split("."), strict=True)
        }
    return row


DATASETS = [
    {"system": system, "dataset": dataset, "records": records}
    for system, dataset, records in (("a", "big", 10_000), ("b", "big", 10_000), ("a", "small", 10), ("b", "small", 10))
]


def _asked(*pairs: dict[str, object], most: int = 10) -> list[tuple[str, str]]:
    fields = [{"system": "a", "dataset": "big", "field": "m", "semantic_type": "email"}]
    return [(".".join(each.left), ".".join(each.right)) for each in questions(pairs, DATASETS, fields, most=most)]


def test_the_uncertain_come_before_the_sure() -> None:
    sure, open_ = _pair("a.big.x", "b.big.x", 0.97), _pair("a.big.y", "b.big.y", 0.5)
    assert _asked(sure, open_)[0] == ("a.big.y", "b.big.y")


def test_many_records_and_telling_values_come_before_few() -> None:
    few, many = _pair("a.small.x", "b.small.x", 0.5), _pair("a.big.x", "b.big.x", 0.5)
    assert _asked(few, many)[0] == ("a.big.x", "b.big.x")
    telling = _pair("a.big.m", "b.big.z", 0.5)
    assert _asked(many, telling)[0] == ("a.big.m", "b.big.z")


def test_between_two_groups_one_pair_is_asked_about_and_the_judged_never() -> None:
    asked = _asked(
        _pair("a.big.x", "b.big.x", 0.5),
        _pair("a.big.x", "b.small.x", 0.4),
        _pair("b.big.x", "c.big.x", 0.95),  # one group with the next
        _pair("a.big.x", "c.big.x", 0.45),
        _pair("a.big.z", "b.big.z", 0.5, origin="confirmed"),
    )
    assert asked[:2] == [("a.big.x", "b.big.x"), ("a.big.x", "b.small.x")]
    assert ("a.big.x", "c.big.x") not in asked
    assert ("a.big.z", "b.big.z") not in asked


def test_the_answer_that_settles_more_comes_first() -> None:
    alone = _pair("a.big.x", "b.big.x", 0.5)
    many = [_pair("a.big.y", "b.big.y", 0.5), _pair("a.big.y", "c.big.y", 0.5), _pair("b.big.y", "c.big.y", 0.95)]
    assert _asked(alone, *many)[0][0] == "a.big.y"
    datasets = [_pair("a.small.x", "b.small.x", 0.5), *(_pair(f"a.small.{n}", f"b.small.{n}", 0.5) for n in "pqrst")]
    single = _pair("a.small.x", "c.small.x", 0.5)
    assert _asked(single, *datasets)[-1] == ("a.small.x", "c.small.x")
