"""The cells of a table: answers per class, subject and criterion, and their sums over the classes."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ..documents.table import Cell, Number
from ..domain.plan import Plan
from ..domain.rule import Normalisation
from .disclosure import Disclosure, WeightedTotal, disclosure
from .numbers import number
from .outcome import Outcome


def disclosed(plan: Plan, outcome: Outcome) -> Disclosure:
    """Decide what of this outcome may be shown."""
    ends = {min(plan.scale.points), max(plan.scale.points)}
    return disclosure(
        [line.valid for line in outcome.returns],
        [[min(filter(None, map(sum, row)), default=0) for row in rows] for rows in outcome.counts],
        [[any(score in ends for score in row) for row in rows] for rows in outcome.cell_scores],
        None if plan.rule.pooled else _total(plan, outcome),
        least=plan.waiver.least_shown,
    )


def _total(plan: Plan, outcome: Outcome) -> WeightedTotal:
    """Take the published score that is made of points: the official one, or the plain mean beside it."""
    is_plain = plan.rule.normalisation is Normalisation.NONE
    abstention = plan.rule.abstention_points
    points = sorted({*plan.scale.points, *(() if abstention is None else (abstention,))})
    return WeightedTotal(
        weights=tuple(group.weight or Fraction(0) for group in plan.classes),
        scores=(outcome.official if is_plain else outcome.beside).class_scores,
        low=points[0],
        high=points[-1],
        step=min((after - before for before, after in pairwise(points)), default=Fraction(0)),
    )


def cells(plan: Plan, outcome: Outcome, may: Disclosure) -> tuple[Cell, ...]:
    """List the cells by class, subject and criterion, each as far as it may be shown."""
    return tuple(
        _cell(plan, outcome, may, k, s, c)
        for k in range(len(plan.classes))
        for s in range(len(plan.subjects))
        for c in range(len(plan.criteria))
    )


def distribution(plan: Plan, outcome: Outcome, may: Disclosure) -> tuple[Cell, ...]:
    """List the answers about every subject and criterion, summed over the classes."""
    return tuple(
        _sum(plan, outcome, s, c, is_shown=may.totals[s], is_open=may.shows_all(s))
        for s in range(len(plan.subjects))
        for c in range(len(plan.criteria))
    )


def _cell(plan: Plan, outcome: Outcome, may: Disclosure, k: int, s: int, c: int) -> Cell:
    place = (plan.classes[k].letter, plan.subjects[s].name, plan.criteria[c].name)
    if not may.scores[k][s]:
        return Cell(*place, None, None, None, None, None)
    counts, abstained, recused = (
        outcome.counts[k][s][c],
        outcome.abstained[k][s][c],
        outcome.not_asked[k][s][c],
    )
    return Cell(
        *place,
        counts=counts[::-1] if may.counts[k][s] else None,
        rated=sum(counts),
        abstained=abstained,
        recused=recused,
        asked=sum(counts) + abstained,
        score=number(outcome.cell_scores[k][s][c], plan.rule.decimals),
    )


def _sum(plan: Plan, outcome: Outcome, s: int, c: int, *, is_shown: bool, is_open: bool) -> Cell:
    place = (None, plan.subjects[s].name, plan.criteria[c].name)
    if not is_shown:
        return Cell(*place, None, None, None, None, None)
    classes = range(len(plan.classes))
    counts = tuple(map(sum, zip(*(outcome.counts[k][s][c] for k in classes), strict=True)))
    abstained = sum(outcome.abstained[k][s][c] for k in classes)
    recused = sum(outcome.not_asked[k][s][c] for k in classes)
    asked = sum(counts) + abstained
    return Cell(
        *place,
        counts[::-1],
        sum(counts),
        abstained,
        recused,
        asked,
        _score(plan, outcome, s, c) if is_open else Number(),
    )


def _score(plan: Plan, outcome: Outcome, s: int, c: int) -> Number:
    """Return what the classes together give a subject on one criterion, where it can be told from cells."""
    pairs = [(group.weight, outcome.cell_scores[k][s][c]) for k, group in enumerate(plan.classes)]
    known = [(weight, score) for weight, score in pairs if weight and score is not None]
    if plan.rule.pooled or plan.rule.normalisation is not Normalisation.NONE or not known:
        return Number()
    mean = sum((w * score for w, score in known), Fraction(0)) / sum(w for w, _ in known)
    return number(mean, plan.rule.decimals)
