"""Every edge of scoring: one row of the handbook's table, one test; one worked edge case, one check."""

import json
from fractions import Fraction

import numpy as np
import pytest

from appraisal.scoring import (
    ABSTAINED,
    CellError,
    Flag,
    MissingClassError,
    RatingMatrix,
    ScoringRule,
    icc,
    kendall_w,
    krippendorff,
    majority_judgment,
    normalised,
    published,
    ranks,
    read_answer,
    read_csv,
    report,
    score,
    shadow,
    straight_lines,
    tally,
    two_way,
)

from .worked import case, item


def meeting(rows, classes=None, *, weights=(1,), points=range(101), **given):
    """Ballots as rows of marks, None for an abstention; a mark may be a list, one entry per criterion."""
    answers = np.where(np.equal(np.array(rows, dtype=object), None), ABSTAINED, rows).astype(int)
    classes = [0] * len(rows) if classes is None else classes
    return RatingMatrix.build(answers, classes, points=points, class_weights=weights, **given)


def edge(key):
    """An edge case as ballots in the order given, with what to expect."""
    entry = item("edge_cases", key)
    weights = entry["input"].get("classes", {"all": 1})
    rows = [row if isinstance(row[0], str) else ["all", row] for row in entry["input"]["ratings"]]
    classes = [list(weights).index(row[0]) for row in rows]
    return meeting([row[1] for row in rows], classes, weights=list(weights.values())), entry["expect"]


def marks_of(scores):
    return meeting([[mark] for mark in scores])


CHECKS = {
    "E01": lambda: _scores_ranks_and_status("E01"),
    "E02": lambda: _missing_class("E02"),
    "E05": lambda: _flagged_ballots("E05", "z_ddof1", least=2),
    "E09": lambda: _same(ranks(item("edge_cases", "E09")["input"]["scores"]).tolist(), "E09", "rank_1224"),
    "E11": lambda: _same([*map(published, item("edge_cases", "E11")["input"]["values"])], "E11", "half_up"),
    "E12": lambda: _same(score(tally(edge("E12")[0])).values.tolist(), "E12", "score"),
    "E15": lambda: _trimmed("E15"),
    "E17": lambda: _trimmed("E17"),
    "E19": lambda: _cells("E19"),
    "E24": lambda: _recusal("E24"),
    "E25": lambda: _majority_grade("E25"),
    "E29": lambda: _flagged_ballots("E29", "z", least=1),
}


def _same(found, key, name):
    assert found == item("edge_cases", key)["expect"][name]


def _scores_ranks_and_status(key):
    matrix, expected = edge(key)
    found = score(tally(matrix))
    unrated = {flag.subject: flag.kind for flag in found.flags}
    assert [value if value is None else float(value) for value in found.exact] == expected["score"]
    assert [rank or None for rank in ranks(found.exact).tolist()] == expected["rank"]
    assert [unrated.get(s, "ok") for s in range(3)] == expected["status"]


def _missing_class(key):
    matrix, expected = edge(key)
    found = score(tally(matrix))
    assert found.values.tolist() == pytest.approx(expected["score"], abs=1e-12)
    said = {flag.subject: f"{flag.kind}:{'abc'[flag.voter_class]}" for flag in found.flags}
    assert [said.get(s) for s in range(2)] == expected["flag"]


def _flagged_ballots(key, name, *, least):
    matrix, expected = edge(key)
    found = np.empty((2, 3))
    found[matrix.order] = normalised(matrix, "standard")[:, 0].T
    np.testing.assert_allclose(found, np.array(expected[name], dtype=float), atol=1e-12)
    flagged = np.empty(2, dtype=bool)
    flagged[matrix.order] = straight_lines(matrix, least=least)
    assert flagged.tolist() == [flag is not None for flag in expected["flag"]]
    if "mean_z" in expected:
        assert shadow(matrix, "standard").values.tolist() == pytest.approx(expected["mean_z"], abs=1e-12)


def _trimmed(key):
    given, expected = (item("edge_cases", key)[part] for part in ("input", "expect"))
    found = score(tally(marks_of(given["scores"])), ScoringRule("trimmed", drop_low=1, drop_high=1))
    assert found.values.tolist() == [expected["mean"]]
    assert [flag.kind for flag in found.flags] == [kind for name, kind in expected.items() if name == "flag"]


def _cells(key):
    given, expected = (item("edge_cases", key)[part] for part in ("input", "expect"))
    found = [read_answer(cell, range(101)) for cell in given["cells"]]
    assert [None if answer == ABSTAINED else answer for answer in found] == expected["parsed"]


def _recusal(key):
    matrix, expected = edge(key)
    assert score(tally(matrix)).values.tolist() == expected["mean"]
    assert two_way(matrix).values.tolist() == pytest.approx(expected["two_way_effects"], abs=1e-9)


def _majority_grade(key):
    given, expected = (item("edge_cases", key)[part] for part in ("input", "expect"))
    found = majority_judgment(tally(meeting([[g] for g in given["grades"]], points=range(5))))
    assert found.grades.tolist() == [expected["majority_grade"]]


@pytest.mark.parametrize("key", [entry["id"] for entry in case("edge_cases")["items"]])
def test_every_worked_edge_case_holds(key):
    CHECKS[key]()


THEIRS_ALONE = {"ijru_3_closest_two", "ijru_3_equal_spacing_high"}  # rules of other sports, not ours


@pytest.mark.parametrize("name", [entry["name"] for entry in case("trimming")["items"]])
def test_every_worked_trim_is_ours_or_said_not_to_be(name):
    entry = item("trimming", name)

    assert ("closest" in entry.get("rule", "")) == (name in THEIRS_ALONE)


def test_nobody_rated_a_subject():
    found = report(meeting([[80, None], [90, None]]), replicates=10)

    assert (found.scores.exact, found.ranks.tolist()) == ((85, None), [1, 0])
    assert np.isnan(found.scores.values[1])
    assert found.scores.flags == (Flag("not_rated", subject=1),)


def test_a_class_without_a_mark_in_a_cell():
    counts = tally(meeting([[80, 60], [None, 90]], [0, 1], weights=(1, 1)))

    assert score(counts).exact == (80, 75)
    assert score(counts).flags == (Flag("class_missing", 0, 0, 1),)
    with pytest.raises(MissingClassError):
        score(counts, ScoringRule(missing_class="refuse"))


def test_a_class_without_ballots():
    found = score(tally(meeting([[80]], [0], weights=(1, 1))))

    assert found.flags == (Flag("class_empty", voter_class=1), Flag("class_missing", 0, 0, 1))


def test_a_criterion_nobody_marked_for_a_subject():
    found = score(tally(meeting([[[80, None], [60, 40]]], criterion_weights=(1, 1))))

    assert (found.exact, found.flags) == ((80, 50), (Flag("criterion_missing", 0, 1),))


def test_only_a_class_without_weight_rated_a_subject():
    found = score(tally(meeting([[80, None], [70, 90]], [0, 1], weights=(1, 0))))

    assert (found.exact, found.flags) == ((80, None), (Flag("not_rated", subject=1),))


def test_one_ballot_in_a_class():
    one, both = (
        meeting([[80], [70], [60]], [0, 1, 1], weights=(1, 1)),
        meeting([[80], [70]], [0, 1], weights=(1, 1)),
    )

    first, second = report(one, replicates=10), report(both, replicates=10)

    assert first.delta.flags == (Flag("understated", voter_class=0),)
    assert "understated" in first.warnings
    assert first.scores.exact == (Fraction(145, 2),) == (second.scores.exact[0] - Fraction(5, 2),)
    assert np.isnan(second.delta.se).all()
    assert second.reasons["delta.se"] == ("understated",)


@pytest.mark.parametrize(("kind", "value"), [("centred", 0), ("standard", 0), ("min-max", 0.5)])
def test_a_constant_ballot_is_kept(kind, value):
    matrix = meeting([[90] * 5, [10, 20, 30, 40, 50]])

    found = normalised(matrix, kind)[:, 0, matrix.order == 0]

    assert found.ravel().tolist() == [value] * 5
    assert report(matrix, replicates=10).diagnosis.straight_lines == 1


def test_everything_is_equal():
    alike = [[7, 7, 7]] * 4

    assert ranks([7, 7, 7]).tolist() == [1, 1, 1]
    assert ranks([7, 7, 7], style="fractional").tolist() == [2, 2, 2]
    assert np.isnan([kendall_w(alike).w, icc(alike).icc1, krippendorff(alike)]).all()


@pytest.mark.parametrize("weights", [(1, -1), (1, float("nan")), (0, 0), (1, float("inf"))])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match=r"weights|finite"):
        meeting([[80], [60]], [0, 1], weights=weights)


def test_weights_are_scaled_to_one():
    assert meeting([[80], [60]], [0, 1], weights=(3, 1)).class_weights == (Fraction(3, 4), Fraction(1, 4))


def test_more_to_trim_than_there_is():
    rule = ScoringRule("trimmed", drop_low=1, drop_high=1)

    two, three = (score(tally(marks_of(range(0, n * 10, 10))), rule) for n in (2, 3))

    assert (two.exact, [flag.kind for flag in two.flags]) == ((5,), ["trim_skipped"])
    assert (three.exact, three.flags) == ((10,), ())


@pytest.mark.parametrize("cell", ["x", "101", "-1", "inf", "80.5"])
def test_what_is_no_answer_is_refused_by_line_and_column(cell):
    lines = ["ballot,class,East", "1,A,80", f"2,A,{cell}"]

    with pytest.raises(CellError, match=r"line 3.*East"):
        read_csv(lines, points=range(101), class_weights={"A": 1})


@pytest.mark.parametrize("answer", [101, -3])
def test_what_is_off_the_scale_is_refused(answer):
    with pytest.raises(ValueError, match="run from"):
        meeting([[answer]])


def test_an_own_mark_becomes_not_asked():
    found = meeting([[80, 60]], home=[1])

    assert (found.own_dropped, tally(found).not_asked.ravel().tolist()) == (1, [0, 1])


def test_the_same_ballot_twice_in_a_file():
    lines = ["ballot,class,subject,answer", "1,A,East,80", "1,A,East,60"]
    setting = {"points": range(101), "class_weights": {"A": 1}}

    with pytest.raises(ValueError, match="1"):
        read_csv(lines, **setting)
    assert score(tally(read_csv(lines, duplicates="last", **setting).matrix)).exact == (60,)


def test_unequal_counts_under_majority():
    found = majority_judgment(
        tally(meeting([[1, 1, 0], [2, 2, 0], [1, None, 1], [2, None, 2]], points=range(3)))
    )

    assert found.ranks.tolist() == [1, 1, 3]


def test_one_subject_only():
    found = report(marks_of([80, 90]), replicates=10)

    assert (found.scores.exact, found.ranks.tolist()) == ((85,), [1])
    assert np.isnan(found.shadow["standard"].values).all()
    assert found.reasons["shadow.standard.values"] == ("one_subject",)


def test_no_ballots():
    found = report(meeting(np.empty((0, 2)), []), replicates=10)

    assert found.ranks.tolist() == [0, 0]
    assert found.warnings == ("class_empty", "no_ballots", "not_rated")
    assert json.loads(found.to_json())["scores"]["values"] == [None, None]


def test_ratings_that_are_not_connected():
    found = report(meeting([[90, 80, None, None], [None, None, 70, 60]]), replicates=10)

    assert not two_way(meeting([[90, 80, None, None], [None, None, 70, 60]])).comparable
    assert "not_comparable" in found.warnings
    assert found.reasons["shadow.two-way.values"] == ("not_comparable",)


def test_a_thousand_subjects_make_no_cube():
    rng = np.random.default_rng(1)
    matrix = meeting(rng.integers(0, 101, (1000, 1000)))

    found = ranks(score(tally(matrix)).exact)

    assert sorted(found.tolist())[0] == 1
    assert found.shape == (1000,)


def test_a_subject_all_best_has_no_finite_estimate_and_the_report_says_so():
    matrix = meeting([[2, 0, 1], [2, 1, 0], [2, 1, 1], [2, 0, 2]], points=range(3))

    found = report(matrix, replicates=10)

    assert np.isnan(found.models["rasch"]).tolist() == [True, False, False]
    assert "no_estimate" in found.warnings
    assert "no_estimate" in found.reasons["models.rasch"]
