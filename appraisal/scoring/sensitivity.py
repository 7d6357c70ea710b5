"""What hangs on one ballot, one class, one delegation, one weight, one method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .ballots import score_ballots
from .bootstrap import rank_probability
from .cells import cell_values
from .combine import weighted_mean
from .matrix import RatingMatrix
from .official import score
from .outcome import Scores
from .ranking import FLOAT_DECIMALS, rank_rows
from .registry import METHODS
from .replicate import replicate_scores
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, pooled, tally

Floats = NDArray[np.float64]
Ranks = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OwnInfluence:
    """What the ballots of a delegation can do for their own subject, each shape (S,); 0 unrated.

    Attributes
    ----------
    rank : ndarray of int64
    rank_without : ndarray of int64
        With the own ballots taken away.
    best_reachable : ndarray of int64
        With every mark the own ballots gave to rivals moved to the worst answer.
    """

    rank: Ranks
    rank_without: Ranks
    best_reachable: Ranks


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far methods agree.

    Attributes
    ----------
    names : tuple of m str
    tau : ndarray, shape (m, m)
        Kendall's tau-b (Biometrika 33, 1945) over subjects rated by both; NaN where one is constant.
    low, high : ndarray of int64, shape (S,)
        Best and worst rank number over the methods that rate the subject; 0 if none does.
    """

    names: tuple[str, ...]
    tau: Floats
    low: Ranks
    high: Ranks


def without_class(tally: Tally, k: int, rule: ScoringRule = DEFAULT_RULE) -> Scores:
    """Score without class `k`; its weight is shared out.

    Raises
    ------
    ValueError
        If no class with weight is left.
    """
    weights = [weight if place != k else Fraction(0) for place, weight in enumerate(tally.class_weights)]
    left = sum(weights, Fraction(0))
    if not left:
        raise ValueError(f"without class {k} no class with weight is left")
    return score(replace(tally, class_weights=tuple(weight / left for weight in weights)), rule)


def own_influence(
    matrix: RatingMatrix, rule: ScoringRule = DEFAULT_RULE, *, counts: Tally | None = None
) -> OwnInfluence:
    """Rank of every subject as it is, without its own ballots, and as they could make it at most.

    The idea is impartiality (Holzman & Moulin, Econometrica 81, 2013): no vote should help its voter.

    Parameters
    ----------
    matrix : RatingMatrix
    rule : ScoringRule
    counts : Tally, optional
        The tally of the same matrix, where it is at hand.
    """
    counts = tally(matrix) if counts is None else counts
    rank = rank_rows(_scored(matrix, counts, rule)[None])[0]
    without, best = rank.copy(), rank.copy()
    for s in np.unique(matrix.home[matrix.home >= 0]).tolist():
        own = matrix.home == s
        moved = matrix.answers[..., own].copy()
        rivals = np.arange(len(moved)) != s
        moved[rivals] = np.minimum(moved[rivals], 0)
        without[s] = rank_rows(_scored_instead(matrix, counts, rule, own, None)[None])[0, s]
        best[s] = rank_rows(_scored_instead(matrix, counts, rule, own, moved)[None])[0, s]
    return OwnInfluence(rank, without, best)


def method_agreement(methods: Mapping[str, ArrayLike]) -> Agreement:
    """Compare the orders several methods give.

    Parameters
    ----------
    methods : mapping of name to (S,) values
        Higher is better, NaN unrated; rounded to 9 decimals.
    """
    names = tuple(methods)
    values = np.array([np.asarray(methods[name], dtype=float) for name in names]).round(FLOAT_DECIMALS)
    tau = np.empty((len(names), len(names)))
    for i, j in combinations_with_replacement(range(len(names)), 2):
        tau[i, j] = tau[j, i] = _tau_b(values[i], values[j])
    places = rank_rows(values)
    low = np.where(places > 0, places, values.shape[1] + 1).min(0)
    return Agreement(names, tau, np.where(places.any(0), low, 0), places.max(0))


def weight_sensitivity(
    tally: Tally, rule: ScoringRule = DEFAULT_RULE, *, spread: float = 0.1, n: int = 1000, seed: int = 0
) -> Floats:
    """Rank probabilities when every class and criterion weight is a little other than agreed.

    Parameters
    ----------
    tally : Tally
    rule : ScoringRule
    spread : float
        Each weight is multiplied by a uniform number between 1 - spread and 1 + spread.
    n, seed : int

    Returns
    -------
    ndarray, shape (S, S)
        ``[s, r - 1]`` is P(rank of s is r).
    """
    rng = np.random.default_rng(seed)
    classes, criteria = (
        np.array([float(weight) for weight in weights])
        * rng.uniform(1 - spread, 1 + spread, (n, len(weights)))
        for weights in (tally.class_weights, tally.criterion_weights)
    )
    if METHODS[rule.method].cells is None:
        return rank_probability(rank_rows(np.array([*_one_by_one(tally, rule, classes, criteria)])))
    source = pooled(tally) if rule.pooled else tally
    classes = np.ones((n, 1)) if rule.pooled else classes
    cells = cell_values(source, rule).values
    by_class = weighted_mean(cells[None], criteria[:, None, None], axis=-1)
    scores = weighted_mean(by_class, classes[:, :, None], axis=-2)
    return rank_probability(rank_rows(np.where(np.isnan(score(tally, rule).values), np.nan, scores)))


def _one_by_one(tally: Tally, rule: ScoringRule, classes: Floats, criteria: Floats) -> Iterator[Floats]:
    stack = stacked(tally)
    for of_class, of_criterion in zip(classes.tolist(), criteria.tolist(), strict=True):
        weights = tuple(map(Fraction, of_class)), tuple(map(Fraction, of_criterion))
        weighted = replace(stack, class_weights=weights[0], criterion_weights=weights[1])
        yield replicate_scores(weighted, rule)[0]


def _scored(matrix: RatingMatrix, counts: Tally, rule: ScoringRule) -> Floats:
    return score_ballots(matrix, rule, counts).values


def _scored_instead(
    matrix: RatingMatrix,
    counts: Tally,
    rule: ScoringRule,
    ballots: NDArray[np.bool_],
    answers: NDArray[np.signedinteger] | None,
) -> Floats:
    """Score with other answers on some ballots, or without these ballots."""
    if rule.needs_ballots:
        instead = part(matrix, ~ballots) if answers is None else _with_answers(matrix, ballots, answers)
        return _scored(instead, tally(instead), rule)
    own = part(matrix, ballots)
    changed = _add(counts, tally(own), -1)
    if answers is not None:
        changed = _add(changed, tally(replace(own, answers=answers)), 1)
    return np.asarray(replicate_scores(stacked(changed), rule)[0])


def part(matrix: RatingMatrix, ballots: NDArray[np.bool_]) -> RatingMatrix:
    """Return the matrix of some of the ballots, in stored order."""
    before = np.concatenate(([0], np.cumsum(ballots)))
    return replace(
        matrix,
        answers=np.ascontiguousarray(matrix.answers[..., ballots]),
        edges=before[matrix.edges],
        home=matrix.home[ballots],
        order=matrix.order[ballots],
    )


def stacked(tally: Tally) -> Tally:
    """Return a stack of one tally."""
    counts, abstained, not_asked = tally.counts[None], tally.abstained[None], tally.not_asked[None]
    return replace(tally, counts=counts, abstained=abstained, not_asked=not_asked)


def _with_answers(
    matrix: RatingMatrix, ballots: NDArray[np.bool_], answers: NDArray[np.signedinteger]
) -> RatingMatrix:
    changed = matrix.answers.copy()
    changed[..., ballots] = answers
    return replace(matrix, answers=changed)


def _add(tally: Tally, other: Tally, times: int) -> Tally:
    return replace(
        tally,
        counts=tally.counts + times * other.counts,
        abstained=tally.abstained + times * other.abstained,
        not_asked=tally.not_asked + times * other.not_asked,
    )


def _tau_b(a: Floats, b: Floats) -> float:
    rated = ~(np.isnan(a) | np.isnan(b))
    above_a, above_b = (np.sign(values[rated, None] - values[rated]) for values in (a, b))
    power = (above_a**2).sum() * (above_b**2).sum()
    return float((above_a * above_b).sum() / np.sqrt(power)) if power else np.nan
