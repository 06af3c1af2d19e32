"""The radar: values where they belong, nothing leaves the picture, unknown is no zero."""

import math
import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from regia.pictures.metrics import width
from regia.pictures.radar import HEIGHT, WIDTH, Axis, RadarPlot, Shape, draw, twin
from regia.pictures.standalone import standalone

SHAPES = (Shape("it", "IT"), Shape("business", "Business"), Shape("measured", "Measured"))
levels = st.none() | st.floats(1, 5)
names = st.text(max_size=60) | st.sampled_from(["Governo", "W" * 200, "客户关系管理系统", "\u202egnirts", "<b>&"])


def plot(rows):
    axes = [Axis(name, dict(zip(("it", "business", "measured"), values, strict=True))) for name, values in rows]
    return RadarPlot(axes, SHAPES, "Radar", "Two outlines")


def numbers(markup, *keys):
    return [float(value) for key in keys for value in re.findall(rf'\b{key}="(-?[\d.]+)"', markup)]


@given(st.lists(st.tuples(names, st.tuples(levels, levels, levels)), min_size=3, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_picture_is_well_formed_and_stays_inside(rows):
    markup = draw(plot(rows))
    ElementTree.fromstring(markup)
    ElementTree.fromstring(standalone(markup))
    assert all(0 <= x <= WIDTH for x in numbers(markup, "cx", "x1", "x2"))
    assert all(0 <= y <= HEIGHT for y in numbers(markup, "cy", "y1", "y2"))


def test_six_axes_by_hand():
    markup = draw(plot([("A", (5.0, 1.0, None))] * 6))
    dots = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', markup)]
    centre = (WIDTH / 2, 182.0)
    assert len(dots) == 6 + 1  # the last is the legend's
    assert all(abs(math.dist(dot, centre) - 144) < 0.1 for dot in dots[:6])
    assert dots[0][0] == centre[0]
    assert dots[0][1] < centre[1]  # the first axis points upwards
    assert markup.count('class="dot third"') == 1  # the legend's own: nothing was measured


def test_unknown_is_a_gap_and_no_surface_is_filled():
    whole = [("A", (3.0, 2.0, None))] * 6
    assert 'class="between"' in draw(plot(whole))
    torn = [("A", (None, 2.0, None)), *whole[1:]]
    markup = draw(plot(torn))
    assert 'class="between"' not in markup
    assert markup.count('class="side first"') == 4 + 1  # two of six sides are gone; one line is the legend's
    assert twin(plot(torn), heading="area").rows[0] == ("A", "-", "2.0", "-")


def test_the_names_of_the_six_areas_are_told_whole():
    from regia.assess.questionnaire import areas
    from regia.errors import LANGUAGES

    for area in areas():
        for language in LANGUAGES:
            name = area.name.say(language)
            assert width(name, 12.5, weight="semibold") <= 104
            assert f">{name}<" in draw(plot([(name, (3.0, 2.0, None))] * 3))
