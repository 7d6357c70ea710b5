"""Counts of slips as they are typed in a terminal."""

from dataclasses import replace

import pytest

from appraisal.cli.handed_out import handed_out, in_hand
from appraisal.domain.errors import CountsNotUnderstood
from tests.factories import make_class

CLASSES = (replace(make_class("G", 10, 40), is_public=True), make_class("A", 90, 8))


def test_a_class_that_was_left_out_and_a_public_channel_keep_their_counts():
    assert (handed_out(["A=7"], CLASSES, (5, 8)), handed_out([], CLASSES, (5, 8))) == ((5, 7), (5, 8))
    assert in_hand(["A=3/1"], CLASSES) == ((0, 3), (0, 1))


@pytest.mark.parametrize(("read", "typed"), [(in_hand, "G=3/0"), (in_hand, "B=1/0")])
def test_only_classes_with_slips_are_counted(read, typed):
    with pytest.raises(CountsNotUnderstood) as refusal:
        read([typed], CLASSES)

    assert refusal.value.phrase.values["letters"] == ("A",)
