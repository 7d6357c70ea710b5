"""Random effects and the Rasch model against direct computation."""

from itertools import product

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, blup, many_facet, two_way


def matrix(answers, *, points=range(101), **given):
    return RatingMatrix.build(answers, [0] * len(answers), points=points, class_weights=(1,), **given)


def gaps(rng, answers, share=0.15):
    return np.where(rng.random(answers.shape) < share, -1, answers)


def restricted_deviance(x, subject, ballot, logs):
    """-2 log restricted likelihood by the full covariance matrix, up to a constant, and the predictions."""
    n = len(x)
    z = [np.equal.outer(place, np.unique(place)).astype(float) for place in (subject, ballot)]
    covariance = np.eye(n) + sum(zz @ zz.T * np.exp(-log) for zz, log in zip(z, logs, strict=True))
    inverse, ones = np.linalg.inv(covariance), np.ones(n)
    mean = ones @ inverse @ x / (ones @ inverse @ ones)
    residual = (x - mean) @ inverse @ (x - mean) / (n - 1)
    deviance = (n - 1) * np.log(residual) + np.linalg.slogdet(covariance)[1] + np.log(ones @ inverse @ ones)
    effects = [np.exp(-log) * zz.T @ inverse @ (x - mean) for zz, log in zip(z, logs, strict=True)]
    return deviance, mean, effects, residual


def test_blup_is_the_top_of_the_restricted_likelihood():
    rng = np.random.default_rng(7)
    quality, mildness = rng.normal(0, 6, 6), rng.normal(0, 5, 14)
    answers = np.clip(np.rint(70 + quality + mildness[:, None] + rng.normal(0, 8, (14, 6))), 0, 100).astype(
        int
    )
    meeting = matrix(gaps(rng, answers))
    subject, ballot = np.nonzero(meeting.valid[:, 0])
    x = meeting.values[subject, 0, ballot]

    found = blup(meeting)

    variance = found.variance[0]
    logs = np.log(variance[2] / variance[:2])
    deviance, mean, effects, residual = restricted_deviance(x, subject, ballot, logs)
    around = [
        restricted_deviance(x, subject, ballot, logs + step)[0]
        for step in product((-0.01, 0, 0.01), repeat=2)
    ]
    assert deviance == pytest.approx(min(around), abs=1e-9)
    assert found.mean[0] == pytest.approx(mean)
    assert variance[2] == pytest.approx(residual)
    np.testing.assert_allclose(found.values, effects[0], atol=1e-8)
    np.testing.assert_allclose(found.severity[0], -effects[1], atol=1e-8)


def test_blup_shrinks_the_least_squares_effects():
    rng = np.random.default_rng(2)
    meeting = matrix(rng.integers(40, 100, (20, 5)))

    shrunk, plain = blup(meeting).values, two_way(meeting).values

    assert (np.abs(shrunk) < np.abs(plain)).all()
    assert np.corrcoef(shrunk, plain)[0, 1] == pytest.approx(1)


def test_blup_without_spread_predicts_no_effects():
    found = blup(matrix(np.full((5, 3), 80)))

    np.testing.assert_allclose(found.values, 0, atol=1e-9)
    np.testing.assert_allclose(found.mean, 80)


def test_blup_of_what_nobody_rated_is_nan():
    found = blup(matrix([[80, 70, -1], [90, 60, -1], [85, 66, -1]]))

    np.testing.assert_array_equal(np.isnan(found.values), [False, False, True])


@pytest.fixture(scope="module")
def rated():
    """Forty ballots on a five-answer scale drawn from the model itself."""
    rng = np.random.default_rng(3)
    merit, severity = rng.normal(0, 1, (8, 1)), rng.normal(0, 0.7, (40, 1, 1))
    place = merit - severity - [-0.3, 0.3]
    power = place[..., None] * np.arange(5) - np.cumsum([0, -2, -0.5, 0.5, 2])
    chance = np.exp(power) / np.exp(power).sum(-1, keepdims=True)
    answers = (rng.random((40, 8, 2, 1)) > chance.cumsum(-1)).sum(-1).clip(0, 4)
    return matrix(gaps(rng, answers), points=range(5), criterion_weights=(1, 1))


def rasch_expectation(fit):
    place = fit.subjects[:, None, None] - fit.criteria[:, None] - fit.severity
    power = place[..., None] * np.arange(5) - np.concatenate(([0], np.cumsum(fit.thresholds)))
    chance = np.exp(power) / np.exp(power).sum(-1, keepdims=True)
    return chance, chance @ np.arange(5)


def test_rasch_meets_its_likelihood_equations(rated):
    found = many_facet(rated)

    chance, expected = rasch_expectation(found)
    left = np.where(rated.valid, rated.answers - expected, 0)
    for axes in ((1, 2), (0, 2), (0, 1)):
        np.testing.assert_allclose(left.sum(axes), 0, atol=1e-6)
    marks = [np.count_nonzero(rated.answers == g) for g in range(5)]
    np.testing.assert_allclose(chance[rated.valid].sum(0), marks, atol=1e-6)
    chosen = np.take_along_axis(chance, np.maximum(rated.answers, 0)[..., None], axis=-1)[..., 0]
    assert found.loglik == pytest.approx(np.log(chosen[rated.valid]).sum())


def test_rasch_facets_are_centred_and_their_fit_is_near_one(rated):
    found = many_facet(rated)

    for facet in (found.subjects, found.severity, found.criteria):
        assert facet.mean() == pytest.approx(0, abs=1e-12)
    assert found.infit["subjects"].mean() == pytest.approx(1, abs=0.15)
    assert found.outfit["severity"].mean() == pytest.approx(1, abs=0.15)


def test_rasch_errors_come_from_the_information(rated):
    found = many_facet(rated)

    chance, expected = rasch_expectation(found)
    variance = np.where(rated.valid, chance @ np.arange(5) ** 2 - expected**2, 0)
    np.testing.assert_allclose(found.se["subjects"], variance.sum((1, 2)) ** -0.5)
    np.testing.assert_allclose(found.se["criteria"], variance.sum((0, 2)) ** -0.5)
    np.testing.assert_allclose(found.se["severity"], variance.sum((0, 1)) ** -0.5)


def test_rasch_leaves_extremes_out():
    answers = [[2, 1, 0, 2], [2, 2, 1, 0], [2, 0, 1, 1], [2, 2, 2, 2], [2, 1, 0, 1]]

    found = many_facet(matrix(answers, points=range(3)))

    assert np.isnan(found.subjects).tolist() == [True, False, False, False]
    assert (found.extreme_subjects, found.extreme_ballots) == (1, 1)
    assert np.isnan(found.severity).sum() == 1


def test_rasch_has_no_threshold_for_an_answer_never_given():
    answers = [[3, 1, 0, 3], [3, 0, 1, 0], [0, 3, 1, 1], [1, 1, 0, 3]]

    found = many_facet(matrix(answers, points=range(4)))

    assert np.isnan(found.thresholds).tolist() == [False, True, False]


def test_rasch_of_one_answer_only_is_nan():
    assert np.isnan(many_facet(matrix([[1, 1], [1, 1]], points=range(3))).subjects).all()


def test_rasch_of_answers_that_separate_perfectly_is_nan():
    answers = [[2, 1, -1], [1, 0, -1], [-1, 1, 0], [-1, 2, 1]]

    found = many_facet(matrix(answers, points=range(3)))

    assert np.isnan(found.subjects).all()
    assert np.isnan(found.loglik)
