"""Bootstrap of scores and ranks, stratified by class (Efron, *Annals of Statistics* 7, 1979)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .matrix import RatingMatrix
from .ranking import rank_rows
from .resample import resampled_scores
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, tally


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Replicated scores and what they say.

    Attributes
    ----------
    scores : ndarray, shape (n, S)
        NaN where a replicate left a subject unrated.
    se : ndarray, shape (S,)
    interval : ndarray, shape (S, 2)
        Percentile interval of the score.
    rank_probability : ndarray, shape (S, S)
        ``[s, r - 1]`` is the share of replicates in which s has rank r, among those that rated it.
    rank_interval : ndarray, shape (S, 2)
        Percentile interval of the rank, by the inverted distribution function; NaN unrated.
    """

    scores: NDArray[np.float64] = field(metadata={"stored": False})
    se: NDArray[np.float64]
    interval: NDArray[np.float64]
    rank_probability: NDArray[np.float64]
    rank_interval: NDArray[np.float64]


def bootstrap(
    matrix: RatingMatrix,
    rule: ScoringRule = DEFAULT_RULE,
    *,
    n: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
    counts: Tally | None = None,
) -> Bootstrap:
    """Draw whole ballots again within each class, and score and rank every time.

    Parameters
    ----------
    matrix : RatingMatrix
    rule : ScoringRule
    n : int
        Replicates.
    seed : int
    coverage : float
        Of the intervals.
    counts : Tally, optional
        The tally of the same matrix, where it is at hand.

    Returns
    -------
    Bootstrap

    Raises
    ------
    TooManyBallotsError
        Above 20 000 ballots, for a rule that is not an average of marks.
    """
    counts = tally(matrix) if counts is None else counts
    scores = resampled_scores(matrix, counts, rule, n, seed)
    ranks = rank_rows(scores)
    tails = (1 - coverage) / 2, (1 + coverage) / 2
    known = ~np.isnan(scores)
    return Bootstrap(
        scores=scores,
        se=np.sqrt(_variance(scores, known)),
        interval=_quantiles(scores, known, tails, "linear"),
        rank_probability=rank_probability(ranks),
        rank_interval=_quantiles(ranks.astype(float), known, tails, "inverted_cdf"),
    )


def rank_probability(ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how often each subject had each rank, shape (S, S), from ranks (n, S); NaN never rated."""
    subjects = ranks.shape[1]
    places = (ranks + np.arange(subjects) * (subjects + 1)).ravel()
    times = np.bincount(places, minlength=subjects * (subjects + 1)).reshape(subjects, subjects + 1)[:, 1:]
    with np.errstate(invalid="ignore"):
        return np.asarray(times / times.sum(1, keepdims=True))


def _variance(scores: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = known.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, scores, 0).sum(0) / n
        squares = (np.where(known, scores - mean, 0) ** 2).sum(0)
        return np.asarray(squares / np.where(n > 1, n - 1, np.nan))


def _quantiles(
    values: NDArray[np.float64], known: NDArray[np.bool_], tails: tuple[float, float], method: Any
) -> NDArray[np.float64]:
    """Return the two quantiles of each column over the rows where it is known, shape (S, 2)."""
    found = np.full((values.shape[1], 2), np.nan)
    always = known.all(0) & (len(known) > 0)
    found[always] = np.quantile(values[:, always], tails, axis=0, method=method).T
    for s in np.flatnonzero(~always & known.any(0)):
        found[s] = np.quantile(values[known[:, s], s], tails, method=method)
    return found
