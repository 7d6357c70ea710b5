"""The matrix forgets the order of arrival, and refuses what is not a ballot."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import ABSTAINED, NOT_ASKED, RatingMatrix, tally


def build(answers, voter_class=None, *, points=range(5), **given):
    given.setdefault("class_weights", (1,))
    classes = [0] * len(answers) if voter_class is None else voter_class
    return RatingMatrix.build(answers, classes, points=points, **given)


def test_ballots_are_stored_by_class_and_subject_major():
    matrix = build([[4, 3], [1, 2], [0, 1]], [1, 0, 1], class_weights=(1, 1))

    assert matrix.edges.tolist() == [0, 1, 3]
    assert matrix.answers.shape == (2, 1, 3)
    assert matrix.answers.flags.c_contiguous
    assert matrix.answers.dtype == np.int8


def test_order_leads_from_the_input_to_what_is_stored():
    given = np.array([[4, 3], [1, 2], [0, 1], [-1, 4]])

    matrix = build(given, [1, 0, 1, 0], class_weights=(1, 1))

    assert (matrix.answers[:, 0] == given[matrix.order].T).all()


def test_the_order_of_arrival_is_forgotten():
    rng = np.random.default_rng(1)
    answers, classes = rng.integers(-2, 5, (50, 4, 2)), rng.integers(0, 3, 50)
    home, shuffled = rng.integers(-1, 4, 50), rng.permutation(50)
    setting = {"class_weights": (1, 2, 3), "criterion_weights": (1, 1)}

    one = build(answers, classes, home=home, **setting)
    other = build(answers[shuffled], classes[shuffled], home=home[shuffled], **setting)

    assert (one.answers == other.answers).all()
    assert (one.home == other.home).all()


def test_a_long_scale_is_stored_in_two_bytes():
    matrix = build([[200, 0]], points=[Fraction(half, 2) for half in range(201)])

    assert matrix.answers.dtype == np.int16
    assert matrix.answers[:, 0, 0].tolist() == [200, 0]
    assert tally(matrix).counts[0, 0, 0, 200] == 1


def test_numbers_are_read_as_written():
    matrix = build([[0, 1]], points=("0.1", 0.3), class_weights=(0.3,))

    assert matrix.points == (Fraction(1, 10), Fraction(3, 10))
    assert matrix.class_weights == (1,)


def test_own_marks_become_not_asked():
    matrix = build([[4, 3], [2, 1]], home=[0, -1])

    assert matrix.own_dropped == 1
    assert tally(matrix).not_asked[0, :, 0].tolist() == [1, 0]


def test_own_marks_stay_if_the_rule_allows_them():
    matrix = build([[4, 3], [2, 1]], home=[0, -1], drop_own=False)

    assert matrix.own_dropped == 0
    assert tally(matrix).valid[0, :, 0].tolist() == [2, 2]


def test_no_ballots_is_a_matrix_too():
    matrix = build(np.empty((0, 3)))

    assert matrix.shape == (1, 3, 1, 0, 5)
    assert tally(matrix).valid.tolist() == [[[0], [0], [0]]]


def test_the_input_is_left_alone():
    answers = np.array([[4, 3], [2, 1]], dtype=np.int8)

    build(answers, home=[0, 1])

    assert answers.tolist() == [[4, 3], [2, 1]]


@pytest.mark.parametrize(
    ("answers", "given"),
    [
        ([[5, 0]], {}),
        ([[-3, 0]], {}),
        ([[0.5, 0]], {}),
        ([[np.nan, 0]], {}),
        ([["4", "0"]], {}),
        ([4, 0], {}),
        ([[4, 0]], {"voter_class": [1]}),
        ([[4, 0]], {"voter_class": [-1]}),
        ([[4, 0]], {"voter_class": [0, 0]}),
        ([[4, 0]], {"home": [2]}),
        ([[4, 0]], {"criterion_weights": (1, 1)}),
        ([[4, 0]], {"class_weights": (-1,)}),
        ([[4, 0]], {"class_weights": (0,)}),
        ([[4, 0]], {"class_weights": ()}),
        ([[4, 0]], {"class_weights": (float("nan"),)}),
        ([[4, 0]], {"class_weights": (float("inf"),)}),
        ([[4, 0]], {"class_weights": ("much",)}),
        ([[4, 0]], {"points": ()}),
    ],
)
def test_what_is_not_a_ballot_is_refused_and_never_clipped(answers, given):
    with pytest.raises(ValueError, match=r"."):
        build(answers, **given)


def test_the_three_kinds_of_cell_add_up_to_the_ballots_of_the_class():
    rng = np.random.default_rng(2)
    matrix = build(rng.integers(-2, 5, (40, 3)), rng.integers(0, 2, 40), class_weights=(1, 1))

    counts = tally(matrix)

    assert (counts.valid + counts.abstained + counts.not_asked == matrix.sizes[:, None, None]).all()
    assert counts.abstained.sum() == (matrix.answers == ABSTAINED).sum()
    assert counts.not_asked.sum() == (matrix.answers == NOT_ASKED).sum()
