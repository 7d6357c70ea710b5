"""What stands out among ballots, each against its definition."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from appraisal.scoring import (
    RatingMatrix,
    class_contrast,
    consensus,
    duplicates,
    reciprocity,
    severity,
    spread,
    straight_lines,
)
from appraisal.scoring.rivalry import robust_residuals


def matrix(answers, classes=None, *, points=range(101), **given):
    answers = np.array(answers)
    criteria = answers.shape[2] if answers.ndim == 3 else 1
    given.setdefault("class_weights", (1,))
    return RatingMatrix.build(
        answers,
        [0] * len(answers) if classes is None else classes,
        points=points,
        criterion_weights=(1,) * criteria,
        **given,
    )


def as_given(found, of):
    """Per-ballot results in the order the ballots were given."""
    given = np.empty_like(found)
    given[of.order] = found
    return given


@pytest.fixture(scope="module")
def meeting():
    rng = np.random.default_rng(1)
    marks = np.where(rng.random((30, 6, 2)) < 0.1, -1, rng.integers(0, 101, (30, 6, 2)))
    return matrix(marks, np.arange(30) % 2, class_weights=(1, 1))


def test_severity_is_the_distance_below_the_mean_of_the_class(meeting):
    x = meeting.values
    means = np.stack([np.nanmean(x[..., meeting.classes == k], axis=2) for k in range(2)], axis=2)

    np.testing.assert_allclose(severity(meeting), np.nanmean(means[..., meeting.classes] - x, axis=(0, 1)))


def test_spread_is_the_standard_deviation_of_a_ballot(meeting):
    np.testing.assert_allclose(spread(meeting), np.nanstd(meeting.values, axis=(0, 1), ddof=1))


def test_a_ballot_without_marks_has_neither():
    silent = matrix([[80, 90], [-1, -1]])

    assert np.isnan(as_given(severity(silent), silent)).tolist() == [False, True]
    assert np.isnan(as_given(spread(silent), silent)).tolist() == [False, True]


def test_a_straight_line_needs_five_equal_marks():
    rows = [[7, 7, 7, 7, 7, -1], [7, 7, 7, 7, -1, -1], [7, 7, 7, 7, 7, 8], [-1] * 6]
    meeting = matrix(rows)

    assert as_given(straight_lines(meeting), meeting).tolist() == [True, False, False, False]
    assert as_given(straight_lines(meeting, least=4), meeting).tolist() == [True, True, False, False]


def test_consensus_is_the_correlation_with_all_others(meeting):
    x = meeting.values.reshape(12, 30)
    expected = []
    for b in range(30):
        rest = np.nanmean(np.delete(x, b, axis=1), axis=1)
        both = ~np.isnan(x[:, b])
        expected.append(np.corrcoef(x[both, b], rest[both])[0, 1])

    np.testing.assert_allclose(consensus(meeting), expected)


def test_a_sheet_read_upside_down_stands_against_the_rest():
    meeting = matrix([[90, 80, 70, 60]] * 5 + [[60, 70, 80, 90], [80, 80, 80, 80], [90, 80, -1, -1]])

    found = as_given(consensus(meeting), meeting)

    assert found[5] == pytest.approx(-1, abs=0.01)
    assert np.isnan(found).tolist() == [False] * 6 + [True, True]


def test_copies_are_found_with_their_abstentions():
    meeting = matrix([[5, 4, 3, 2, 1, -1]] * 3 + [[5, 4, 3, 2, 1, 1], [4] * 5 + [-1], [1, 2, -1, -1, -1, -1]])

    groups = duplicates(meeting)

    assert [sorted(meeting.order[list(group)].tolist()) for group in groups] == [[0, 1, 2]]
    assert duplicates(meeting, least=6) == ()


@pytest.fixture(scope="module")
def delegations():
    """Ten delegations of six; 2 and 5 lift each other, 7 marks 0 down."""
    rng = np.random.default_rng(2)
    home = np.repeat(np.arange(10), 6)
    marks = 70 + rng.normal(0, 6, 10) - rng.normal(0, 5, (60, 1)) + rng.normal(0, 4, (60, 10))
    for own, other, favour in ((2, 5, 16), (5, 2, 16), (7, 0, -18)):
        marks[home == own, other] += favour
    return matrix(np.clip(np.rint(marks), 0, 100).astype(int), home=home)


def test_rings_and_rivals_are_found(delegations):
    found = reciprocity(delegations)

    assert found.rings == ((2, 5),)
    assert found.low == ((7, 0),)
    assert found.pairs[2, 5] == min(found.directed[2, 5], found.directed[5, 2])
    assert np.isnan(np.diag(found.directed)).all()


def test_clean_delegations_raise_no_alarm():
    rng = np.random.default_rng(3)
    clean = matrix(rng.integers(40, 100, (60, 10)), home=np.repeat(np.arange(10), 6))

    found = reciprocity(clean)

    assert (found.rings, found.low) == ((), ())


def test_the_permutations_say_how_rare_a_ring_is(delegations):
    found = reciprocity(delegations, permutations=199)

    assert (found.p_pairs[2, 5], found.p_low[7, 0]) == (1 / 200, 1 / 200)
    others = found.p_pairs[np.triu_indices(10, 1)] > 1 / 200
    assert others.sum() == 44
    np.testing.assert_array_equal(np.isnan(found.p_pairs), np.isnan(found.pairs))


def test_drawing_homes_comes_close_to_trying_them_all():
    rng = np.random.default_rng(5)
    answers = np.where(rng.random((8, 4)) < 0.1, -1, rng.integers(40, 100, (8, 4)))
    homes = [0, 1, 2, 3, 1, 0, 1, -1]
    meeting = matrix(answers, [0] * 4 + [1] * 4, class_weights=(1, 1), home=homes)
    residuals = robust_residuals(meeting)
    observed = np.nanmax(reciprocity(meeting, residuals=residuals).pairs)
    every = []
    for first, second in product(permutations(range(4)), permutations(range(3))):
        dealt = meeting.home.copy()
        for k, order in enumerate((first, second)):
            known = np.flatnonzero((meeting.classes == k) & (meeting.home >= 0))
            dealt[known] = meeting.home[known[list(order)]]
        every.append(np.nanmax(reciprocity(replace(meeting, home=dealt), residuals=residuals).pairs))

    found, again = (reciprocity(meeting, permutations=4999, seed=3).p_pairs for _ in range(2))

    share = np.mean(np.array(every) >= observed - 1e-9)
    assert np.nanmin(found) == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 5000))
    np.testing.assert_array_equal(found, again)


def test_clean_delegations_are_rarely_called_rare():
    clean = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        meeting = matrix(rng.integers(40, 100, (36, 6)), home=np.repeat(np.arange(6), 6))
        clean.append(np.nanmin(reciprocity(meeting, permutations=99).p_pairs))

    assert sum(p <= 0.05 for p in clean) <= 8  # 3 are expected, more than 8 once in 300


def test_favour_is_the_standardised_sum_of_residuals(delegations):
    e = robust_residuals(delegations)[:, 0]
    sigma = 1.4826 * np.nanmedian(np.abs(e - np.nanmedian(e)))

    found = reciprocity(delegations).directed

    assert found[3, 8] == pytest.approx(e[8, delegations.home == 3].sum() / (sigma * np.sqrt(6)))


def test_a_scale_of_few_answers_still_has_a_spread():
    rng = np.random.default_rng(7)
    home = np.repeat(np.arange(8), 4)
    marks = np.where(rng.random((32, 8)) < 0.3, rng.integers(0, 4, (32, 8)), 2)
    marks[home == 1, 6] = marks[home == 6, 1] = 3
    meeting = matrix(marks, points=(40, 60, 80, 100), home=home)
    residuals = robust_residuals(meeting)
    assert np.nanmedian(np.abs(residuals)) == 0

    found = reciprocity(meeting, permutations=199)

    assert np.unravel_index(np.nanargmax(found.pairs), (8, 8)) in ((1, 6), (6, 1))
    assert found.p_pairs[1, 6] == 1 / 200


def test_unknown_homes_show_nothing():
    found = reciprocity(matrix([[80, 70], [90, 60]]))

    assert np.isnan(found.directed).all()
    assert (found.rings, found.low) == ((), ())


def test_a_class_that_favours_one_subject_is_seen():
    rng = np.random.default_rng(4)
    marks = rng.integers(60, 80, (80, 6))
    marks[:30, 3] += 15
    meeting = matrix(marks, np.repeat([0, 1], [30, 50]), class_weights=(1, 1))

    found = class_contrast(meeting)

    assert found.difference[0].argmax() == 3
    assert found.difference[0, 3] == pytest.approx(15, abs=4)
    assert found.difference[0, 3] / found.se[0, 3] > 5
    np.testing.assert_allclose(found.difference[0], -found.difference[1])
    np.testing.assert_allclose(found.se[0], found.se[1])
