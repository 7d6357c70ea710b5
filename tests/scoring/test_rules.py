"""Every official rule, on cells small enough to check by hand."""

from fractions import Fraction

import pytest

from appraisal.scoring import (
    Flag,
    MissingClassError,
    RatingMatrix,
    ScoringRule,
    Step,
    place_points,
    published,
    score,
    tally,
)

from .worked import case, item

HUNDRED = range(101)
STEPS = (Step(200, "0.9"), Step(190, "0.8"), Step(160, 0, Fraction(1, 3)), Step(130))


def marks(rows, classes=None, *, weights=(1,), points=HUNDRED, **given):
    """A tally from rows of answers, None for an abstention."""
    answers = [[-1 if mark is None else mark for mark in row] for row in rows]
    given.setdefault("criterion_weights", (1,))
    return tally(
        RatingMatrix.build(answers, classes or [0] * len(rows), points=points, class_weights=weights, **given)
    )


def edge(key):
    """An edge case as a tally, with what to expect."""
    entry = item("edge_cases", key)
    names = list(entry["input"].get("classes", {"all": 1}))
    rows = [row if isinstance(row[0], str) else ["all", row] for row in entry["input"]["ratings"]]
    weights = list(entry["input"].get("classes", {"all": 1}).values())
    counts = marks([row[1] for row in rows], [names.index(row[0]) for row in rows], weights=weights)
    return counts, entry["expect"]


@pytest.mark.parametrize("key", ["E01", "E02", "E12"])
def test_edge_cases_of_the_mean(key):
    counts, expected = edge(key)

    found = score(counts).exact

    assert [None if value is None else float(value) for value in found] == pytest.approx(expected["score"])


def test_a_subject_nobody_rated_is_remarked_on_once():
    counts, _ = edge("E01")

    assert score(counts).flags == (Flag("not_rated", subject=1),)


def test_the_weight_of_a_missing_class_is_shared_out_and_said():
    counts, _ = edge("E02")

    assert score(counts).flags == (Flag("class_missing", 0, 0, 2),)


def test_a_rule_may_refuse_to_share_out():
    counts, _ = edge("E02")

    with pytest.raises(MissingClassError, match="class 2"):
        score(counts, ScoringRule(missing_class="refuse"))


def test_a_class_without_ballots_is_said_once_and_missing_in_every_cell():
    counts = marks([[80, 90]], [0], weights=(1, 1))

    found = score(counts)

    assert found.exact == (80, 90)
    assert found.flags == (
        Flag("class_empty", voter_class=1),
        Flag("class_missing", 0, 0, 1),
        Flag("class_missing", 1, 0, 1),
    )


def test_an_advisory_class_changes_nothing():
    counts = marks([[80, None], [90, 70]], [0, 1], weights=(1, 0))

    found = score(counts)

    assert found.exact == (80, None)
    assert found.flags == (Flag("not_rated", subject=1),)
    assert found.exact_classes == ((80, None), (90, 70))


def test_a_criterion_nobody_marked_is_shared_out():
    counts = marks([[[80, -1], [60, 40]]], criterion_weights=(1, 3))

    found = score(counts)

    assert found.exact == (80, 45)
    assert found.flags == (Flag("criterion_missing", 0, 1),)


def test_criteria_come_first_then_classes():
    rows = [[[80, 60]], [[100, -1]]]
    counts = marks(rows, [0, 1], weights=(1, 1), criterion_weights=(1, 1))

    found = score(counts)

    assert found.exact == (85,)
    assert found.exact_classes == ((70,), (100,))
    assert found.exact_criteria == ((90, 60),)


TRIMS = ["world_aquatics_7", "old_fina_7_x0.6", "isu_trim_9", "dup_max", "scipy_trim_mean_10pct"]


@pytest.mark.parametrize("name", [*TRIMS, "fractional_trim_R_style", "ijru_2_mean"])
def test_trimming_as_in_the_rule_books(name):
    entry = item("trimming", name)
    scale = sorted({Fraction(str(value)) for value in entry["scores"]})
    counts = marks([[scale.index(Fraction(str(value)))] for value in entry["scores"]], points=scale)
    drops = {"drop_low": entry.get("drop_low", 0), "drop_high": entry.get("drop_high", 0)}
    rule = ScoringRule("trimmed", **drops, trim=entry.get("percent", 0))

    found = score(counts, rule).exact[0]

    kept = len(entry["scores"]) - sum(drops.values()) if entry.get("agg") == "sum" else 1
    factor = Fraction(1)
    for part in entry.get("factor", "1").split("*"):
        factor *= Fraction(part)
    value = found * kept * factor
    shown = Fraction(published(value, entry["round"])) if "round" in entry else value
    assert float(shown) == pytest.approx(entry["expected"], abs=1e-12)


def test_more_to_trim_than_there_is_leaves_the_plain_mean():
    entry = item("edge_cases", "E15")
    counts = marks([[mark] for mark in entry["input"]["scores"]])

    found = score(counts, ScoringRule("trimmed", drop_low=1, drop_high=1))

    assert found.exact == (entry["expect"]["mean"],)
    assert found.flags == (Flag(entry["expect"]["flag"], 0, 0, 0),)


def test_abstentions_take_no_trim_slot():
    entry = item("edge_cases", "E17")
    counts = marks([[mark] for mark in entry["input"]["scores"]])

    found = score(counts, ScoringRule("trimmed", drop_low=1, drop_high=1))

    assert found.exact == (entry["expect"]["mean"],)


def test_one_mark_left_after_trimming_is_fine():
    counts = marks([[0], [50], [100]])

    found = score(counts, ScoringRule("trimmed", drop_low=1, drop_high=1))

    assert (found.exact, found.flags) == ((50,), ())


def test_abstentions_that_earn_points_join_before_the_trim():
    counts = marks([[50], [90], [100], [None]])

    found = score(counts, ScoringRule("trimmed", drop_low=1, abstentions=60))

    assert found.exact == (Fraction(250, 3),)


def test_only_the_named_classes_are_trimmed():
    rows, classes = [[0], [50], [70], [0], [50], [70]], [0, 0, 0, 1, 1, 1]
    counts = marks(rows, classes, weights=(1, 1))

    found = score(counts, ScoringRule("trimmed", drop_low=1, trim_classes=(1,)))

    assert found.exact_classes == ((40,), (60,))


@pytest.mark.parametrize(("trim", "n", "dropped"), [(0.1, 30, 3), ("0.29", 100, 29), (Fraction(1, 3), 9, 3)])
def test_a_share_to_trim_is_taken_on_exact_numbers(trim, n, dropped):
    counts = marks([[0]] * dropped + [[100]] * (n - dropped))

    found = score(counts, ScoringRule("trimmed", trim=trim)).exact[0]

    assert found == 100


def test_the_median_is_the_midpoint():
    counts = marks([[10, 10], [20, 20], [40, 40], [50, None]])

    assert score(counts, ScoringRule("median")).exact == (30, 20)


def test_abstentions_can_earn_points():
    counts = marks([[80, None], [None, None], [100, 90]])

    assert score(counts, ScoringRule(abstentions=60)).exact == (80, 70)
    assert score(counts, ScoringRule(abstentions="excluded")).exact == (90, 90)


def test_what_nobody_rated_has_no_score_even_if_abstentions_earn_points():
    counts = marks([[80, None], [90, None]])

    assert score(counts, ScoringRule(abstentions=0)).exact == (85, None)


def test_pooled_marks_weigh_the_same_and_classes_are_still_shown():
    counts = marks([[100], [70], [70]], [0, 1, 1], weights=(1, 1))

    found = score(counts, ScoringRule(pooled=True))

    assert found.exact == (80,)
    assert found.exact_classes == ((100,), (70,))


@pytest.mark.parametrize(
    ("top", "middle", "poor", "points"),
    [(9, 1, 0, 200), (8, 2, 0, 190), (79, 21, 0, 160), (1, 1, 1, 130), (2, 2, 1, 160), (0, 0, 4, 130)],
)
def test_a_step_table_on_the_excellent_rate(top, middle, poor, points):
    counts = marks([[2]] * top + [[1]] * middle + [[0]] * poor, points=range(3))

    found = score(counts, ScoringRule("steps", steps=STEPS, low=(0,)))

    assert found.exact == (points,)


def test_abstentions_that_earn_points_enlarge_the_rate():
    counts = marks([[2]] * 9 + [[None]], points=range(3))

    rules = [ScoringRule("steps", steps=STEPS, low=(0,), abstentions=a) for a in ("excluded", 0)]

    assert [score(counts, rule).exact[0] for rule in rules] == [200, 200]
    assert score(marks([[2]] * 8 + [[None]] * 2, points=range(3)), rules[1]).exact == (190,)


def test_coefficients_may_be_negative():
    counts = marks([[3], [2], [1], [0]], points=("-60", "-20", "80", "100"))

    assert score(counts).exact == (25,)


def test_a_rank_ballot_is_a_mean_of_place_points():
    points = place_points(4, first=100, step="2.5")
    counts = marks([[3, 2, 1, 0], [3, 1, 2, 0]], points=points)

    assert points == (Fraction(185, 2), 95, Fraction(195, 2), 100)
    assert score(counts).exact == (100, Fraction(385, 4), Fraction(385, 4), Fraction(185, 2))


def test_the_class_weighted_mean_of_the_toy_meeting_is_exact(toy):
    expected = case("twoway_toy")["expected"]["class_weighted_mean"]

    assert score(tally(toy)).exact == tuple(Fraction(value) for value in expected)


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "guess"},
        {"drop_low": 1},
        {"method": "trimmed", "drop_low": -1},
        {"method": "trimmed", "trim": 2},
        {"method": "trimmed", "trim_classes": (0,), "pooled": True},
        {"method": "steps"},
        {"steps": (Step(1),)},
        {"method": "steps", "steps": (Step(2, "0.5"),)},
        {"method": "steps", "steps": (Step(2, 0, "0.5"), Step(1))},
        {"method": "median", "abstentions": 0},
        {"method": "majority", "abstentions": 60},
        {"method": "standard", "abstentions": 60},
        {"abstentions": "ignored"},
        {"missing_class": "zero"},
        {"decimals": -1},
        {"ties": ("age",)},
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        ScoringRule(**wrong)


@pytest.mark.parametrize(
    "rule",
    [
        ScoringRule(ties=("class:3",)),
        ScoringRule(ties=("count:9",)),
        ScoringRule("trimmed", trim_classes=(3,)),
        ScoringRule("standard"),
    ],
)
def test_a_rule_that_does_not_fit_the_tally_is_refused(rule):
    with pytest.raises(ValueError, match=r"."):
        score(marks([[1]], points=range(3)), rule)
