"""What values say, against hand calculation."""

import pytest

from regia.match.field import Field, ValueKind, value_kind
from regia.match.overlap import shared_share
from regia.match.values import evidence


def _field(hashes: str, *, whole: bool) -> Field:
    return Field("s", "d", "f", sketch=tuple(hashes.split()), sketch_whole=whole, distinct=100)


@pytest.mark.parametrize(
    ("left", "right", "share"),
    [
        (("1 2 3 4", True), ("3 4 5 6", True), 0.5),
        (("1 2", True), ("1 2 3 4 5 6", True), 1.0),  # contained in the other
        (("1 2 4 9", False), ("1 2 3 5 6", False), 2 / 3),  # both seen up to 6: {1 2} of {1 2 4} and {1 2 3 5 6}
        (("1 2", True), ("8 9", True), 0.0),
    ],
)
def test_the_shared_share_is_counted_where_both_were_seen(
    left: tuple[str, bool], right: tuple[str, bool], share: float
) -> None:
    mine, other = _field(left[0], whole=left[1]), _field(right[0], whole=right[1])
    assert shared_share(mine, other) == pytest.approx(share)
    assert shared_share(other, mine) == pytest.approx(share)


def test_without_rows_values_say_nothing() -> None:
    assert shared_share(Field("a", "d", "f"), _field("1 2", whole=True)) is None
    assert evidence(Field("a", "d", "f"), Field("b", "d", "f")) == 0.0


def test_types_that_differ_speak_against_and_types_that_agree_for() -> None:
    email = Field("a", "d", "f", semantic="email", semantic_share=0.95)
    iban = Field("b", "d", "f", semantic="iban", semantic_share=0.95)
    assert evidence(email, iban) < -1
    assert evidence(email, Field("b", "d", "g", semantic="email", semantic_share=0.9)) > 0.5
    person = Field("a", "d", "f", semantic="person_name", semantic_share=0.9)
    company = Field("b", "d", "f", semantic="company_name", semantic_share=0.9)
    assert evidence(person, company) == 0.0  # sole traders have a person's name


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("tinyint(1)", "boolean"), ("int(11) unsigned", "integer"), ("bigint", "integer"), ("decimal(18,2)", "number"),
        ("double precision", "number"), ("varchar(255)", "text"), ("character varying", "text"), ("string", "text"),
        ("timestamp[us, tz=UTC]", "time"), ("datetime", "time"), ("date32[day]", "date"), ("uint64", "integer"),
        ("interval", "other"), ("jsonb", "other"), ("halffloat", "number"), ("", "text"), ("enum('a')", "text"),
    ],
)  # fmt: skip
def test_types_are_told_apart_whoever_names_them(written: str, kind: ValueKind) -> None:
    assert value_kind(written) == kind
