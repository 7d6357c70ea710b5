"""Laws every rule obeys, stated once."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from appraisal.scoring import (
    RatingMatrix,
    ScoringRule,
    Step,
    delta,
    majority_judgment,
    rank_sets,
    ranks,
    report,
    score,
    score_ballots,
    shadow,
    tally,
    two_way,
)

GRADES = 4
POINTS = (Fraction(-5, 2), 60, Fraction("80.1"), 100)
WEIGHTS, CRITERIA = (Fraction(2, 5), Fraction(1, 3), Fraction(4, 15)), (3, 1)
MEANS = [
    ScoringRule(),
    ScoringRule(abstentions=60),
    ScoringRule(pooled=True),
    ScoringRule("median"),
    ScoringRule("steps", steps=(Step(10, "0.5"), Step(5, 0, "0.25"), Step(0)), low=(0,)),
]
OFFICIAL = [*MEANS, ScoringRule("trimmed", drop_low=1, drop_high=1), ScoringRule("majority")]
laws = settings(max_examples=40, deadline=None)


@st.composite
def ballots(draw):
    """Answers (N, S, C) with every kind of gap, and the class of each ballot."""
    shape = draw(st.tuples(st.integers(1, 12), st.integers(1, 4), st.just(2)))
    answers = draw(npst.arrays(np.int8, shape, elements=st.integers(-2, GRADES - 1)))
    return answers, draw(npst.arrays(np.int8, shape[0], elements=st.integers(0, 2)))


def build(answers, classes, *, weights=WEIGHTS, criteria=CRITERIA):
    return RatingMatrix.build(
        answers, classes, points=POINTS, class_weights=weights, criterion_weights=criteria
    )


def exactly(meeting, rule):
    """Scores without a rounding: the majority order has integer values."""
    found = score(tally(meeting), rule)
    return found.values.tolist() if found.exact is None else list(found.exact)


def same(a, b):
    return all(x == y or (x != x and y != y) for x, y in zip(a, b, strict=True))


official = st.sampled_from(OFFICIAL)


@laws
@given(ballots(), official, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(given_ballots, rule, random):
    answers, classes = given_ballots
    order = random.sample(range(len(answers)), len(answers))

    one, other = build(answers, classes), build(answers[order], classes[order])

    assert same(exactly(one, rule), exactly(other, rule))
    assert (one.answers == other.answers).all()


@laws
@given(ballots(), official, st.randoms(use_true_random=False))
def test_the_order_of_subjects_changes_no_score(given_ballots, rule, random):
    answers, classes = given_ballots
    order = random.sample(range(answers.shape[1]), answers.shape[1])

    one, other = exactly(build(answers, classes), rule), exactly(build(answers[:, order], classes), rule)

    assert same([one[s] for s in order], other)


@laws
@given(ballots(), official, st.permutations(range(3)))
def test_the_order_of_classes_changes_no_score(given_ballots, rule, order):
    answers, classes = given_ballots
    renamed = np.array(order)[classes]
    weights = [WEIGHTS[order.index(k)] for k in range(3)]

    one, other = build(answers, classes), build(answers, renamed, weights=weights)

    assert same(exactly(one, rule), exactly(other, rule))


@laws
@given(ballots(), official)
def test_the_order_of_criteria_changes_no_score(given_ballots, rule):
    answers, classes = given_ballots

    one = build(answers, classes)
    other = build(answers[..., ::-1], classes, criteria=CRITERIA[::-1])

    assert same(exactly(one, rule), exactly(other, rule))


@laws
@given(ballots(), st.sampled_from([*MEANS, ScoringRule("majority")]))
def test_doubling_every_ballot_changes_no_score(given_ballots, rule):
    answers, classes = given_ballots

    one, two = build(answers, classes), build(np.tile(answers, (2, 1, 1)), np.tile(classes, 2))

    assert same(exactly(one, rule), exactly(two, rule))


@laws
@given(ballots(), official)
def test_a_class_of_weight_zero_is_absent(given_ballots, rule):
    answers, classes = given_ballots
    weights = (1, 2, 0)
    voting = classes < 2

    with_it = build(answers, classes, weights=weights)
    without = build(answers[voting], classes[voting], weights=weights)

    assert same(exactly(with_it, rule), exactly(without, rule))


@laws
@given(ballots(), official)
def test_a_criterion_of_weight_zero_is_absent(given_ballots, rule):
    answers, classes = given_ballots

    with_it = build(answers, classes, criteria=(1, 0))
    without = build(answers[..., :1], classes, criteria=(1,))

    assert same(exactly(with_it, rule), exactly(without, rule))


@laws
@given(ballots(), official, st.data())
def test_a_better_mark_never_hurts(given_ballots, rule, data):
    answers, classes = given_ballots
    raised = answers.copy()
    ballot = data.draw(st.integers(0, len(answers) - 1))
    marked = np.flatnonzero(answers[ballot, 0] >= 0)
    for c in marked:
        raised[ballot, 0, c] = data.draw(st.integers(int(answers[ballot, 0, c]), GRADES - 1))

    before, after = (ranks(exactly(build(a, classes), rule)) for a in (answers, raised))

    assert after[0] <= before[0]


@laws
@given(ballots(), st.sampled_from(["centred", "standard", "min-max", "percentile", "two-way"]))
def test_normalised_scores_forget_the_order_of_ballots(given_ballots, method):
    answers, classes = given_ballots
    rule = ScoringRule(method)

    one, other = build(answers, classes), build(answers[::-1], classes[::-1])

    assert same(score_ballots(one, rule).values, score_ballots(other, rule).values)


@laws
@given(ballots(), st.integers(1, 40), st.data())
def test_a_severe_ballot_moves_no_corrected_score(given_ballots, lower, data):
    answers, classes = given_ballots
    ballot = data.draw(st.integers(0, len(answers) - 1))
    points, severe = np.arange(101), np.where(answers < 0, answers, answers + 50)
    severe[ballot] = np.where(answers[ballot] < 0, answers[ballot], severe[ballot] - lower)
    plain = np.where(answers < 0, answers, answers + 50)
    one, other = (
        RatingMatrix.build(a, classes, points=points, class_weights=WEIGHTS, criterion_weights=CRITERIA)
        for a in (plain, severe)
    )

    np.testing.assert_allclose(two_way(one).values, two_way(other).values, atol=1e-9)
    for kind in ("centred", "standard", "min-max", "percentile"):
        np.testing.assert_allclose(shadow(one, kind).values, shadow(other, kind).values, atol=1e-9)


@laws
@given(ballots())
def test_the_majority_grade_splits_the_shares(given_ballots):
    found = majority_judgment(tally(build(*given_ballots)))

    for grade, above, below in zip(found.grades, found.above, found.below, strict=True):
        assert grade == -1 or (below < Fraction(1, 2) and above <= Fraction(1, 2))


@laws
@given(ballots())
def test_a_covariance_is_symmetric_with_no_negative_variance(given_ballots):
    found = delta(build(*given_ballots))

    np.testing.assert_allclose(found.covariance, found.covariance.T, atol=1e-12)
    assert (np.isnan(found.se) | (found.se >= 0)).all()


@laws
@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.booleans())
def test_a_rank_set_holds_the_rank_it_was_made_from(scores, simultaneous):
    found = rank_sets(scores, np.eye(len(scores)), simultaneous=simultaneous, draws=500)

    best, worst = ranks(scores), len(scores) + 1 - ranks([-value for value in scores])
    assert ((found.low <= best) & (worst <= found.high)).all()


@settings(max_examples=12, deadline=None)
@given(ballots(), st.sampled_from(OFFICIAL))
def test_a_report_is_the_same_bytes_for_the_same_ballots(given_ballots, rule):
    answers, classes = given_ballots

    one, other = (
        report(build(answers[step], classes[step]), rule, replicates=10).to_json()
        for step in (slice(None), slice(None, None, -1))
    )

    assert one == other
