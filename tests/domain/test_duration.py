"""The estimate of the time a voter needs, against what was measured step by step."""

from fractions import Fraction

import pytest

from appraisal.domain.duration import LONGEST, seconds_per_voter


@pytest.mark.parametrize(
    ("subjects", "criteria", "minutes"),
    [(17, 1, "1.1"), (17, 3, 2), (17, 4, "2.5"), (28, 1, "1.65"), (40, 1, "2.2"), (40, 4, "5.5")],
)
def test_the_estimate_is_good_to_six_percent(subjects, criteria, minutes):
    measured = Fraction(minutes) * 60

    estimated = seconds_per_voter(subjects, criteria)

    assert abs(estimated - measured) <= measured * Fraction("0.06")


def test_the_estimate_is_exact():
    assert seconds_per_voter(28, 1) == Fraction("95.5")


def test_room_for_reasons_takes_its_time():
    assert seconds_per_voter(28, 1, reasons=True) == Fraction("120.5")


def test_three_criteria_for_the_largest_meeting_are_too_long():
    assert [seconds_per_voter(n, 3) > LONGEST for n in (17, 41)] == [False, True]
