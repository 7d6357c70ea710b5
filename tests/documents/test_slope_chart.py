"""Lines from class to class: every place once, none over another, told apart without colour."""

from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st

from appraisal.documents.slope_chart import APART, DASHES, samples, slopes
from tests.documents.test_chart import SVG

PLACE = st.one_of(st.none(), st.integers(1, 40))
NAMES = ("A票", "<B&票", "C票")


def drawn(courses, last):
    return ElementTree.fromstring(slopes(NAMES, courses, last))


def columns(drawing):
    """The numbers of each class and where they stand, from the top."""
    found = {}
    for text in drawing.iter(f"{SVG}text"):
        if text.get("class") == "place":
            found.setdefault(text.get("x"), []).append((int(text.text), float(text.get("y"))))
    return list(found.values())


@example([(None, None, 5), (None, None, 6)])  # tenths of a pixel, that no float holds
@given(st.lists(st.tuples(PLACE, PLACE, PLACE), min_size=1, max_size=len(DASHES)))
def test_every_place_is_written_once_and_can_be_read(courses):
    found = columns(drawn(courses, 40))

    wanted = [sorted({place for place in column if place}) for column in zip(*courses, strict=True)]
    assert [[place for place, _ in column] for column in found] == [column for column in wanted if column]
    gaps = [round(lower[1] - upper[1], 3) for column in found for upper, lower in pairwise(column)]
    assert [gap for gap in gaps if gap < APART] == []


def test_names_are_words_and_each_line_has_its_own_dashes():
    drawing = drawn([(1, 2, 3), (3, 2, 1), (4, None, 4)], 4)

    dashes = [line.get("stroke-dasharray") for line in drawing.iter(f"{SVG}line") if not line.get("class")]
    assert [text.text for text in drawing.iter(f"{SVG}text")][:3] == list(NAMES)
    assert dashes == [DASHES[0] or "none"] * 2 + [DASHES[1]] * 2 + [DASHES[2]]
    assert [DASHES[n] or "none" for n in range(3)] == [
        ElementTree.fromstring(sample)[0].get("stroke-dasharray") for sample in samples(3)
    ]
