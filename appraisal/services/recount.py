"""A stored count scored once more under another rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from .. import scoring
from ..domain.plan import Plan
from ..domain.scale import NOT_ASKED
from ..scoring import Scores, Tally
from .completeness import complete
from .counting import scoring_rule
from .outcome import Exact, Outcome


def recount(plan: Plan, outcome: Outcome) -> Scores:
    """Score the counts of an outcome by the rule of this plan, which may differ from the one agreed.

    Raises
    ------
    ValueError
        If the rule needs whole ballots.
    """
    return scoring.score(tally_of(plan, outcome), replace(scoring_rule(plan), ties=()))


def tally_of(plan: Plan, outcome: Outcome) -> Tally:
    """Return what was counted in the shape that scoring reads."""
    classes = [Fraction(1) if plan.rule.pooled else group.weight or Fraction(0) for group in plan.classes]
    criteria = [criterion.weight for criterion in plan.criteria]
    return Tally(
        counts=np.array(outcome.counts, dtype=np.int64),
        abstained=np.array(outcome.abstained, dtype=np.int64),
        not_asked=np.array(outcome.not_asked, dtype=np.int64),
        points=plan.scale.points,
        class_weights=tuple(weight / sum(classes) for weight in classes),
        criterion_weights=tuple(weight / sum(criteria) for weight in criteria),
    )


def trimmed_by_ballot(plan: Plan, answers: ArrayLike, voter_class: ArrayLike) -> tuple[Exact, ...]:
    """Score subjects after trimming each voter's own total, weighted by criterion, instead of each cell."""
    (marks, classes), _ = complete(plan, answers, voter_class)
    totals = [
        [_own_total(plan, marks[n, s].tolist()) for n in range(len(marks))] for s in range(len(plan.subjects))
    ]
    return tuple(
        _weighted(
            [
                _trimmed(plan, [row[n] for n in np.flatnonzero(classes == k)])
                for k in range(len(plan.classes))
            ],
            [group.weight or Fraction(0) for group in plan.classes],
        )
        for row in totals
    )


def _own_total(plan: Plan, answers: Sequence[int]) -> Exact:
    points = plan.scale.points
    earned = plan.rule.abstention_points
    values = [points[a] if a >= 0 else None if a == NOT_ASKED else earned for a in answers]
    return _weighted(values, [criterion.weight for criterion in plan.criteria])


def _trimmed(plan: Plan, values: Sequence[Exact]) -> Exact:
    known = sorted(value for value in values if value is not None)
    trim = plan.rule.trim
    if trim and len(known) > max(plan.rule.trim_above, 2 * trim):
        known = known[trim:-trim]
    return sum(known, Fraction(0)) / len(known) if known else None


def _weighted(values: Sequence[Exact], weights: Sequence[Fraction]) -> Exact:
    known = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    whole = sum((weight for _, weight in known), Fraction(0))
    return sum((value * weight for value, weight in known), Fraction(0)) / whole if whole else None
