"""What hangs on one ballot, class, delegation or weight: always against scoring again."""

import numpy as np
import pytest

from appraisal.scoring import (
    RatingMatrix,
    ScoringRule,
    Step,
    leave_one_out,
    method_agreement,
    own_influence,
    ranks,
    score,
    score_ballots,
    tally,
    weight_sensitivity,
    without_class,
)

RULES = [
    ScoringRule(),
    ScoringRule(pooled=True, abstentions=1),
    ScoringRule("trimmed", drop_low=1, drop_high=1),
    ScoringRule("median"),
    ScoringRule("majority"),
    ScoringRule("steps", steps=(Step(10, "0.4"), Step(5, "0.2"), Step(0))),
    ScoringRule("two-way"),
]


def build(answers, classes, **given):
    return RatingMatrix.build(
        answers, classes, points=range(5), class_weights=(2, 1), criterion_weights=(1, 2), **given
    )


@pytest.fixture(scope="module")
def ballots():
    rng = np.random.default_rng(1)
    return np.where(rng.random((25, 5, 2)) < 0.1, -1, rng.integers(0, 5, (25, 5, 2))), np.arange(25) % 3 // 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.method)
def test_leaving_a_ballot_out_is_scoring_the_others(rule, ballots):
    answers, classes = ballots
    whole = build(answers, classes)
    before = _fixed_scale(whole, rule, whole)
    shifts = []
    for ballot in range(25):
        others = np.delete(np.arange(25), ballot)
        after = _fixed_scale(build(answers[others], classes[others]), rule, whole)
        shifts.append((np.abs(after - before).max(), np.abs(ranks(after) - ranks(before)).max()))

    found = leave_one_out(whole, rule)

    expected = np.array(shifts)[whole.order]
    np.testing.assert_allclose(found.score_shift, expected[:, 0], atol=1e-9)
    assert found.rank_shift.tolist() == expected[:, 1].tolist()


def _fixed_scale(meeting, rule, whole):
    """Scores on the readable scale of the whole meeting."""
    values = score_ballots(meeting, rule).values
    if not rule.needs_ballots:
        return values
    means = [np.nanmean(of.values, axis=(0, 2)) for of in (meeting, whole)]
    return values + np.array([1, 2]) @ (means[1] - means[0]) / 3


def test_a_subject_one_ballot_alone_had_rated_counts_as_unmoved():
    found = leave_one_out(RatingMatrix.build([[4, -1], [2, 3]], [0, 0], points=range(5), class_weights=(1,)))

    assert sorted(found.score_shift) == [1, 1]


def test_without_a_class_its_weight_is_shared_out(ballots):
    answers, classes = ballots
    one = RatingMatrix.build(
        answers[classes == 1],
        [0] * (classes == 1).sum(),
        points=range(5),
        class_weights=(1,),
        criterion_weights=(1, 2),
    )

    found = without_class(tally(build(answers, classes)), 0)

    assert found.exact == score(tally(one)).exact


def test_the_last_class_cannot_go():
    counts = tally(RatingMatrix.build([[1, 2]], [0], points=range(5), class_weights=(1,)))

    with pytest.raises(ValueError, match="no class"):
        without_class(counts, 0)


@pytest.mark.parametrize("rule", [*RULES, ScoringRule("standard")], ids=lambda rule: rule.method)
def test_own_influence_is_scoring_again(rule, ballots):
    answers, classes = ballots
    home = np.arange(25) % 4
    answers = answers.copy()
    answers[np.arange(25), home] = -2
    expected = []
    for s in range(4):
        lowered, own = answers.copy(), home == s
        lowered[own] = np.minimum(lowered[own], 0)
        changed = build(answers[~own], classes[~own]), build(lowered, classes)
        expected.append([ranks(score_ballots(meeting, rule).values)[s] for meeting in changed])

    found = own_influence(build(answers, classes, home=home), rule)

    assert found.rank.tolist() == ranks(score_ballots(build(answers, classes), rule).values).tolist()
    assert found.rank_without[:4].tolist() == [row[0] for row in expected]
    assert found.best_reachable[:4].tolist() == [row[1] for row in expected]
    assert found.rank[4] == found.rank_without[4] == found.best_reachable[4]


def test_agreement_of_methods():
    found = method_agreement({"a": [3, 2, 1, np.nan], "b": [3, 1, 2, np.nan], "c": [1, 1, 1, np.nan]})

    assert found.names == ("a", "b", "c")
    np.testing.assert_allclose(found.tau, [[1, 1 / 3, np.nan], [1 / 3, 1, np.nan], [np.nan] * 3])
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 1, 0], [1, 3, 3, 0])


def test_tau_b_counts_ties():
    found = method_agreement({"a": [1, 1, 2, 3], "b": [1, 2, 2, 3]})

    assert found.tau[0, 1] == pytest.approx(4 / 5)


def test_weights_that_may_not_vary_leave_the_order(ballots):
    counts = tally(build(*ballots))

    for rule in RULES[:-1]:
        found = weight_sensitivity(counts, rule, spread=0, n=5)

        places = ranks(score(counts, rule).values)
        assert (found[np.arange(5), places - 1] == 1).all()


def test_close_scores_change_places_when_weights_vary():
    counts = tally(RatingMatrix.build([[3, 2, 0], [2, 3, 0]], [0, 1], points=range(5), class_weights=(1, 1)))

    found = weight_sensitivity(counts, n=2000)

    np.testing.assert_allclose(found[:2, :2], 0.5, atol=0.05)
    assert found[2].tolist() == [0, 0, 1]
