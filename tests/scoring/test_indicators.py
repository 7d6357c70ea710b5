"""Indicators, by hand."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import efficacy, min_max, ratio_to_best, z_scores


def test_ratio_to_best():
    assert ratio_to_best([50, 100, 0]) == (50, 100, 0)
    assert ratio_to_best([50, 100], full=10, smaller_is_better=True) == (10, 5)


def test_efficacy_between_two_bounds():
    found = efficacy([0, 50, 120], unacceptable=0, satisfactory=100)

    assert found == (60, 80, 108)
    assert efficacy([-10, 120], unacceptable=0, satisfactory=100, clip=True) == (60, 100)


def test_efficacy_of_costs():
    assert efficacy([30, 10], unacceptable=30, satisfactory=10) == (60, 100)


def test_min_max():
    assert min_max(["0.1", 0.2, "0.4"]) == (0, Fraction(1, 3), 1)
    assert min_max([1, 3], smaller_is_better=True) == (1, 0)
    assert min_max([7, 7]) == (Fraction(1, 2), Fraction(1, 2))


def test_standard_scores():
    np.testing.assert_allclose(z_scores([1, 2, 3], ddof=1), [-1, 0, 1])
    assert z_scores([0.1, 0.1, 0.1]).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    "refused",
    [
        lambda: ratio_to_best([-1, 2]),
        lambda: ratio_to_best([0, 0]),
        lambda: ratio_to_best([0, 2], smaller_is_better=True),
        lambda: efficacy([1], unacceptable=2, satisfactory=2),
        lambda: min_max([]),
        lambda: min_max([float("nan")]),
    ],
)
def test_what_has_no_answer_is_refused(refused):
    with pytest.raises(ValueError, match=r"."):
        refused()
