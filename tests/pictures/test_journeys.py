"""Swimlanes, flows, bars and lines: what is drawn stands where it should, links lead where they say."""

from itertools import combinations

import pytest
from defusedxml.ElementTree import fromstring

from regia.pictures import lines, sankey, stacked, swimlane
from regia.pictures.geometry import Box
from regia.pictures.lines import LinePlot
from regia.pictures.sankey import Band, Sankey
from regia.pictures.stacked import Stacked, StackedRow
from regia.pictures.swimlane import LaneStep, LaneWay, Swimlane, columns_of

SVG = "{http://www.w3.org/2000/svg}"


def _plan(*ways: tuple[str, str, int]) -> Swimlane:
    steps = tuple(LaneStep(key, "a" if key < "C" else "b", f"Step {key} & <more>", "2 h", key) for key in "ABCD")
    drawn = tuple(LaneWay(one, other, cases, f"{one} {other}", f"?from={one}&to={other}") for one, other, cases in ways)
    return Swimlane("Title", "Description", (("a", "Sales"), ("b", "Operations")), steps, drawn)


def test_a_step_stands_after_all_that_hand_work_to_it_but_for_loops() -> None:
    plan = _plan(("A", "B", 90), ("B", "C", 80), ("A", "C", 10), ("C", "D", 70), ("D", "B", 5))
    assert columns_of(plan) == {"A": 0, "B": 1, "C": 2, "D": 3}


def test_steps_never_cover_one_another_and_lie_in_their_lane() -> None:
    plan = _plan(("A", "C", 90), ("A", "D", 80))
    root = fromstring(swimlane.draw(plan, name="x"))
    boxes = {each.attrib["class"]: [] for each in root.iter(f"{SVG}rect")}
    for each in root.iter(f"{SVG}rect"):
        boxes[each.attrib["class"]].append(Box(*(float(each.attrib[name]) for name in ("x", "y", "width", "height"))))
    assert len(boxes["step-box"]) == 4
    assert not any(one.meets(other) for one, other in combinations(boxes["step-box"], 2))
    assert all(any(box.within(lane) for lane in boxes["lane"]) for box in boxes["step-box"])


def test_an_arrow_leads_to_its_hand_off_and_is_the_thicker_the_more_it_is_travelled() -> None:
    root = fromstring(swimlane.draw(_plan(("A", "B", 400), ("B", "C", 4)), name="x"))
    arrows = {each.attrib["href"]: each.find(f"{SVG}path[@class='way-line']") for each in root.iter(f"{SVG}a")}
    assert set(arrows) == {"?from=A&to=B", "?from=B&to=C"}
    widths = {href: float(path.attrib["stroke-width"]) for href, path in arrows.items() if path is not None}
    assert widths["?from=A&to=B"] > 2 * widths["?from=B&to=C"]


def test_bands_are_as_thick_as_they_weigh_and_their_twin_lists_them() -> None:
    plan = Sankey("T", "D", (Band("Sales", "Operations", 30, "30"), Band("Sales", "Stops", 10, "10", stops=True)))
    root = fromstring(sankey.draw(plan, name="x"))
    assert [each.attrib["class"] for each in root.iter(f"{SVG}g")] == ["band", "band stops"]
    nodes = [float(each.attrib["height"]) for each in root.iter(f"{SVG}rect")]
    assert nodes[0] == pytest.approx(nodes[1] + nodes[2], abs=0.02)
    assert nodes[1] == pytest.approx(3 * nodes[2], abs=0.02)
    assert sankey.twin(plan, ("a", "b", "c")).rows == (("Sales", "Operations", "30"), ("Sales", "Stops", "10"))


def test_bars_in_parts_share_one_scale() -> None:
    plan = Stacked("T", "D", ("young", "old"), (StackedRow("x", (10, 0), "10"), StackedRow("y", (10, 20), "30")))
    root = fromstring(stacked.draw(plan, name="x"))
    bars = [float(each.attrib["width"]) for group in root.iter(f"{SVG}g") for each in group.iter(f"{SVG}rect")]
    assert bars == pytest.approx([bars[0], bars[0], 2 * bars[0]], abs=0.02)


def test_a_line_lies_within_its_axes() -> None:
    plot = LinePlot("T", "D", ((0, 0), (5, 1), (10, 2)), ((0, "0"), (10, "10")), ((0, "0"), (2, "2")), (5, "worse"))
    root = fromstring(lines.draw(plot, name="x"))
    (curve,) = root.iter(f"{SVG}polyline")
    points = [tuple(map(float, each.split(","))) for each in curve.attrib["points"].split()]
    assert points == sorted(points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    assert all(0 <= x <= lines.WIDTH and 0 <= y <= lines.HEIGHT for x, y in points)
