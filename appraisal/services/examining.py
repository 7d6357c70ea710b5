"""Examine ballots in memory for how sure the result is, and keep nothing but aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import scoring
from ..domain.plan import Plan
from ..scoring import RatingMatrix, Report, ScoringRule, Tally
from .completeness import complete
from .counting import rating_matrix, scoring_rule
from .findings import Findings, Places, Quality, Row, Span

NOISE = 1e-9  # scores closer than this are level
PLAIN = ScoringRule()


def examine(plan: Plan, answers: ArrayLike, voter_class: ArrayLike) -> Findings | None:
    """Examine ballots; arguments are those of `counting.count`.

    Returns
    -------
    Findings or None
        None where the numbers allow no examination: doubt must never stand between a box and its result.
    """
    rule = scoring_rule(plan)
    kept, _ = complete(plan, answers, voter_class)
    matrix = rating_matrix(plan, *kept, with_homes=True)
    try:
        return _findings(matrix, rule, scoring.report(matrix, rule))
    except (ValueError, ArithmeticError):
        return None


def _findings(matrix: RatingMatrix, rule: ScoringRule, report: Report) -> Findings:
    drawn = report.bootstrap
    subjects = matrix.shape[1]
    is_plain = replace(rule, ties=()) == PLAIN
    se = report.delta.se if is_plain or drawn is None else drawn.se
    return Findings(
        replicates=report.replicates,
        ballots=matrix.shape[3],
        se=_row(se),
        interval=(None,) * subjects if drawn is None else _spans(drawn.interval),
        rank_interval=(None,) * subjects if drawn is None else _places(drawn.rank_interval),
        rank_set=_rank_set(report, is_plain=is_plain),
        ranked=() if drawn is None else _ranked(drawn.rank_probability, report.replicates),
        ahead=_ahead(report),
        steady=_steady(report),
        places=_methods(report),
        reliability=_reliability(report.scores.values, np.asarray(se)),
        alpha=_row(report.reliability.alpha),
        quality=_quality(matrix, report),
        warnings=report.warnings,
    )


def _rank_set(report: Report, *, is_plain: bool) -> tuple[Places, ...]:
    """Bound all ranks at once; under another rule than the plain mean from the re-drawn scores."""
    found, scores = report.rank_sets, report.scores.values
    if not is_plain and found is not None:
        if report.bootstrap is None:
            return (None,) * len(scores)
        covariance = np.cov(report.bootstrap.scores, rowvar=False).reshape(len(scores), len(scores))
        found = scoring.rank_sets(scores, covariance, seed=report.seed)
    if found is None:
        return (None,) * len(scores)
    return _places(np.stack([found.low, found.high], axis=1))


def _ranked(probability: NDArray[np.float64], replicates: int) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, np.rint(np.nan_to_num(probability) * replicates).astype(int).tolist()))


def _ahead(report: Report) -> tuple[int | None, ...]:
    ranks = report.ranks
    order = [int(s) for s in np.argsort(ranks, kind="stable") if ranks[s]]
    found: list[int | None] = [None] * len(ranks)
    for above, below in pairwise(order):
        if report.bootstrap is not None and ranks[above] < ranks[below]:
            scores = report.bootstrap.scores
            found[below] = int((scores[:, above] > scores[:, below] + NOISE).sum())
    return tuple(found)


def _steady(report: Report) -> Row:
    if report.weights is None:
        return (None,) * len(report.ranks)
    places = report.ranks - 1
    return _row(np.where(places < 0, np.nan, report.weights[np.arange(len(places)), places]))


def _methods(report: Report) -> dict[str, tuple[int, ...]]:
    """Rank by every other method; exact scores where there are some."""
    methods = {"mean": report.mean, **report.alternatives, **report.shadow}
    values = {name: found.values if found.exact is None else found.exact for name, found in methods.items()}
    values |= {"top share": _top_share(report.tally, report.rule), **report.models}
    return {name: tuple(scoring.ranks(row).tolist()) for name, row in values.items()}


def _top_share(counts: Tally, rule: ScoringRule) -> tuple[Fraction | None, ...]:
    """Share of the best grade, abstentions in the denominator, classes weighted as in the rule."""
    points = tuple(Fraction(point == max(counts.points)) for point in counts.points)
    found = scoring.score(replace(counts, points=points), ScoringRule(abstentions=0, pooled=rule.pooled))
    return found.exact or ()


def _reliability(scores: NDArray[np.float64], se: NDArray[np.float64]) -> float | None:
    rated = ~(np.isnan(scores) | np.isnan(se))
    variance = float(np.var(scores[rated], ddof=1)) if rated.sum() > 1 else 0.0
    return max(0.0, 1 - float((se[rated] ** 2).mean()) / variance) if variance > NOISE else None


def _quality(matrix: RatingMatrix, report: Report) -> Quality:
    seen = report.diagnosis
    own, rivals = seen.own_influence, seen.reciprocity
    gains = np.zeros(1, dtype=int) if own is None else own.rank - own.best_reachable
    return Quality(
        straight_lines=seen.straight_lines,
        duplicate_groups=seen.duplicate_groups,
        duplicate_ballots=seen.duplicate_ballots,
        reversed=seen.reversed,
        rings=None if rivals is None else len(rivals.rings),
        low=None if rivals is None else len(rivals.low),
        severity_sd=_known(seen.severity_sd),
        largest_score_shift=_known(seen.largest_score_shift),
        largest_rank_shift=seen.largest_rank_shift,
        homes=len(np.unique(matrix.home[matrix.home >= 0])),
        own_moved=0 if own is None else int((own.rank != own.rank_without).sum()),
        own_gain=int((gains > 0).sum()),
        own_most=int(gains.max(initial=0)),
    )


def _known(value: Any) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _row(values: Sequence[float] | NDArray[np.float64]) -> Row:
    return tuple(_known(value) for value in values)


def _spans(values: NDArray[np.float64]) -> tuple[Span, ...]:
    return tuple(None if np.isnan(low) else (float(low), float(high)) for low, high in values)


def _places(values: NDArray[Any]) -> tuple[Places, ...]:
    return tuple(None if not low > 0 else (int(low), int(high)) for low, high in values.tolist())
