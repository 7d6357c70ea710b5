"""The report: everything computed about a meeting, once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .absence import has_no_estimate, reasons
from .ballots import score_ballots, two_way_scores
from .blup import blup
from .bootstrap import Bootstrap, bootstrap
from .chain import settle
from .evidence import Diagnosis, Reliability, diagnosis, reliability
from .matrix import RatingMatrix
from .normalise import shadows
from .official import score
from .outcome import Scores
from .pairs import copeland, pairwise
from .rank_sets import RankSets, rank_sets
from .rasch import many_facet
from .resample import MOST_BALLOTS, is_average
from .rules import DEFAULT_RULE, ScoringRule
from .sensitivity import Agreement, method_agreement, weight_sensitivity, without_class
from .stored import as_json
from .tally import Tally, tally
from .uncertainty import Delta, delta

SCHEMA = 1
MOST_ANSWERS = 20  # a longer scale is not a set of ordered grades any more, and costs the Rasch model dearly
MOST_SUBJECTS = 200  # what grows with the square of the subjects, times draws or ballots, stops here
PASS_MARK = 60  # points many rules give an abstention: 及格

Models = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Report:
    """Numbers of one meeting under one rule, by index; no row per ballot.

    Attributes
    ----------
    schema : int
        Version of this layout.
    seed, replicates : int
    tally : Tally
    rule : ScoringRule
    scores : Scores
        Under the rule, on a readable scale.
    mean : Scores
        The plain weighted mean, beside it.
    ranks : ndarray of int64, shape (S,)
        After the tie-break chain, 0 unrated.
    decided_by : ndarray of int64, shape (S,)
        Index into ``rule.ties`` of the key that settled a tie, -1 none needed, ``len(rule.ties)`` shared.
    warnings : tuple of str
        Kinds of flags, sorted; besides "no_ballots", "not_comparable", "skipped_large" and "no_estimate",
        a rated subject without a finite Rasch estimate.
    delta : Delta
        Of the weighted mean.
    bootstrap : Bootstrap or None
        Of the rule; None where there are too many ballots for it.
    rank_sets : RankSets or None
        Simultaneous sets for the weighted mean; None above 200 subjects.
    shadow : dict of str to Scores
        "centred", "standard", "min-max", "percentile", "two-way".
    alternatives : dict of str to Scores
        The same tally under other rules; the name says which.
    agreement : Agreement
        Of the official scores ("official"), all of the above, and the models.
    weights : ndarray or None, shape (S, S)
        Rank probabilities under slightly other weights; None for a rule over ballots.
    models : dict of str to ndarray, shape (S,)
        "blup" in points, "copeland" in subjects beaten less lost to, "rasch" in logits up to 20 answers.
    reliability : Reliability
    diagnosis : Diagnosis
    own_dropped : int
        Own-unit marks turned into "not asked".
    reasons : dict of str to tuple of str
        Dotted path of every field with a missing number, such as "models.rasch", to what caused it.
    """

    schema: int
    seed: int
    replicates: int
    tally: Tally
    rule: ScoringRule
    scores: Scores
    mean: Scores
    ranks: NDArray[np.int64]
    decided_by: NDArray[np.int64]
    warnings: tuple[str, ...]
    delta: Delta
    bootstrap: Bootstrap | None
    rank_sets: RankSets | None
    shadow: dict[str, Scores]
    alternatives: dict[str, Scores]
    agreement: Agreement
    weights: NDArray[np.float64] | None
    models: dict[str, NDArray[np.float64]]
    reliability: Reliability
    diagnosis: Diagnosis
    own_dropped: int
    reasons: dict[str, tuple[str, ...]]

    def to_json(self) -> str:
        """Return the report as JSON, the same bytes for the same report."""
        return as_json(self)


def report(
    matrix: RatingMatrix, rule: ScoringRule = DEFAULT_RULE, *, replicates: int = 1000, seed: int = 0
) -> Report:
    """Compute everything about a meeting.

    Parameters
    ----------
    matrix : RatingMatrix
    rule : ScoringRule
    replicates : int
        Bootstrap replicates.
    seed : int
        Seed of every random draw.

    Returns
    -------
    Report

    Raises
    ------
    ValueError
        If the rule does not fit the meeting, or refuses a missing class.
    """
    counts = tally(matrix)
    scores = score_ballots(matrix, rule, counts)
    decision = settle(counts, scores, rule)
    sampled = delta(matrix, counts=counts)
    shadow = shadows(matrix, counts) | {"two-way": two_way_scores(matrix, DEFAULT_RULE, counts)}
    alternatives, models = _alternatives(counts, rule), _models(matrix)
    methods = {name: found.values for name, found in (shadow | alternatives).items()} | models
    mean = score(counts)
    results: dict[str, Any] = {
        "schema": SCHEMA,
        "seed": seed,
        "replicates": replicates,
        "tally": counts,
        "rule": rule,
        "scores": scores,
        "mean": mean,
        "ranks": decision.ranks,
        "decided_by": decision.decided_by,
        "warnings": _warnings(matrix, counts, scores, sampled, shadow["two-way"], models),
        "delta": sampled,
        "bootstrap": _bootstrap(matrix, rule, counts, replicates, seed),
        "rank_sets": _rank_sets(sampled, seed),
        "shadow": shadow,
        "alternatives": alternatives,
        "agreement": method_agreement({"official": scores.values, "mean": mean.values} | methods),
        "weights": None if rule.needs_ballots else weight_sensitivity(counts, rule, seed=seed),
        "models": models,
        "reliability": reliability(matrix, counts),
        "diagnosis": diagnosis(matrix, counts, rule),
        "own_dropped": matrix.own_dropped,
    }
    return Report(**results, reasons=reasons(results, matrix, counts, rule))


def _bootstrap(
    matrix: RatingMatrix, rule: ScoringRule, counts: Tally, replicates: int, seed: int
) -> Bootstrap | None:
    if matrix.shape[3] > MOST_BALLOTS and not is_average(rule):
        return None
    return bootstrap(matrix, rule, n=replicates, seed=seed, counts=counts)


def _rank_sets(sampled: Delta, seed: int) -> RankSets | None:
    if len(sampled.scores) > MOST_SUBJECTS:
        return None
    return rank_sets(sampled.scores, sampled.covariance, seed=seed)


def _alternatives(counts: Tally, rule: ScoringRule) -> dict[str, Scores]:
    """Score the tally by rules an organizer might have agreed on instead."""
    shared = ScoringRule(pooled=rule.pooled)
    rules = {
        "abstentions excluded": shared,
        "abstentions 0": replace(shared, abstentions=0),
        f"abstentions {PASS_MARK}": replace(shared, abstentions=PASS_MARK),
        "pooled": ScoringRule(pooled=True),
        "trimmed": replace(shared, method="trimmed", drop_low=1, drop_high=1, trim_above=5),
        "median": replace(shared, method="median"),
        "majority": replace(shared, method="majority"),
    }
    if not min(counts.points) <= PASS_MARK <= max(counts.points):
        del rules[f"abstentions {PASS_MARK}"]
    found = {name: score(counts, other) for name, other in rules.items()}
    classes = [k for k, weight in enumerate(counts.class_weights) if weight]
    if len(classes) > 1 and not rule.pooled:
        found |= {f"without class {k}": without_class(counts, k) for k in classes}
    return found


def _models(matrix: RatingMatrix) -> Models:
    """Fit what needs every ballot several times, up to 20 000 ballots and 200 subjects."""
    if matrix.shape[3] > MOST_BALLOTS or matrix.shape[1] > MOST_SUBJECTS:
        return {}
    beaten = copeland(pairwise(matrix)).astype(float)
    beaten[~matrix.valid.any((1, 2))] = np.nan
    models = {"blup": blup(matrix).values, "copeland": beaten}
    return models if len(matrix.points) > MOST_ANSWERS else models | {"rasch": many_facet(matrix).subjects}


def _warnings(
    matrix: RatingMatrix, counts: Tally, scores: Scores, sampled: Delta, two_way: Scores, models: Models
) -> tuple[str, ...]:
    kinds = {flag.kind for flag in (*scores.flags, *sampled.flags)}
    rated = ~np.isnan(sampled.scores)
    beside = {
        "no_ballots": not matrix.shape[3],
        "not_comparable": bool(rated.any() and np.isnan(two_way.values[rated]).all()),
        "no_estimate": has_no_estimate(counts, models),
        "skipped_large": matrix.shape[3] > MOST_BALLOTS or matrix.shape[1] > MOST_SUBJECTS,
    }
    return tuple(sorted(kinds | {kind for kind, holds in beside.items() if holds}))
