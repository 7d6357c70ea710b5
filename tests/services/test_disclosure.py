"""What may be shown of a small class."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.services.disclosure import LEAST_SHOWN, WeightedTotal, disclosure, withheld


def of_one_subject(*marks, unanimous=()):
    return disclosure(marks, [[n] for n in marks], [[k in unanimous] for k in range(len(marks))])


def test_large_classes_are_shown_whole():
    may = of_one_subject(28, 28, 60)

    assert may.is_complete


@pytest.mark.parametrize(
    ("marks", "columns"),
    [
        ((4, 28, 60), (False, False, True)),  # one alone could be subtracted: the next smallest goes too
        ((1, 2, 60), (False, False, False)),  # three ballots together are too few
        ((3, 4, 60), (False, False, True)),
        ((4,), (False,)),
        ((0, 28, 60), (True, True, True)),  # nobody came: nothing to protect
        ((5, 28, 60), (True, True, True)),
    ],
)
def test_a_small_class_is_withheld_with_whatever_would_betray_it(marks, columns):
    may = of_one_subject(*marks)

    assert (may.columns, tuple(row[0] for row in may.scores)) == (columns, columns)


def test_a_class_that_left_few_marks_on_one_subject_is_withheld_there():
    may = disclosure([28, 28, 60], [[28, 3], [28, 28], [60, 50]], [[False, False]] * 3)

    assert may.columns == (True, True, True)
    assert may.scores == ((True, False), (True, False), (True, True))


def test_fewer_than_eight_marks_have_a_mean_and_no_distribution():
    may = of_one_subject(7, 28, 60)

    assert (may.scores, may.counts) == (((True,),) * 3, ((False,), (True,), (True,)))


def test_a_total_that_would_betray_one_distribution_is_not_shown():
    alone, together = of_one_subject(7, 28, 60), of_one_subject(7, 6, 60)

    assert (alone.totals, together.totals) == ((False,), (True,))


def test_a_small_class_of_one_mind_is_withheld():
    may = of_one_subject(7, 28, 60, unanimous=(0, 1))

    assert may.scores == ((False,), (False,), (True,))


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_what_is_hidden_is_never_one_class_alone_nor_fewer_than_five_ballots(sizes):
    hidden = withheld(sizes, {k for k, n in enumerate(sizes) if 0 < n < LEAST_SHOWN})

    others = [n for k, n in enumerate(sizes) if k not in hidden and n > 0]
    is_safe = len(hidden) > 1 and sum(sizes[k] for k in hidden) >= LEAST_SHOWN
    assert not hidden or not others or is_safe


def told(*scores, weights):
    """What may be shown of one subject whose weighted total is known."""
    marks = [[3], [12], [28]]
    total = WeightedTotal(tuple(map(Fraction, weights)), scores, Fraction(40), Fraction(100), Fraction(20))
    return disclosure([3, 12, 28], marks, [[False]] * 3, total)


def test_a_sum_beside_the_total_is_a_second_equation_and_stays_hidden():
    may = told((Fraction(80),), (Fraction(80),), (Fraction(80),), weights=(40, 30, 30))

    assert (may.scores, may.totals) == (((False,), (False,), (True,)), (False,))


@pytest.mark.parametrize(
    ("score", "weights"), [(80, (40, 0, 60)), (80, (90, 5, 5)), (100, (40, 30, 30))], ids=str
)
def test_a_total_that_leaves_one_possible_score_hides_another_class(score, weights):
    may = told((Fraction(score),), (Fraction(100),), (Fraction(80),), weights=weights)

    assert may.scores == ((False,), (False,), (False,))
