"""Two-way least squares against normal equations solved in fractions."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, ScoringRule, score, score_ballots, tally, two_way

from .worked import case, item


def floats(numbers):
    return [float(Fraction(number)) for number in numbers]


def matrix(rows, classes=None, *, weights=(1,), points=range(101)):
    answers = np.array([[-1 if mark is None else mark for mark in row] for row in rows])
    return RatingMatrix.build(answers, classes or [0] * len(rows), points=points, class_weights=weights)


def in_order_given(stored, of):
    given = np.empty_like(stored)
    given[..., of.order] = stored
    return given


def test_the_toy_meeting(toy):
    expected = case("twoway_toy")["expected"]

    found = two_way(toy)

    np.testing.assert_allclose(found.values, floats(expected["two_way"]), atol=1e-9)
    severity = in_order_given(found.severity[0], toy)
    np.testing.assert_allclose(severity, floats(expected["severity"]), atol=1e-9)
    assert found.rss[0] == pytest.approx(float(Fraction(expected["rss"])), abs=1e-9)
    assert found.df.tolist() == [expected["df"]]
    assert found.comparable


def test_the_toy_meeting_with_class_weights(toy):
    expected = case("twoway_toy")["expected"]["two_way_weighted"]

    found = two_way(toy, weighted=True)

    np.testing.assert_allclose(found.values, floats(expected), atol=1e-9)


def test_a_lenient_ballot_that_is_absent_from_one_column_does_not_raise_the_others():
    entry = item("edge_cases", "E24")
    meeting = matrix(entry["input"]["ratings"])

    found = two_way(meeting)

    assert score(tally(meeting)).values.tolist() == entry["expect"]["mean"]
    np.testing.assert_allclose(found.values, entry["expect"]["two_way_effects"], atol=1e-9)


def test_complete_ballots_give_the_centred_class_weighted_mean():
    marks = np.random.default_rng(3).integers(0, 101, (30, 6))
    meeting = matrix(marks, [0] * 10 + [1] * 20, weights=(1, 3))

    found = two_way(meeting, weighted=True).values

    means = score(tally(meeting)).values
    np.testing.assert_allclose(found, means - means.mean(), atol=1e-9)


def test_standard_errors_are_those_of_the_full_regression():
    rng = np.random.default_rng(4)
    marks = np.where(rng.random((12, 5)) < 0.3, -1, rng.integers(0, 101, (12, 5)))
    meeting = matrix(marks)
    ballots, subjects = np.nonzero(marks >= 0)
    design = np.zeros((len(ballots), 17))
    design[np.arange(len(ballots)), subjects] = 1
    design[np.arange(len(ballots)), 5 + ballots] = 1
    x = marks[ballots, subjects]
    solution, *_ = np.linalg.lstsq(design, x, rcond=None)
    sigma = np.sqrt(((x - design @ solution) ** 2).sum() / (len(x) - 16))
    centring = np.eye(5, 17) - np.pad(np.full((5, 5), 0.2), ((0, 0), (0, 12)))
    covariance = centring @ np.linalg.pinv(design.T @ design) @ centring.T * sigma**2

    found = two_way(meeting)

    np.testing.assert_allclose(found.values, centring @ solution, atol=1e-9)
    np.testing.assert_allclose(found.sigma, [sigma], atol=1e-9)
    np.testing.assert_allclose(found.se[:, 0], np.sqrt(np.diag(covariance)), atol=1e-9)


def test_groups_that_share_no_ballot_are_not_compared():
    found = two_way(matrix([[9, 8, None, None, None], [None, None, 7, 5, None]]))

    assert found.components[:, 0].tolist() == [0, 0, 1, 1, -1]
    assert not found.comparable
    assert np.isnan(found.values).all()


def test_an_unrated_subject_does_not_disturb_the_rest():
    found = two_way(matrix([[9, None, 7], [8, None, 4]]))

    np.testing.assert_allclose(found.values, [1.5, np.nan, -1.5])
    assert found.comparable


def test_points_need_not_be_evenly_spaced():
    even, steep = (matrix([[2, 1], [1, 0]], points=points) for points in ((0, 1, 2), (0, 1, 10)))

    assert two_way(even).values.tolist() == [0.5, -0.5]
    np.testing.assert_allclose(two_way(steep).values, [2.5, -2.5])


def test_as_the_official_rule_it_stands_around_the_mean_of_all_marks(toy):
    found = score_ballots(toy, ScoringRule("two-way"))

    marks = toy.values[~np.isnan(toy.values)]
    np.testing.assert_allclose(found.values, marks.mean() + two_way(toy, weighted=True).values)
    assert found.exact is None


def test_large_meetings_lose_no_more_than_the_fourth_digit():
    rng = np.random.default_rng(5)
    quality, severity = rng.normal(0, 8, 7), rng.normal(0, 8, 60_000)
    marks = np.clip(np.rint(70 + quality - severity[:, None] + rng.normal(0, 8, (60_000, 7))), 0, 100)
    marks[rng.random(marks.shape) < 0.05] = -1
    whole = matrix(marks, (np.arange(60_000) % 2).tolist(), weights=(1, 2))
    part = matrix(marks[:40_000], (np.arange(40_000) % 2).tolist(), weights=(1, 2))

    for meeting in (whole, part):
        found = two_way(meeting, weighted=True)
        x, there = meeting.values[:, 0], meeting.valid[:, 0]
        n = there.sum(0)
        weight = np.array([1, 2])[meeting.classes] / meeting.sizes[meeting.classes]
        weight[n == 0] = 0
        joint = (there * weight / np.maximum(n, 1)) @ there.T
        information = np.diag((there * weight).sum(1)) - joint
        means = np.nansum(x, axis=0) / np.maximum(n, 1)
        right = (np.where(there, x - means, 0) * weight).sum(1)
        effects = np.linalg.pinv(information, rcond=1e-9) @ right
        np.testing.assert_allclose(found.values, effects, atol=1e-4 if meeting is whole else 1e-8)
