"""A line of time shows what happened when: in order, without words over words."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from regia.pictures.geometry import Box
from regia.pictures.timeline import WIDTH, Moment, Timeline, draw, place, twin

ROWS = ("CRM", "Gestionale", "Negozio online")
moments = st.builds(
    Moment,
    st.sampled_from(ROWS),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),
    st.text(max_size=40),
)


def timeline(*happened: Moment) -> Timeline:
    return Timeline("Nel tempo", "Quando è stato scritto", ROWS, happened, "it")


@given(st.lists(moments, max_size=20))
@settings(max_examples=40, deadline=None)
def test_words_never_cover_one_another_nor_leave_the_sheet(happened: list[Moment]) -> None:
    placed = place(timeline(*happened))
    boxes = [each.box for each in placed if each.words]
    dots = [Box(each.x - 6, each.y - 6, 12, 12) for each in placed]

    assert len(placed) == len(happened)
    assert all(box.right <= WIDTH for box in boxes)
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])
    assert not any(box.meets(dot) for box in boxes for dot in dots)


def test_later_stands_further_right_in_proportion() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    days = (0, 10, 40)
    placed = place(timeline(*(Moment("CRM", start + timedelta(days=day), "scritto") for day in days)))
    first, second, third = (each.x for each in placed)

    assert abs((third - first) / (second - first) - 4) < 1e-6


def test_its_twin_is_in_the_order_of_time() -> None:
    late, early = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
    rows = twin(
        timeline(Moment("CRM", late, "modificato"), Moment("Gestionale", early, "creato")), ("a", "b", "c")
    ).rows

    assert [row[1:] for row in rows] == [("Gestionale", "creato"), ("CRM", "modificato")]


def test_it_is_an_image_for_who_listens_and_well_formed() -> None:
    svg = draw(timeline(Moment("CRM", datetime(2026, 1, 1), '<b>"&')), name="t")

    assert ElementTree.fromstring(svg).attrib["role"] == "img"


def test_without_moments_it_still_draws() -> None:
    ElementTree.fromstring(draw(timeline(), name="t"))
