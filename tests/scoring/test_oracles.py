"""Rules, orders and tails against scipy, statsmodels and krippendorff: other people's code, same numbers."""

import krippendorff as reference
import numpy as np
import pytest
from scipy import stats

from appraisal.scoring import (
    RatingMatrix,
    ScoringRule,
    Tally,
    kendall_w,
    krippendorff,
    method_agreement,
    normalised,
    ranks,
    score,
    tally,
    z_scores,
)
from appraisal.scoring.tails import beta_cdf, chi2_survival, f_quantile, normal_quantile

from .worked import table

SEEDS = [1, 2, 3]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def column(marks) -> Tally:
    """One class about one subject."""
    rows = np.reshape(marks, (-1, 1))
    return tally(RatingMatrix.build(rows, [0] * len(rows), points=range(101), class_weights=(1,)))


@pytest.mark.parametrize("n", [1, 2, 7, 40])
@pytest.mark.parametrize("trim", ["0", "0.05", "0.1", "0.29", "0.4"])
def test_the_trimmed_mean_is_that_of_scipy(trim, n):
    marks = np.random.default_rng(n).integers(0, 101, n)

    found = score(column(marks), ScoringRule("trimmed", trim=trim)).values[0]

    assert found == pytest.approx(stats.trim_mean(marks, float(trim)), abs=1e-12)


@pytest.mark.parametrize("n", range(1, 9))
def test_the_median_is_that_of_numpy(n):
    marks = np.random.default_rng(n).integers(0, 101, n)

    assert score(column(marks), ScoringRule("median")).values[0] == np.median(marks)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weighted_mean_is_that_of_numpy(seed):
    rng = np.random.default_rng(seed)
    marks, classes = rng.integers(0, 101, (30, 6)), np.repeat([0, 1, 2], 10)
    meeting = RatingMatrix.build(marks, classes, points=range(101), class_weights=(40, 30, 30))

    found = score(tally(meeting)).values

    means = [marks[classes == k].mean(0) for k in range(3)]
    np.testing.assert_allclose(found, np.average(means, axis=0, weights=(40, 30, 30)), atol=1e-12)


STYLES = {"1224": "min", "dense": "dense", "fractional": "average"}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_ranks_are_those_of_scipy(seed, style):
    scores = np.random.default_rng(seed).integers(0, 6, 12)

    assert ranks(scores, style=style).tolist() == stats.rankdata(-scores, STYLES[style]).tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_agreement_of_methods_is_the_tau_b_of_scipy(seed):
    a, b = np.random.default_rng(seed).integers(0, 8, (2, 15)).astype(float)
    a[3] = np.nan

    found = method_agreement({"a": a, "b": b}).tau[0, 1]

    assert found == pytest.approx(stats.kendalltau(a, b, nan_policy="omit").statistic, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_concordance_is_the_friedman_test_of_scipy(seed):
    marks = np.random.default_rng(seed).integers(0, 5, (9, 6))

    found = kendall_w(marks)

    friedman = stats.friedmanchisquare(*marks.T)
    assert (found.chi2, found.p) == pytest.approx((friedman.statistic, friedman.pvalue), abs=1e-10)
    assert found.w == pytest.approx(friedman.statistic / (9 * 5), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_rank_correlations_of_raters_are_those_of_scipy(seed):
    marks = np.random.default_rng(seed).random((5, 8))
    places = stats.rankdata(marks, axis=1)

    found = kendall_w(marks)

    rest = [stats.spearmanr(row, places.sum(0) - row).statistic for row in places]
    pairs = stats.spearmanr(marks, axis=1).statistic[np.triu_indices(5, 1)]
    assert found.with_rest.tolist() == pytest.approx(rest, abs=1e-12)
    assert found.mean_rho == pytest.approx(pairs.mean(), abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_that_of_the_krippendorff_package(seed, level):
    rng = np.random.default_rng(seed)
    marks = np.where(rng.random((6, 12)) < 0.3, np.nan, rng.integers(1, 6, (6, 12)))

    expected = reference.alpha(marks, level_of_measurement=level)

    assert krippendorff(marks, level=level) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_the_worked_table_is_that_of_the_krippendorff_package(level):
    _, rows = table("krippendorff_c")
    coders = np.array([[float(cell or "nan") for cell in row[1:]] for row in rows]).T

    expected = reference.alpha(coders, level_of_measurement=level)

    assert krippendorff(coders, level=level) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("ddof", [0, 1])
def test_standard_scores_are_those_of_scipy(ddof):
    x = np.random.default_rng(ddof).normal(70, 9, 25)

    np.testing.assert_allclose(z_scores(x, ddof=ddof), stats.zscore(x, ddof=ddof), atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_standard_marks_of_a_ballot_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    marks = np.where(rng.random((8, 7)) < 0.2, -1, rng.integers(0, 101, (8, 7)))
    meeting = RatingMatrix.build(marks, [0] * 8, points=range(101), class_weights=(1,))

    found = normalised(meeting, "standard")[:, 0]

    expected = stats.zscore(meeting.values[:, 0], axis=0, ddof=1, nan_policy="omit")
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("df", [1, 2, 5, 27, 200])
def test_the_tail_of_chi_square_is_that_of_scipy(df):
    for x in (1e-6, 0.1, 1, df / 2, df, 2 * df + 3, 5 * df + 20):
        assert chi2_survival(x, df) == pytest.approx(stats.chi2.sf(x, df), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("df", [(1, 1), (2, 9), (27, 312), (5.5, 40.25), (300, 3)])
def test_the_quantiles_of_f_are_those_of_scipy(df):
    for p in (0.005, 0.025, 0.5, 0.95, 0.975, 0.999):
        assert f_quantile(p, *df) == pytest.approx(stats.f.ppf(p, *df), rel=1e-9)


def test_the_beta_and_normal_tails_are_those_of_scipy():
    for x, a, b in [(0.1, 0.5, 3), (0.5, 20, 22.5), (0.93, 150, 4), (1e-5, 0.5, 0.5)]:
        assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-12)
    for p in (1e-9, 0.001, 0.3, 0.5, 0.999):
        assert normal_quantile(p) == pytest.approx(stats.norm.ppf(p), abs=1e-9)
