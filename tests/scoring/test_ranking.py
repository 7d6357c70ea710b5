"""Ranks, ties and rounding."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import break_ties, decide, published, ranks

from .worked import item


@pytest.mark.parametrize(
    ("style", "expected"),
    [("1224", [2, 1, 2, 4, 0]), ("dense", [2, 1, 2, 3, 0]), ("fractional", [2.5, 1, 2.5, 4, np.nan])],
)
def test_styles_of_ranks(style, expected):
    found = ranks([80, 90, Fraction(80), 70, None], style=style)

    np.testing.assert_array_equal(found, expected)


def test_float_noise_does_not_separate():
    case = item("edge_cases", "E09")

    assert ranks(case["input"]["scores"]).tolist() == case["expect"]["rank_1224"]


def test_exact_scores_are_separated_however_close():
    assert ranks([Fraction(10**12 + 1, 10**12), 1]).tolist() == [1, 2]


def test_a_rule_may_rank_on_the_printed_score():
    scores = [Fraction("89.995"), Fraction("90.004"), Fraction("89.994")]

    assert ranks(scores, decimals=2).tolist() == [1, 1, 3]


def test_a_chain_breaks_ties_key_by_key_and_says_which_decided():
    decision = decide(np.array([1, 1, 1, 4, 4, 0]), [3, 2, 2, 5, 5, 9], [0, 1, 2, 7, 7, 9])

    assert decision.ranks.tolist() == [1, 3, 2, 4, 4, 0]
    assert decision.decided_by.tolist() == [0, 1, 1, 2, 2, -1]


def test_a_missing_key_comes_last_within_the_tie():
    assert break_ties(np.array([1, 1, 1]), [None, -5, np.nan]).tolist() == [2, 1, 2]


def test_an_unknown_style_is_refused():
    with pytest.raises(ValueError, match="style"):
        ranks([1, 2], style="random")


@pytest.mark.parametrize("position", range(3))
def test_printing_rounds_half_away_from_zero(position):
    case = item("edge_cases", "E11")

    assert published(case["input"]["values"][position]) == case["expect"]["half_up"][position]


def test_printing_keeps_zeros_and_never_prints_minus_zero():
    assert [published(90), published("-0.001"), published(Fraction(5, 2), 0)] == ["90.00", "0.00", "3"]


def test_no_subjects_have_no_ranks():
    assert ranks([]).tolist() == []
