"""A scale over several rounds: later further right, higher further up, gaps where nothing is known."""

from xml.etree import ElementTree

from regia.pictures.markup import NAMESPACE
from regia.pictures.radar import Shape
from regia.pictures.trend import HEIGHT, WIDTH, Measure, TrendPlot, draw, twin

SHAPES = (Shape("it", "IT"), Shape("business", "Business"))


def plot(it: list[float | None], business: list[float | None]) -> TrendPlot:
    def measures(values: list[float | None]) -> list[Measure | None]:
        return [None if each is None else Measure(each, max(each - 0.5, 1), min(each + 0.5, 5)) for each in values]

    return TrendPlot(
        [str(at) for at in range(1, len(it) + 1)],
        SHAPES,
        {"it": measures(it), "business": measures(business)},
        "Valore & <prova>",
        "Prova",
    )


def elements(svg: str, tag: str, class_: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [each for each in root.iter(f"{{{NAMESPACE}}}{tag}") if each.get("class") == class_]


def test_later_is_further_right_and_higher_further_up() -> None:
    svg = draw(plot([1, 3, 5], [2, 2, 2]), name="a")
    dots = elements(svg, "circle", "dot first")[:3]
    places = [(float(each.get("cx") or 0), float(each.get("cy") or 0)) for each in dots]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    (_, low), (_, middle), (_, high) = places
    assert abs((low - middle) - (middle - high)) < 0.02
    assert low > middle > high
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)


def test_an_interval_is_as_long_as_its_ends_say() -> None:
    [reach] = elements(draw(plot([3], [None]), name="a"), "line", "reach first")
    rings = elements(draw(plot([3], [None]), name="a"), "line", "ring")
    level = abs(float(rings[0].get("y1") or 0) - float(rings[1].get("y1") or 0))
    assert abs(abs(float(reach.get("y1") or 0) - float(reach.get("y2") or 0)) - level) < 0.02


def test_a_round_without_a_value_is_a_gap() -> None:
    svg = draw(plot([1, None, 5, 4], [2, 2, 2, 2]), name="a")
    assert len(elements(svg, "line", "side first")) == 1 + 1  # the last two rounds, and the legend
    assert len(elements(svg, "line", "side second")) == 3 + 1
    assert len(elements(svg, "circle", "dot first")) == 3 + 1


def test_its_twin_has_a_row_for_each_side_of_each_scale() -> None:
    table = twin({"Valore": plot([1.26, None], [5, 4])}, headings=("Area", "Lato"), language="it")
    assert table.headings == ("Area", "Lato", "1", "2")
    assert table.rows == (
        ("Valore", "IT", "1,3\xa0(1,0\u20131,8)", "-"),
        ("Valore", "Business", "5,0\xa0(4,5\u20135,0)", "4,0\xa0(3,5\u20134,5)"),
    )
