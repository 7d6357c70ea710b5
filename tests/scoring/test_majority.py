"""Majority judgment against the Orsay experiment and hand-made distributions."""

from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import RatingMatrix, ScoringRule, majority_judgment, ranks, score, tally

from .worked import case, item, table


@pytest.fixture(scope="module")
def orsay():
    """1733 ballots about twelve candidates; no opinion counts as "to reject"."""
    header, rows = table("orsay2007_ballots")
    marks = np.array([[int(cell) for cell in row[2:]] for row in rows])
    return header[2:], marks


def of_tallies(tallies):
    """A matrix where subject s got ``tallies[s][g]`` marks g."""
    columns = [np.repeat(np.arange(len(row)), row) for row in tallies]
    longest = max(map(len, columns))
    answers = np.array([np.pad(column, (0, longest - len(column)), constant_values=-1) for column in columns])
    grades = len(tallies[0])
    return tally(RatingMatrix.build(answers.T, [0] * longest, points=range(grades), class_weights=(1,)))


def test_the_orsay_experiment(orsay):
    names, marks = orsay
    expected = [case("orsay2007")["expected"][name] for name in names]
    matrix = RatingMatrix.build(
        np.maximum(marks, 1) - 1, [0] * len(marks), points=range(1, 7), class_weights=(1,)
    )

    found = majority_judgment(tally(matrix))

    assert (found.grades + 1).tolist() == [row["majority_grade"] for row in expected]
    assert found.above == tuple(Fraction(row["p_above"], 1733) for row in expected)
    assert found.below == tuple(Fraction(row["q_below"], 1733) for row in expected)
    assert list(found.signs) == [row["sign"] for row in expected]
    assert found.ranks.tolist() == [row["mj_rank"] for row in expected]
    means = score(tally(matrix)).values
    np.testing.assert_allclose(means, [row["mean_1to6"] for row in expected], atol=1e-9)
    assert [names[s] for s in np.argsort(-means)] == case("orsay2007")["mean_ranking"]


def test_no_opinion_may_be_an_abstention_instead(orsay):
    names, marks = orsay
    expected = case("orsay2007")["blank_as_missing"]
    matrix = RatingMatrix.build(marks - 1, [0] * len(marks), points=range(1, 7), class_weights=(1,))
    counts = tally(matrix)

    found, means = majority_judgment(counts), score(counts).values

    for s, name in enumerate(names):
        assert counts.valid[0, s, 0] == expected[name]["n"]
        assert means[s] == pytest.approx(expected[name]["mean"], abs=1e-9)
        assert found.grades[s] + 1 == expected[name]["majority_grade"]
        assert float(found.above[s]) == pytest.approx(expected[name]["p"], abs=1e-12)
        assert float(found.below[s]) == pytest.approx(expected[name]["q"], abs=1e-12)


@pytest.mark.parametrize("name", ["mieuxvoter_java_few", "mieuxvoter_dart_readme"])
def test_small_tallies(name):
    entry = item("majority_judgment_small", name)

    assert majority_judgment(of_tallies(entry["tallies_worst_to_best"])).ranks.tolist() == entry["ranks"]


def test_equal_gauges_are_separated_by_the_whole_value():
    entry = item("majority_judgment_small", "gauge_vs_value_conflict")
    tallies = [np.bincount(entry[key], minlength=5) for key in ("grades_A", "grades_B")]

    found = majority_judgment(of_tallies(tallies))

    assert found.above[0] == found.above[1]
    assert found.below[0] == found.below[1]
    assert found.ranks.tolist() == [2, 1]
    assert entry["winner"] == "B"


def test_an_even_count_takes_the_lower_middle():
    entry = item("edge_cases", "E25")

    found = majority_judgment(of_tallies([np.bincount(entry["input"]["grades"], minlength=5)]))

    assert found.grades.tolist() == [entry["expect"]["majority_grade"]]


def majority_value(marks):
    """The definition: take out the lower median until nothing is left."""
    left, value = sorted(marks), []
    while left:
        value.append(left.pop((len(left) - 1) // 2))
    return value


@pytest.mark.parametrize("name", ["BL_book_majority_value", "even_lower_median"])
def test_the_definition_used_as_oracle_gives_the_published_values(name):
    for entry in item("majority_judgment_small", name)["values"]:
        assert majority_value(entry["grades"]) == entry["majority_value"]


@pytest.mark.parametrize("n", [1, 2, 5, 6, 9])
def test_on_equal_counts_the_order_is_that_of_the_majority_value(n):
    marks = np.random.default_rng(n).integers(0, 4, (n, 40))
    counts = tally(RatingMatrix.build(marks, [0] * n, points=range(4), class_weights=(1,)))
    values = [majority_value(column) for column in marks.T.tolist()]

    found = majority_judgment(counts).ranks

    assert found.tolist() == [1 + sum(other > own for other in values) for own in values]


def test_equal_shares_tie_whatever_the_counts():
    assert majority_judgment(of_tallies([[1, 2, 1], [2, 4, 2], [0, 1, 0]])).ranks.tolist() == [2, 2, 1]


def test_an_unrated_subject_has_no_grade():
    found = majority_judgment(of_tallies([[1, 1], [0, 0]]))

    assert found.grades.tolist() == [0, -1]
    assert found.ranks.tolist() == [1, 0]
    assert (found.above[1], found.signs[1], found.shares[1]) == (None, "", None)


def test_as_a_rule_it_gives_an_order_and_no_points():
    counts = of_tallies([[1, 2, 1], [0, 1, 3], [0, 0, 0]])

    found = score(counts, ScoringRule("majority"))

    assert found.exact is None
    assert ranks(found.values).tolist() == [2, 1, 0]
