"""Standard errors, bootstrap and rank sets, each against its definition."""

from itertools import product

import numpy as np
import pytest

from appraisal.scoring import (
    Flag,
    RatingMatrix,
    ScoringRule,
    Step,
    TooManyBallotsError,
    bootstrap,
    delta,
    rank_sets,
    ranks,
    score,
    score_ballots,
    tally,
)


def matrix(rows, classes=None, *, weights=(1,), points=range(101), **given):
    answers = np.array(rows)
    given.setdefault("criterion_weights", (1,) * (answers.shape[2] if answers.ndim == 3 else 1))
    return RatingMatrix.build(
        answers,
        [0] * len(rows) if classes is None else classes,
        points=points,
        class_weights=weights,
        **given,
    )


@pytest.fixture(scope="module")
def meeting():
    """Sixty ballots of two classes about five subjects on two criteria, a tenth of the cells empty."""
    rng = np.random.default_rng(1)
    marks = np.where(rng.random((60, 5, 2)) < 0.1, -1, rng.integers(0, 5, (60, 5, 2)))
    return matrix(
        marks, np.arange(60) % 3 // 2, weights=(2, 1), points=(0, 40, 60, 80, 100), criterion_weights=(3, 1)
    )


def test_one_class_without_gaps_has_the_textbook_standard_error():
    marks = np.random.default_rng(2).integers(0, 101, (25, 3))

    found = delta(matrix(marks))

    np.testing.assert_allclose(found.covariance, np.cov(marks.T) / 25)
    np.testing.assert_allclose(found.se, marks.std(axis=0, ddof=1) / 5)


def test_the_covariance_is_that_of_the_influences(meeting):
    x, there = np.nan_to_num(meeting.values), meeting.valid
    influence = np.zeros((5, 60))
    for k, weight in enumerate(meeting.class_weights):
        of = slice(*meeting.edges[k : k + 2])
        n = there[..., of].sum(-1)
        mean = x[..., of].sum(-1) / n
        share = float(weight) * np.array([0.75, 0.25]) / n
        influence[:, of] = (share[..., None] * (x[..., of] - mean[..., None]) * there[..., of]).sum(1)
    parts = [influence[:, a:b] for a, b in zip(meeting.edges[:-1], meeting.edges[1:], strict=True)]

    plain, corrected = (delta(meeting, small_sample=flag).covariance for flag in (False, True))

    np.testing.assert_allclose(plain, sum(part @ part.T for part in parts))
    factor = [part.shape[1] / (part.shape[1] - 1) for part in parts]
    np.testing.assert_allclose(corrected, sum(f * p @ p.T for f, p in zip(factor, parts, strict=True)))


def test_a_class_of_one_is_said_to_be_understated():
    found = delta(matrix([[80, 70], [90, 80], [70, 90]], [0, 0, 1], weights=(1, 1)))

    assert found.flags == (Flag("understated", voter_class=1),)
    np.testing.assert_allclose(found.se, [2.5, 2.5])


def test_a_single_ballot_per_class_has_no_standard_error():
    assert np.isnan(delta(matrix([[80, 70], [90, 80]], [0, 1], weights=(1, 1))).se).all()


def test_large_meetings_lose_no_more_than_the_fourth_digit():
    marks = np.random.default_rng(6).integers(0, 101, (60_000, 5))
    marks[::7, 2] = -1
    large = matrix(marks)
    x = np.where(marks < 0, np.nan, marks)

    found = delta(large)

    expected = np.nanstd(x, axis=0, ddof=0) / np.sqrt((marks >= 0).sum(0) * (59_999 / 60_000))
    np.testing.assert_allclose(found.se, expected, atol=1e-4)


def test_what_nobody_rated_has_no_standard_error():
    found = delta(matrix([[80, -1], [90, -1]]))

    np.testing.assert_array_equal(np.isnan(found.se), [False, True])


def test_the_bootstrap_agrees_with_the_delta_method(meeting):
    found = bootstrap(meeting, n=4000)

    np.testing.assert_allclose(found.se, delta(meeting, small_sample=False).se, rtol=0.06)
    np.testing.assert_allclose(found.scores.mean(0), score(tally(meeting)).values, atol=0.25)


def test_the_same_seed_gives_the_same_replicates_whatever_the_order_of_ballots(meeting):
    given = np.empty((60, 5, 2), dtype=int)
    given[meeting.order] = meeting.answers.transpose(2, 0, 1)
    again = matrix(
        given[::-1],
        (np.arange(60) % 3 // 2)[::-1],
        weights=(2, 1),
        points=(0, 40, 60, 80, 100),
        criterion_weights=(3, 1),
    )

    assert (bootstrap(meeting, n=50, seed=3).scores == bootstrap(again, n=50, seed=3).scores).all()


def test_a_rank_probability_is_a_share_of_replicates(meeting):
    found = bootstrap(meeting, n=200)

    places = np.array([ranks(row) for row in found.scores])
    expected = [[(places[:, s] == r).mean() for r in range(1, 6)] for s in range(5)]
    np.testing.assert_allclose(found.rank_probability, expected)
    assert ((found.rank_interval >= 1) & (found.rank_interval <= 5)).all()


RULES = [
    ScoringRule(abstentions=50),
    ScoringRule(pooled=True),
    ScoringRule("trimmed", drop_low=1, drop_high=1, trim="0.05"),
    ScoringRule("median"),
    ScoringRule("majority"),
    ScoringRule("steps", steps=(Step(100, "0.3"), Step(50, 0, "0.2"), Step(0)), low=(0,)),
    ScoringRule("standard"),
    ScoringRule("percentile", pooled=True),
    ScoringRule("two-way"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method}{'-pooled' * rule.pooled}")
def test_replicates_are_scored_by_the_rule_itself(rule, monkeypatch, meeting):
    each_ballot_once = [np.ones((2, size)) for size in meeting.sizes]
    monkeypatch.setattr("appraisal.scoring.resample._draws", lambda *_: [each_ballot_once])

    found = bootstrap(meeting, rule, n=2)

    np.testing.assert_allclose(found.scores, [score_ballots(meeting, rule).values] * 2, atol=1e-9)


def test_large_classes_are_drawn_in_groups():
    marks = np.random.default_rng(4).integers(0, 4, (9001, 3))
    large = matrix(marks, points=(40, 60, 80, 100))

    found = bootstrap(large, n=2000)

    np.testing.assert_allclose(found.se, delta(large).se, rtol=0.08)


def test_a_subject_nobody_rated_stays_unrated_in_every_replicate():
    found = bootstrap(matrix([[80, -1], [90, -1]]), n=20)

    assert np.isnan(found.scores[:, 1]).all()
    assert np.isnan(found.rank_probability[1]).all()
    assert found.rank_probability[0].tolist() == [1, 0]


def test_a_rule_that_needs_every_ballot_is_refused_for_too_many():
    with pytest.raises(TooManyBallotsError, match="median"):
        bootstrap(matrix(np.zeros((20_001, 1))), ScoringRule("median"), n=2)


def brute_rank_sets(theta, sigma, coverage, draws, *, simultaneous):
    """The definition, one ordered pair after the other, for independent errors."""
    size = len(theta)
    errors = np.random.default_rng(9).multivariate_normal(np.zeros(size), sigma, draws)
    se = np.sqrt(np.diag(sigma)[:, None] + np.diag(sigma) - 2 * sigma)
    low, high = np.ones(size, dtype=int), np.full(size, size)
    for j in range(size):
        live = [(a, b) for a, b in product(range(size), repeat=2) if a != b and (simultaneous or j in (a, b))]
        above = set()
        while live:
            worst = np.max([(errors[:, a] - errors[:, b]) / se[a, b] for a, b in live], axis=0)
            bound = np.quantile(worst, coverage)
            new = {(a, b) for a, b in live if (theta[a] - theta[b]) / se[a, b] > bound}
            if not new:
                break
            above |= new
            live = [pair for pair in live if pair not in new]
        low[j] += sum(b == j for _, b in above)
        high[j] -= sum(a == j for a, _ in above)
    return low, high


@pytest.mark.parametrize("simultaneous", [True, False])
def test_rank_sets_follow_their_definition(simultaneous):
    theta = np.array([3.0, 0.0, 5.6, 1.0, 9.6])
    sigma = np.diag([1.0, 0.5, 0.7, 0.2, 1.0]) + 0.3

    found = rank_sets(theta, sigma, simultaneous=simultaneous)

    low, high = brute_rank_sets(theta, sigma, 0.95, 40_000, simultaneous=simultaneous)
    assert (found.low.tolist(), found.high.tolist()) == (low.tolist(), high.tolist())


def test_far_apart_scores_have_one_rank_each():
    found = rank_sets([1, 100, 50], np.eye(3))

    assert (found.low.tolist(), found.high.tolist()) == ([3, 1, 2], [3, 1, 2])


def test_scores_without_variance_are_never_told_apart():
    found = rank_sets([1, 2, np.nan], np.zeros((3, 3)))

    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 0], [2, 2, 0])


def test_unknown_variances_leave_every_rank_open():
    found = rank_sets([1, 2], np.full((2, 2), np.nan))

    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])
