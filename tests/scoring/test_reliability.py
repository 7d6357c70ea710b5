"""Agreement between raters, against published tables."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import cronbach, icc, kendall_w, krippendorff
from appraisal.scoring.tails import beta_cdf, chi2_survival, f_quantile

from .worked import case, table

LEVELS = ["nominal", "ordinal", "interval", "ratio"]


@pytest.fixture(scope="module")
def judges():
    """Six subjects by four judges (Shrout & Fleiss 1979, table 2)."""
    _, rows = table("shrout_fleiss1979")
    return np.array([row[1:] for row in rows], dtype=float)


def test_the_six_intraclass_correlations(judges):
    expected = case("shrout_fleiss1979")["expected"]

    found = icc(judges)

    for name, value in expected.items():
        assert getattr(found, name.lower()) == pytest.approx(value, abs=1e-9)


def test_their_intervals(judges):
    for name, bounds in case("shrout_fleiss1979")["ci95"].items():
        assert icc(judges).interval[name.lower()] == pytest.approx(bounds, abs=1e-8)


def test_alpha_of_the_mean_of_the_judges(judges):
    assert cronbach(judges) == pytest.approx(case("shrout_fleiss1979")["cronbach_alpha"], abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_krippendorff_of_complete_data(level, judges):
    expected = case("shrout_fleiss1979")["krippendorff"][level]

    assert krippendorff(judges.T, level=level) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_krippendorff_with_missing_values(level):
    _, rows = table("krippendorff_c")
    coders = np.array([[float(cell or "nan") for cell in row[1:]] for row in rows]).T

    found = krippendorff(coders, level=level)

    expected = Fraction(case("krippendorff_c")["exact_fraction"][level])
    assert found == pytest.approx(float(expected), abs=1e-12)


def test_perfect_concordance():
    found = kendall_w([[1, 2, 3, 4], [10, 20, 30, 40], [1, 4, 9, 16]])

    assert (found.w, found.chi2, found.df, found.mean_rho) == (1, 9, 3, 1)
    assert found.with_rest.tolist() == [1, 1, 1]
    assert found.p == pytest.approx(0.029290886534888)


def test_concordance_with_ties_by_its_formula():
    marks = np.random.default_rng(1).integers(0, 4, (7, 6))
    places = np.array(
        [[sum(o < x for o in row) + (sum(o == x for o in row) + 1) / 2 for x in row] for row in marks]
    )
    ties = sum((count**3 - count) for row in marks for count in np.unique(row, return_counts=True)[1])
    spread = ((places.sum(0) - places.sum(0).mean()) ** 2).sum()

    found = kendall_w(marks)

    assert found.w == pytest.approx(12 * spread / (49 * (6**3 - 6) - 7 * ties))
    rho = np.corrcoef(places)
    assert found.mean_rho == pytest.approx((found.w * 7 - 1) / 6)
    assert rho.shape == (7, 7)


@pytest.mark.parametrize("constant", [7, 0.1])
def test_nothing_to_agree_about_is_not_a_number(constant):
    alike = np.full((4, 3), constant)

    assert np.isnan([icc(alike).icc1, icc(alike).icc2k, cronbach(alike), kendall_w(alike).w]).all()
    assert np.isnan(krippendorff(alike))


def test_incomplete_tables_are_refused():
    for function in (icc, cronbach, kendall_w):
        with pytest.raises(ValueError, match="complete"):
            function([[1, 2], [3, np.nan]])


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="level"):
        krippendorff([[1, 2], [1, 2]], level="fuzzy")


@pytest.mark.parametrize(
    ("x", "df", "expected"),
    [
        (3.841458820694124, 1, 0.05),
        (18.307038053275146, 10, 0.05),
        (0.5, 4, 0.9735009788392561),
        (40, 4, 4.328422607e-08),
        (0, 3, 1),
    ],
)
def test_the_tail_of_chi_square(x, df, expected):
    assert chi2_survival(x, df) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("p", "df1", "df2", "expected"),
    [
        (0.95, 1, 1, 161.44763879758855),
        (0.95, 5, 10, 3.3258345304130112),
        (0.95, 1, 10, 2.2281388519649385**2),
        (0.5, 7, 7, 1),
        (0.025, 10, 5, 1 / 4.236085668188633),
    ],
)
def test_the_quantile_of_f(p, df1, df2, expected):
    assert f_quantile(p, df1, df2) == pytest.approx(expected, rel=1e-9)


def test_the_beta_function_at_its_ends():
    assert [beta_cdf(0, 2, 3), beta_cdf(1, 2, 3), beta_cdf(0.5, 2, 2)] == pytest.approx([0, 1, 0.5])
