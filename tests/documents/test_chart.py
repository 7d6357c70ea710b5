"""Drawings of one row each: strict XML, and right to the percent."""

import math
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from appraisal.documents import chart

SVG = "{http://www.w3.org/2000/svg}"
AXIS = chart.Axis(0.0, 100.0, (0.0, 50.0, 100.0))


def parts(drawing):
    return [(part.tag.removeprefix(SVG), part.attrib) for part in ElementTree.fromstring(drawing)]


def named(drawing, name):
    return [found for tag, found in parts(drawing) if found.get("class") == name]


def test_the_dot_lies_where_the_value_is():
    drawn = chart.line(AXIS, 50, (25, 75))

    assert [dot["cx"] for dot in named(drawn, "dot")] == ["50.00%"]
    assert {(line["x1"], line["x2"]) for line in named(drawn, "inner")} == {
        ("26.50%", "73.50%"),
        ("26.50%", "26.50%"),
        ("73.50%", "73.50%"),
    }


def test_two_ranges_differ_by_form_and_not_by_colour():
    drawn = chart.line(AXIS, 50, (25, 75), (0, 100))

    assert [(tag, found["class"]) for tag, found in parts(drawn)][3:] == [
        ("line", "outer"),
        ("rect", "bar-range"),
        ("circle", "dot"),
    ]
    assert {found["stroke"] for _, found in parts(drawn) if "stroke" in found} == {"currentColor"}


def test_nothing_but_the_grid_is_drawn_without_numbers():
    assert [found["class"] for _, found in parts(chart.line(AXIS, None))] == ["grid"] * 3


def test_the_numbers_of_an_axis_are_round_and_hold_all_values():
    axis = chart.score_axis([72.04, 92.27])

    texts = [part.text for part in ElementTree.fromstring(chart.scale(axis))]
    assert texts == ["70", "75", "80", "85", "90", "95"]


def test_ranks_begin_with_the_first_and_end_with_the_last():
    assert chart.rank_axis(28).ticks == (1, 5, 10, 15, 20, 25, 28)


@given(st.lists(st.floats(-1e6, 1e6), max_size=6))
def test_any_scores_fit_on_their_axis(values):
    axis = chart.score_axis(values)

    drawn = chart.line(axis, values[0] if values else None, (min(values), max(values)) if values else None)

    slack = 1e-6 * (axis.high - axis.low)
    assert all(axis.low - slack <= value <= axis.high + slack for value in values)
    assert not any(math.isnan(float(dot["cx"][:-1])) for dot in named(drawn, "dot"))
