"""Models and intervals against statsmodels, pingouin and scipy: other people's code, same numbers."""

import warnings
from contextlib import contextmanager

import numpy as np
import pytest
from scipy import stats

from appraisal.scoring import (
    RatingMatrix,
    blup,
    bootstrap,
    class_contrast,
    cronbach,
    delta,
    icc,
    score,
    tally,
    two_way,
)
from appraisal.scoring.rivalry import robust_residuals

from .worked import table

SEEDS = [1, 2, 3]


@contextmanager
def others_warnings():
    """Let the warnings of other packages pass where they are imported or fit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


with others_warnings():
    import pandas as pd
    import pingouin as pg
    import statsmodels.api as sm
    from statsmodels.regression.mixed_linear_model import MixedLM


def meeting(seed, ballots=24, subjects=6, *, gaps=0.2):
    """Ballots of one class with merit, severity and noise, some cells empty."""
    rng = np.random.default_rng(seed)
    merit, severity = rng.normal(0, 8, subjects), rng.normal(0, 6, (ballots, 1))
    marks = np.clip(np.rint(70 + merit - severity + rng.normal(0, 7, (ballots, subjects))), 0, 100)
    answers = np.where(rng.random(marks.shape) < gaps, -1, marks).astype(int)
    return RatingMatrix.build(answers, [0] * ballots, points=range(101), class_weights=(1,))


def long_form(matrix):
    """Subject, ballot and points of every mark of the first criterion."""
    subject, ballot = np.nonzero(matrix.valid[:, 0])
    return subject, ballot, matrix.values[subject, 0, ballot]


def dummies(place, *, sum_to_zero=False):
    columns = np.equal.outer(place, np.unique(place)).astype(float)
    return columns[:, :-1] - columns[:, -1:] if sum_to_zero else columns


@pytest.fixture(scope="module")
def judges():
    _, rows = table("shrout_fleiss1979")
    return np.array([row[1:] for row in rows], dtype=float)


PINGOUIN = {
    "icc1": "ICC(1,1)",
    "icc2": "ICC(A,1)",
    "icc3": "ICC(C,1)",
    "icc1k": "ICC(1,k)",
    "icc2k": "ICC(A,k)",
    "icc3k": "ICC(C,k)",
}


def intraclass(marks):
    """Pingouin's table by the name of the form, intervals not rounded."""
    targets, raters = np.indices(marks.shape)
    frame = pd.DataFrame({"t": targets.ravel(), "r": raters.ravel(), "v": marks.ravel()})
    with others_warnings():
        kept = pg.options["round.column.CI95"]
        pg.options["round.column.CI95"] = 12
        try:
            return pg.intraclass_corr(frame, "t", "r", "v").set_index("Type")
        finally:
            pg.options["round.column.CI95"] = kept


@pytest.mark.parametrize("seed", [0, *SEEDS])
def test_intraclass_correlations_and_intervals_are_those_of_pingouin(seed, judges):
    rng = np.random.default_rng(seed)
    marks = judges if seed == 0 else rng.normal(0, 2, (12, 1)) + rng.normal(0, 1, (12, 5))
    expected = intraclass(marks)

    found = icc(marks)

    for ours, theirs in PINGOUIN.items():
        assert getattr(found, ours) == pytest.approx(expected["ICC"][theirs], abs=1e-10)
        assert found.interval[ours] == pytest.approx(expected["CI95"][theirs], abs=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_alpha_of_cronbach_is_that_of_pingouin(seed):
    marks = np.random.default_rng(seed).normal(0, 1, (15, 4)).cumsum(1)

    with others_warnings():
        expected, _ = pg.cronbach_alpha(pd.DataFrame(marks))

    assert cronbach(marks) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_way_effects_and_errors_are_those_of_a_regression(seed):
    matrix = meeting(seed)
    subject, ballot, x = long_form(matrix)
    design = np.hstack([dummies(subject, sum_to_zero=True), dummies(ballot)])
    fit = sm.OLS(x, design).fit()
    centring = np.vstack([np.eye(5), -np.ones(5)])

    found = two_way(matrix)

    np.testing.assert_allclose(found.values, centring @ fit.params[:5], atol=1e-9)
    covariance = centring @ fit.cov_params()[:5, :5] @ centring.T
    np.testing.assert_allclose(found.se[:, 0], np.sqrt(np.diag(covariance)), atol=1e-9)
    assert found.sigma[0] == pytest.approx(np.sqrt(fit.scale), abs=1e-9)
    assert (found.rss[0], found.df[0]) == (pytest.approx(fit.ssr), fit.df_resid)


def test_weighted_two_way_effects_are_those_of_a_weighted_regression(toy):
    subject, ballot, x = long_form(toy)
    voting = np.bincount(toy.classes[np.unique(ballot)])
    weight = (np.array([float(w) for w in toy.class_weights]) / voting)[toy.classes[ballot]]
    design = np.hstack([dummies(subject, sum_to_zero=True), dummies(ballot)])

    found = two_way(toy, weighted=True)

    fit = sm.WLS(x, design, weights=weight).fit()
    np.testing.assert_allclose(found.values[:-1], fit.params[:4], atol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_effects_are_those_of_a_mixed_model(seed):
    matrix = meeting(seed)
    subject, ballot, x = long_form(matrix)
    parts = {"subject": "0 + C(subject)", "ballot": "0 + C(ballot)"}
    frame = pd.DataFrame({"x": x, "subject": subject, "ballot": ballot, "all": 1})
    with others_warnings():
        model = MixedLM.from_formula("x ~ 1", frame, groups="all", vc_formula=parts, re_formula="0")
        fit = model.fit(reml=True, method="lbfgs", gtol=1e-9)

    found = blup(matrix)

    by_name = dict(zip(model.exog_vc.names, fit.vcomp, strict=True))
    expected = [by_name["subject"], by_name["ballot"], fit.scale]
    np.testing.assert_allclose(found.variance[0], expected, rtol=2e-3)
    assert found.mean[0] == pytest.approx(fit.params.iloc[0], rel=1e-5)
    effects = fit.random_effects[1]
    shrunk = [effects[f"subject[C(subject)[{s}]]"] for s in range(6)]
    np.testing.assert_allclose(found.values, shrunk, atol=5e-3)


REPLICATES = 4000
MONTE_CARLO = 4 / np.sqrt(2 * REPLICATES)  # four standard errors of a standard error of so many replicates


def test_the_bootstrap_error_is_that_of_scipy():
    marks = np.random.default_rng(8).integers(40, 101, 60)
    matrix = RatingMatrix.build(marks[:, None], [0] * 60, points=range(101), class_weights=(1,))

    found = bootstrap(matrix, n=REPLICATES)

    theirs = stats.bootstrap((marks,), np.mean, n_resamples=REPLICATES, method="percentile", rng=8)
    assert found.se[0] == pytest.approx(theirs.standard_error, rel=np.sqrt(2) * MONTE_CARLO)
    assert found.interval[0] == pytest.approx(theirs.confidence_interval, abs=0.1 * found.se[0])


def test_the_bootstrap_error_of_classes_is_that_of_scipy():
    rng = np.random.default_rng(9)
    large, small = rng.integers(60, 101, 40), rng.integers(0, 101, 15)
    answers, classes = np.concatenate((large, small))[:, None], [0] * 40 + [1] * 15
    matrix = RatingMatrix.build(answers, classes, points=range(101), class_weights=(3, 1))

    found = bootstrap(matrix, n=REPLICATES)

    def weighted(a, b, axis=-1):
        return (3 * a.mean(axis) + b.mean(axis)) / 4

    theirs = stats.bootstrap((large, small), weighted, n_resamples=REPLICATES, method="percentile", rng=9)
    assert found.se[0] == pytest.approx(theirs.standard_error, rel=np.sqrt(2) * MONTE_CARLO)


def test_the_delta_error_of_one_class_is_the_standard_error_of_scipy():
    marks = np.random.default_rng(4).integers(0, 101, (33, 3))
    matrix = RatingMatrix.build(marks, [0] * 33, points=range(101), class_weights=(1,))

    found = delta(matrix)

    np.testing.assert_allclose(found.scores, score(tally(matrix)).values)
    np.testing.assert_allclose(found.se, stats.sem(marks, axis=0), atol=1e-12)
    np.testing.assert_allclose(found.covariance, np.cov(marks.T) / 33, atol=1e-12)


def test_the_contrast_of_classes_is_the_test_of_welch():
    rng = np.random.default_rng(6)
    marks = rng.integers(0, 101, (30, 4))
    matrix = RatingMatrix.build(marks, [0] * 12 + [1] * 18, points=range(101), class_weights=(1, 1))

    found = class_contrast(matrix)

    residuals = robust_residuals(matrix)[:, 0]
    for s in range(4):
        welch = stats.ttest_ind(residuals[s, :12], residuals[s, 12:], equal_var=False)
        assert found.difference[0, s] / found.se[0, s] == pytest.approx(welch.statistic, abs=1e-9)
