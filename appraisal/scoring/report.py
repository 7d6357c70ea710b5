"""The report: everything computed about a meeting, once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ballots import score_ballots
from .chain import settle
from .matrix import RatingMatrix
from .normalise import KINDS, shadow
from .official import score
from .outcome import Scores
from .rules import DEFAULT_RULE, ScoringRule
from .tally import Tally, tally

SCHEMA = 1


@dataclass(frozen=True, eq=False)
class Report:
    """Numbers of one meeting under one rule, by index.

    Attributes
    ----------
    schema : int
        Version of this layout.
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
        Kinds of flags, sorted.
    shadow : dict of str to Scores
    """

    schema: int
    tally: Tally
    rule: ScoringRule
    scores: Scores
    mean: Scores
    ranks: NDArray[np.int64]
    decided_by: NDArray[np.int64]
    warnings: tuple[str, ...]
    shadow: dict[str, Scores]


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
    """
    counts = tally(matrix)
    scores = score_ballots(matrix, rule, counts)
    decision = settle(counts, scores, rule)
    warnings = {flag.kind for flag in scores.flags} | ({"no_ballots"} if not matrix.shape[3] else set())
    return Report(
        schema=SCHEMA,
        tally=counts,
        rule=rule,
        scores=scores,
        mean=score(counts),
        ranks=decision.ranks,
        decided_by=decision.decided_by,
        warnings=tuple(sorted(warnings)),
        shadow={kind: shadow(matrix, kind) for kind in KINDS},
    )
