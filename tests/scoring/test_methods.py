"""A rule is one row of one table."""

from dataclasses import replace

import numpy as np
import pytest

from appraisal.scoring import (
    METHODS,
    Method,
    RatingMatrix,
    ScoringRule,
    Step,
    bootstrap,
    cell_values,
    leave_one_out,
    own_influence,
    register,
    score,
    tally,
    weight_sensitivity,
)


@pytest.fixture
def meeting():
    answers = np.random.default_rng(6).integers(-1, 4, (14, 4, 2))
    return RatingMatrix.build(
        answers,
        [0, 1] * 7,
        points=(0, 50, 80, 100),
        class_weights=(2, 1),
        criterion_weights=(1, 3),
        home=[0, 1, 2, 3, -1, -1, 0] * 2,
    )


@pytest.fixture
def slow_mean():
    """The mean without the functions that make it fast, beside the original."""
    register([Method("slow mean", "", "", cells=METHODS["mean"].cells)])
    yield
    del METHODS["slow mean"]


STEPS = {"steps": (Step(100, "0.4"), Step(60, "0.2", "0.5"), Step(30)), "low": (0,)}
TWINS = [
    ({"method": "mean"}, {"method": "slow mean"}),
    (
        {"method": "mean", "pooled": True, "abstentions": 60},
        {"method": "slow mean", "pooled": True, "abstentions": 60},
    ),
]


@pytest.mark.parametrize(("fast", "slow"), TWINS)
def test_a_row_of_cells_alone_gives_all_that_the_fast_one_gives(fast, slow, meeting, slow_mean):
    fast, slow = ScoringRule(**fast), ScoringRule(**slow)

    counts = tally(meeting)
    assert score(counts, slow).exact == score(counts, fast).exact
    assert bootstrap(meeting, slow, n=40).scores == pytest.approx(bootstrap(meeting, fast, n=40).scores)
    assert leave_one_out(meeting, slow).score_shift == pytest.approx(leave_one_out(meeting, fast).score_shift)
    found, expected = own_influence(meeting, slow), own_influence(meeting, fast)
    assert found.best_reachable.tolist() == expected.best_reachable.tolist()
    np.testing.assert_array_equal(
        weight_sensitivity(counts, slow, n=30), weight_sensitivity(counts, fast, n=30)
    )


@pytest.mark.parametrize("pooled", [False, True])
def test_a_row_of_scores_alone_is_scored_one_by_one(pooled, meeting, monkeypatch):
    rule = ScoringRule("steps", pooled=pooled, **STEPS)
    fast = bootstrap(meeting, rule, n=25).scores
    monkeypatch.setitem(METHODS, "steps", replace(METHODS["steps"], replicate=None))

    found = bootstrap(meeting, rule, n=25).scores

    assert found == pytest.approx(fast)


def test_a_rule_without_cells_shows_the_mean(meeting):
    counts = tally(meeting)

    for rule in (ScoringRule("majority"), ScoringRule("standard"), ScoringRule("steps", **STEPS)):
        assert cell_values(counts, rule).fractions == cell_values(counts, ScoringRule()).fractions


def test_two_rules_cannot_share_a_name():
    with pytest.raises(ValueError, match="already"):
        register([METHODS["mean"]])


def test_a_rule_has_one_way_to_its_scores():
    with pytest.raises(ValueError, match="exactly one"):
        Method("empty", "", "")
    with pytest.raises(ValueError, match="exactly one"):
        replace(METHODS["mean"], score=METHODS["steps"].score)
