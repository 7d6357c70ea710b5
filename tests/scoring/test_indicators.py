"""Indicators, by hand."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import (
    MissingFigureError,
    composite,
    efficacy,
    efficacy_in_range,
    is_constant,
    min_max,
    place_share,
    published,
    ratio_to_best,
    z_scores,
)


def test_ratio_to_best():
    assert ratio_to_best([50, 100, 0]) == (50, 100, 0)
    assert ratio_to_best([50, 100], full=10, smaller_is_better=True) == (10, 5)


def test_efficacy_between_two_bounds():
    found = efficacy([0, 50, 120], unacceptable=0, satisfactory=100)

    assert found == (60, 80, 108)
    assert efficacy([-10, 120], unacceptable=0, satisfactory=100, clip=True) == (60, 100)


def test_efficacy_of_costs():
    assert efficacy([30, 10], unacceptable=30, satisfactory=10) == (60, 100)


def test_efficacy_between_the_worst_and_the_best_there_is():
    assert efficacy_in_range([3, 7, 5]) == (60, 100, 80)
    assert efficacy_in_range([3, 7, 5], smaller_is_better=True) == (100, 60, 80)


def test_a_column_of_equal_figures_gives_everybody_the_middle_and_can_be_seen():
    assert efficacy_in_range(["0.1", 0.1, Fraction(1, 10)]) == (80, 80, 80)
    assert is_constant(["0.1", 0.1, Fraction(1, 10)])
    assert not is_constant([1, 2])


def test_points_fall_by_a_share_of_the_full_ones_with_every_place():
    assert place_share([9, 7, 9, 5]) == (100, 96, 100, 94)
    assert place_share([9, 7, 5], full=50, percent=3, smaller_is_better=True) == (47, Fraction(97, 2), 50)


def test_points_by_place_have_a_floor():
    assert place_share([3, 2, 1], percent=60) == (100, 40, 0)
    assert place_share([3, 2, 1], percent=30, least=60) == (100, 70, 60)


def test_min_max():
    assert min_max(["0.1", 0.2, "0.4"]) == (0, Fraction(1, 3), 1)
    assert min_max([1, 3], smaller_is_better=True) == (1, 0)
    assert min_max([7, 7]) == (Fraction(1, 2), Fraction(1, 2))


def test_standard_scores():
    np.testing.assert_allclose(z_scores([1, 2, 3], ddof=1), [-1, 0, 1])
    np.testing.assert_allclose(z_scores([1, 2, 3], ddof=1, smaller_is_better=True), [1, 0, -1])
    assert z_scores([0.1, 0.1, 0.1]).tolist() == [0, 0, 0]


CONVERSIONS = [
    ratio_to_best,
    efficacy_in_range,
    place_share,
    min_max,
    is_constant,
    lambda x: efficacy(x, unacceptable=0, satisfactory=1),
]


@pytest.mark.parametrize("blank", [None, float("nan"), "", " ", "NaN"])
@pytest.mark.parametrize("convert", CONVERSIONS)
def test_a_missing_figure_is_refused_with_its_position(convert, blank):
    with pytest.raises(MissingFigureError, match="position 2") as refused:
        convert([5, 3, blank, 4])

    assert refused.value.position == 2


def test_a_missing_figure_has_no_standard_score_either():
    with pytest.raises(MissingFigureError, match="position 1"):
        z_scores([1, None, 3])


@pytest.mark.parametrize(
    "refused",
    [
        lambda: ratio_to_best([-1, 2]),
        lambda: ratio_to_best([0, 0]),
        lambda: ratio_to_best([0, 2], smaller_is_better=True),
        lambda: efficacy([1], unacceptable=2, satisfactory=2),
        lambda: min_max([]),
        lambda: min_max(["many"]),
        lambda: composite([[1, 2], [3]], (1, 1)),
        lambda: composite([[1], [2]], (1,)),
        lambda: composite([[1], [2]], (1, -1)),
    ],
)
def test_what_has_no_answer_is_refused(refused):
    with pytest.raises(ValueError, match=r"."):
        refused()


def test_a_composite_rounds_once():
    found = composite([["80.004"], ["60.004"], [Fraction(1, 3)]], (50, 20, 30))

    assert found == (Fraction("52.0028") + Fraction(1, 10),)
    assert published(found[0]) == "52.10"


def test_what_one_part_does_not_rate_has_no_composite():
    assert composite([[80, None, 70], [60, 50, float("nan")]], (1, 1)) == (70, None, None)
    assert composite([[80, None], [60, 50]], (0, 1)) == (60, 50)
