"""Published tables of random meetings: a linear program finds no small class and no single ballot."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from appraisal.services import cells, counting, disclosure, results
from tests.factories import make_class, make_plan
from tests.forensics.published import leaks

SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 12, 28]
MEETINGS = 12
KINDS = {
    "one criterion": {},
    "two criteria": {"criteria": ("工作完成情况", "工作作风")},
    "votes pooled": {"pooled": True},
}


def random_meeting(drawn, *, idle=False, **rule):
    """A plan with large and tiny classes of any weight, and ballots that abstain and recuse now and then."""
    sizes = [*drawn.choice(SIZES, drawn.integers(1, 5)).tolist(), 20]
    cuts = np.sort(drawn.choice(np.arange(1, 20), len(sizes) - 1, replace=False)) * 5
    weights = np.diff([0, *cuts, 100]).tolist()
    if idle:
        weights = [0, *weights[1:-1], weights[-1] + weights[0]]
    named = zip("ABCDE", weights, sizes, strict=False)
    classes = [make_class(letter, weight, size) for letter, weight, size in named]
    plan = make_plan(classes=tuple(classes), **rule)
    voters = np.repeat(np.arange(len(sizes)), sizes)
    answers = drawn.choice(4, (len(voters), 3, len(plan.criteria)), p=(0.1, 0.2, 0.3, 0.4))
    answers[drawn.random(answers.shape[:2]) < 0.08] = -1
    own = drawn.integers(0, 3, len(voters))
    recused = (voters == 0) & (drawn.random(len(voters)) < 0.5)
    answers[np.flatnonzero(recused), own[recused]] = -2
    return plan, answers, voters


def found(seed, **kind):
    """Everything that can be told from the tables of some meetings, by what it is."""
    drawn, told = np.random.default_rng(seed), Counter()
    for _ in range(MEETINGS):
        plan, answers, voters = random_meeting(drawn, **kind)
        outcome = counting.count(plan, answers, voters)
        told.update(leak.what for leak in leaks(plan, outcome, results.table(plan, outcome)))
    return told


@pytest.mark.parametrize("kind", [*KINDS, "an idle class"])
def test_no_table_tells_a_small_class_or_a_single_ballot(kind):
    assert found(2020, **KINDS.get(kind, {"idle": True})) == {}


def test_without_the_complementary_step_a_table_would_tell(monkeypatch):
    monkeypatch.setattr(disclosure, "withheld", lambda _, small, least: set(small))
    monkeypatch.setattr(disclosure.WeightedTotal, "corners", lambda *_: False)

    assert found(2020)["mean"] > 5


def test_a_sum_over_two_hidden_classes_would_tell_both(monkeypatch):
    monkeypatch.setattr(cells, "_total", lambda *_: None)

    assert found(2020)["mean"] > 5


def test_a_complement_without_weight_would_hide_nothing(monkeypatch):
    monkeypatch.setattr(disclosure.WeightedTotal, "corners", lambda *_: False)

    assert found(2020, idle=True)["mean"] > 0
