"""Pairwise comparisons against the Orsay ballots and the journals of statistics."""

import numpy as np
import pytest

from appraisal.scoring import NotConnectedError, RatingMatrix, bradley_terry, copeland, pairwise

from .worked import case, table


@pytest.fixture(scope="module")
def orsay_wins():
    _, rows = table("orsay2007_ballots")
    marks = np.array([[int(cell) for cell in row[2:]] for row in rows])
    return pairwise(
        RatingMatrix.build(np.maximum(marks, 1) - 1, [0] * len(marks), points=range(1, 7), class_weights=(1,))
    )


def test_pairwise_wins_of_the_orsay_ballots(orsay_wins):
    assert orsay_wins.tolist() == case("orsay2007")["pairwise_wins"]


def test_copeland_scores_of_the_orsay_ballots(orsay_wins):
    header, _ = table("orsay2007_ballots")

    assert copeland(orsay_wins).tolist() == [case("orsay2007")["copeland"][name] for name in header[2:]]


def test_strengths_of_the_journals():
    expected = case("bt_citations")["expected"]["ability"]
    names = list(expected)
    wins = np.zeros((4, 4))
    for first, second, won, lost in table("bt_citations")[1]:
        a, b = names.index(first), names.index(second)
        wins[a, b], wins[b, a] = int(won), int(lost)

    found = bradley_terry(wins)

    assert found.sum() == pytest.approx(0)
    np.testing.assert_allclose(found - found[0], list(expected.values()), atol=1e-6)


def test_strengths_without_a_finite_value_are_refused():
    with pytest.raises(NotConnectedError):
        bradley_terry([[0, 3, 1], [0, 0, 1], [0, 1, 0]])


def test_only_ballots_that_mark_both_are_counted():
    matrix = RatingMatrix.build([[2, 1, -1], [0, -2, 1]], [0, 0], points=range(3), class_weights=(1,))

    assert pairwise(matrix).tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 0]]
