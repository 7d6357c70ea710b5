"""Sums over the ballots that rated every subject, and the agreement they show."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from .marks import Marks
from .normalise import net_wins
from .reliability import ICC, concordance, icc_of_squares

NOISE = 1e-12  # a sum of squares below this share of the whole is rounding


@dataclass(frozen=True, eq=False)
class CompleteBallots:
    """What one pass over the complete ballots of a criterion leaves, in units of x.

    Attributes
    ----------
    ballots : int
    by_subject : ndarray, shape (S,)
        Sum of marks.
    by_ballot : float
        Sum of squared sums of ballots.
    squares : float
        Sum of squared marks.
    net : ndarray, shape (S,)
        Subjects beaten less subjects lost to, summed; twice the deviation of the rank sum.
    net_squares : float
        Sum of its squares before summing.
    unit : float
    """

    ballots: int
    by_subject: NDArray[np.float64]
    by_ballot: float
    squares: float
    net: NDArray[np.float64]
    net_squares: float
    unit: float

    @property
    def icc(self) -> ICC | None:
        """Intraclass correlations, subjects as targets and ballots as raters; None below two of either."""
        n, k = len(self.by_subject), self.ballots
        if min(n, k) < 2:
            return None
        overall = float(self.by_subject.sum()) ** 2 / (n * k)
        subjects = float((self.by_subject**2).sum()) / k
        sums = subjects - overall, self.by_ballot / n - overall, self.squares - subjects
        between, raters, within = (
            value * self.unit**2 if value > NOISE * (self.squares + 1) else 0.0 for value in sums
        )
        return icc_of_squares(n, k, between, raters, within)

    @property
    def concordance(self) -> tuple[float, float]:
        """Kendall's W and its p value."""
        if min(len(self.net), self.ballots) < 2:
            return nan, nan
        between, spread = float((self.net**2).sum()) / 4, self.net_squares / 4
        w, _, p, _ = concordance(between, spread, self.ballots, len(self.net))
        return w, p


def complete_ballots(marks: Marks, c: int, *, ranked: bool) -> CompleteBallots:
    """Read one criterion; rank within ballots only if asked, which costs most of the time."""
    subjects = marks.matrix.shape[1]
    by_subject, net = np.zeros(subjects), np.zeros(subjects)
    ballots, squares, by_ballot, net_squares = 0, 0.0, 0.0, 0.0
    for _, part in marks.matrix.blocks():
        block = marks.read(c, part)
        full = block.n == subjects
        ballots += int(np.count_nonzero(full))
        by_subject += block.x @ full.astype(marks.dtype)
        squares += float(block.squares @ full)
        by_ballot += float((block.total.astype(float) ** 2) @ full)
        if ranked:
            won = net_wins(block)[:, full].astype(float)
            net, net_squares = net + won.sum(1), net_squares + float((won**2).sum())
    return CompleteBallots(ballots, by_subject, by_ballot, squares, net, net_squares, marks.unit)
