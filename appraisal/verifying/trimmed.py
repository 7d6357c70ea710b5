"""Scores of a trimmed rule, worked out by the library that the program itself counts with."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from ..scoring import ScoringRule, Tally, score, tie_keys
from ..scoring import comparable as settled
from .figures import Exact, Figures, Plan


def scores(figures: Figures) -> tuple[Sequence[Exact], Sequence[Sequence[Exact]]]:
    """Return the totals and the numbers of the tie chain; every cell must be told with its counts."""
    tally, rule = _tally(figures), _rule(figures.plan)
    found = score(tally, rule)
    totals = found.values if found.exact is None else found.exact
    keys = [[settled(value) for value in key] for key in tie_keys(tally, found, rule)]
    return [settled(value) for value in totals], keys


def _rule(plan: Plan) -> ScoringRule:
    return ScoringRule(
        method="trimmed",
        drop_low=plan.trim,
        drop_high=plan.trim,
        trim_above=plan.trim_above,
        abstentions="excluded" if plan.earned is None else plan.earned,
        pooled=plan.pooled,
        ties=tuple(_key(plan, kind, name) for kind, name in plan.ties),
    )


def _key(plan: Plan, kind: str, name: str) -> str:
    if kind == "class":
        return f"class:{plan.letters.index(name)}"
    return f"count:{len(plan.grades) - 1 - plan.grades.index(name)}"


def _tally(figures: Figures) -> Tally:
    plan = figures.plan
    shape = (len(plan.letters), len(plan.subjects), len(plan.criteria))
    counts = np.zeros((*shape, len(plan.grades)), dtype=np.int64)
    abstained, not_asked = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for place, cell in figures.cells.items():
        if cell is not None and cell.counts is not None:
            counts[place] = cell.counts[::-1]
            abstained[place], not_asked[place] = cell.abstained, cell.not_asked
    weights, criteria = _shares(plan.weights), _shares(plan.criterion_weights)
    return Tally(counts, abstained, not_asked, plan.points[::-1], weights, criteria)


def _shares(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(weight / sum(weights) for weight in weights)
