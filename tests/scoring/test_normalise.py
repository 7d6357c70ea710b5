"""Normalised marks, ballot by ballot."""

import warnings

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, ScoringRule, normalised, score_ballots, shadow

from .worked import item

KINDS = ["centred", "standard", "min-max", "percentile"]


def matrix(rows, classes=None, *, weights=(1,), points=range(101)):
    answers = np.array([[-1 if mark is None else mark for mark in row] for row in rows])
    return RatingMatrix.build(answers, classes or [0] * len(rows), points=points, class_weights=weights)


def by_ballot(meeting, kind):
    """Normalised marks in the order given, (N, S)."""
    found = np.empty((meeting.shape[3], meeting.shape[1]))
    found[meeting.order] = normalised(meeting, kind)[:, 0].T
    return found


def nans(rows):
    return np.array(rows, dtype=float)


@pytest.mark.parametrize(("key", "name"), [("E05", "z_ddof1"), ("E29", "z")])
def test_a_ballot_without_contrast_has_standard_score_zero(key, name):
    entry = item("edge_cases", key)

    found = by_ballot(matrix(entry["input"]["ratings"]), "standard")

    np.testing.assert_allclose(found, nans(entry["expect"][name]), atol=1e-12)


def test_scores_are_the_mean_of_normalised_marks():
    entry = item("edge_cases", "E05")

    found = shadow(matrix(entry["input"]["ratings"]), "standard")

    np.testing.assert_allclose(found.values, entry["expect"]["mean_z"], atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("centred", [-20, 0, 20, 0]),
        ("standard", np.array([-20, 0, 20, 0]) / np.sqrt(800 / 3)),
        ("min-max", [0, 0.5, 1, 0.5]),
        ("percentile", [0.125, 0.5, 0.875, 0.5]),
    ],
)
def test_each_kind_on_one_ballot(kind, expected):
    found = by_ballot(matrix([[50, 70, 90, 70, None]]), kind)

    np.testing.assert_allclose(found[0], [*expected, np.nan], atol=1e-12)


@pytest.mark.parametrize(("kind", "constant"), [*zip(KINDS, [0, 0, 0.5, 0.5], strict=True)])
def test_constant_and_single_marks_say_nothing(kind, constant):
    found = by_ballot(matrix([[70, 70, 70], [None, 95, None]]), kind)

    np.testing.assert_array_equal(found, nans([[constant] * 3, [None, constant, None]]))


def test_constant_is_decided_on_integers():
    awkward = matrix([[0, 0, 0]], points=("0.1", "0.3", "0.7"))

    assert by_ballot(awkward, "standard").tolist() == [[0, 0, 0]]


def test_two_answers_of_equal_points_are_one_mark():
    meeting = matrix([[0, 1, 0]], points=(60, 60, 80))

    assert by_ballot(meeting, "standard").tolist() == [[0, 0, 0]]
    assert by_ballot(meeting, "percentile").tolist() == [[0.5, 0.5, 0.5]]


def test_points_may_fall_as_answers_rise():
    rising, falling = (matrix([[0, 2, 1]], points=points) for points in ((1, 2, 3), (3, 2, 1)))

    for kind in ("min-max", "percentile"):
        np.testing.assert_allclose(by_ballot(falling, kind), 1 - by_ballot(rising, kind))
    np.testing.assert_allclose(by_ballot(falling, "centred"), -by_ballot(rising, "centred"))


@pytest.mark.parametrize("kind", KINDS)
def test_one_subject_cannot_be_normalised(kind):
    assert np.isnan(by_ballot(matrix([[70], [80]]), kind)).all()
    assert np.isnan(shadow(matrix([[70], [80]]), kind).values).all()


@pytest.mark.parametrize("kind", KINDS)
def test_the_shadow_is_the_weighted_mean_of_what_normalised_gives(kind):
    rng = np.random.default_rng(6)
    marks = np.where(rng.random((40, 5, 2)) < 0.2, -1, rng.integers(0, 101, (40, 5, 2)))
    meeting = RatingMatrix.build(
        marks, [0] * 15 + [1] * 25, points=range(101), class_weights=(1, 3), criterion_weights=(2, 1)
    )
    z, edge = normalised(meeting, kind), meeting.edges[1]
    by_class = [np.nanmean(part, axis=2) @ [2 / 3, 1 / 3] for part in (z[..., :edge], z[..., edge:])]

    found = shadow(meeting, kind)

    np.testing.assert_allclose(found.values, by_class[0] / 4 + by_class[1] * 3 / 4, atol=1e-12)
    np.testing.assert_allclose(found.classes, by_class, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_large_meetings_keep_five_digits(kind):
    marks = np.random.default_rng(8).integers(-1, 101, (60_000, 5))
    x = np.where(marks < 0, np.nan, marks)
    n = (marks >= 0).sum(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mean, low, high = np.nanmean(x, 1)[:, None], np.nanmin(x, 1)[:, None], np.nanmax(x, 1)[:, None]
        sd = np.sqrt(np.nansum((x - mean) ** 2, axis=1, keepdims=True) / (n - 1))
        places = ((x[:, :, None] > x[:, None]).sum(2) + ((x[:, :, None] == x[:, None]).sum(2)) / 2) / n
        of = {"centred": x - mean, "standard": (x - mean) / sd, "min-max": (x - low) / (high - low)}
        expected = np.where(np.isnan(x), np.nan, of.get(kind, places))
    flat = {"centred": 0, "standard": 0, "min-max": 0.5, "percentile": 0.5}[kind]
    expected = np.where((low == high) & ~np.isnan(x), flat, expected)

    found = shadow(matrix(marks), kind)

    atol = 1e-4 if kind == "centred" else 1e-5
    np.testing.assert_allclose(found.values, np.nanmean(expected, axis=0), atol=atol)


def test_percentiles_are_borda_points_turned_around():
    marks = np.random.default_rng(7).permuted(np.tile(np.arange(6), (9, 1)), axis=1)

    summed = normalised(matrix(marks), "percentile").sum(axis=(1, 2))

    points_against = (6 - marks).sum(0)
    np.testing.assert_allclose(9 * 6.5 - 6 * summed, points_against)


def test_chosen_as_the_rule_a_standard_score_is_put_back_on_the_scale(toy):
    marks = toy.values[~np.isnan(toy.values)]

    found = score_ballots(toy, ScoringRule("standard"))

    expected = marks.mean() + marks.std(ddof=1) * shadow(toy, "standard").values
    np.testing.assert_allclose(found.values, expected)
    assert found.exact is None


def test_chosen_as_the_rule_shares_become_points_of_a_hundred(toy):
    for kind in ("min-max", "percentile"):
        found = score_ballots(toy, ScoringRule(kind))

        np.testing.assert_allclose(found.values, 100 * shadow(toy, kind).values)


def test_an_unknown_kind_is_refused(toy):
    with pytest.raises(ValueError, match="rank"):
        shadow(toy, "rank")
