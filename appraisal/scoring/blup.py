"""Random effects: severity and merit shrunk towards the mean, by restricted maximum likelihood.

Henderson, Biometrics 31 (1975); Robinson, "That BLUP is a good thing", Statistical Science 6 (1991).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .combine import weighted_mean
from .marks import Marks
from .matrix import RatingMatrix

Floats = NDArray[np.float64]
BOUND = 14.0  # log of the largest variance ratio tried: beyond, an effect is as good as fixed or absent
ITERATIONS, STILL = 60, 1e-9
STEP = 1e-3  # of the differences that stand for derivatives: balances rounding and curvature


@dataclass(frozen=True, eq=False)
class Blup:
    """Best linear unbiased predictions per criterion, in points.

    Attributes
    ----------
    subjects : ndarray, shape (S, C)
        NaN unrated.
    severity : ndarray, shape (C, N)
        Positive is severe; NaN without a mark. For use in memory only.
    mean : ndarray, shape (C,)
    variance : ndarray, shape (C, 3)
        Of subjects, ballots and residuals.
    values : ndarray, shape (S,)
        Subjects combined over criteria by weight.
    """

    subjects: Floats
    severity: Floats
    mean: Floats
    variance: Floats
    values: Floats


def blup(matrix: RatingMatrix) -> Blup:
    """Fit ``x = mu + subject - severity`` with normal effects of both, on every criterion.

    Parameters
    ----------
    matrix : RatingMatrix

    Returns
    -------
    Blup
        Groups that share no ballot can be compared here, by way of the common mean.
    """
    _, subjects, criteria, ballots, _ = matrix.shape
    marks = Marks(matrix)
    effects, severity = np.full((subjects, criteria), np.nan), np.full((criteria, ballots), np.nan)
    mean, variance = np.full(criteria, np.nan), np.full((criteria, 3), np.nan)
    for c in range(criteria):
        block = marks.read(c, slice(None))
        equations = _Equations.of(block.x.astype(float), block.there.astype(float))
        if equations.marks < 2 or equations.rated.sum() < 2:
            continue
        effects[:, c], severity[c], mean[c], variance[c] = equations.predictions()
    return Blup(
        subjects=effects * marks.unit,
        severity=severity * marks.unit,
        mean=mean * marks.unit + marks.middle,
        variance=variance * marks.unit**2,
        values=weighted_mean(effects * marks.unit, matrix.criterion_weights, axis=1),
    )


@dataclass(frozen=True, eq=False)
class _Equations:
    """One criterion: marks x and presence (S, N), and what depends on the number of marks of a ballot.

    With ballots eliminated, only their number of marks decides their weight, so sums are kept per number.
    """

    x: Floats
    there: Floats
    rated: NDArray[np.bool_]
    n: Floats
    sizes: Floats
    times: Floats
    joint: Floats
    held: Floats
    total: Floats
    crossed: Floats
    squares: Floats

    @classmethod
    def of(cls, x: Floats, there: Floats) -> _Equations:
        n, total = there.sum(0), x.sum(0)
        sizes = np.unique(n[n > 0])
        groups = [(there[:, n == size], total[n == size]) for size in sizes]
        return cls(
            x=x,
            there=there,
            rated=np.asarray(there.any(1)),
            n=n,
            sizes=sizes,
            times=np.array([len(sums) for _, sums in groups], dtype=float),
            joint=np.array([held @ held.T for held, _ in groups]),
            held=np.array([held.sum(1) for held, _ in groups]),
            total=np.array([sums.sum() for _, sums in groups]),
            crossed=np.array([held @ sums for held, sums in groups]),
            squares=np.array([(sums**2).sum() for _, sums in groups]),
        )

    @property
    def marks(self) -> int:
        """Number of marks."""
        return int(self.n.sum())

    def predictions(self) -> tuple[Floats, Floats, float, Floats]:
        """Return effects (S,), severity (N,), mean and the three variances, in units of x."""
        ratios = _minimum(lambda at: self._solve(at)[0])
        _, solution, residual = self._solve(ratios)
        effects = np.where(self.rated, 0.0, np.nan)
        effects[self.rated] = solution[1:]
        shrink = 1 / (np.exp(ratios[1]) + self.n)
        left = self.x.sum(0) - self.n * solution[0] - np.nan_to_num(effects) @ self.there
        severity = np.where(self.n > 0, -left * shrink, np.nan)
        return effects, severity, float(solution[0]), residual * np.array([*np.exp(-ratios), 1.0])

    def _solve(self, logs: Floats) -> tuple[float, Floats, float]:
        """Return -2 log restricted likelihood, (mu, effects), and the residual variance, at log ratios.

        The ratios are residual over subject variance and residual over ballot variance.
        """
        of_subject, of_ballot = np.exp(logs)
        weight = 1 / (of_ballot + self.sizes)
        rated = self.rated
        merit = np.diag(self.held.sum(0)) - np.tensordot(weight, self.joint, 1)
        merit = merit[np.ix_(rated, rated)] + of_subject * np.eye(int(rated.sum()))
        level = (of_ballot * weight) @ self.held
        left = np.block(
            [
                [np.array([[of_ballot * (weight * self.sizes) @ self.times]]), level[None, rated]],
                [level[rated, None], merit],
            ]
        )
        right = np.concatenate(
            ([of_ballot * weight @ self.total], (self.x.sum(1) - weight @ self.crossed)[rated])
        )
        solution = np.linalg.solve(left, right)
        squares = float((self.x**2).sum() - weight @ self.squares - solution @ right)
        df = self.marks - 1
        residual = max(squares, 1e-12 * df) / df
        deviance = df * np.log(residual) + np.linalg.slogdet(left)[1] - rated.sum() * logs[0]
        deviance += self.times @ (np.log(of_ballot + self.sizes) - logs[1])
        return float(deviance), solution, residual


def _minimum(deviance: Callable[[Floats], float]) -> Floats:
    """Return where a smooth function of two variables is least, by damped Newton steps within bounds."""
    at = np.zeros(2)
    here = deviance(at)
    for _ in range(ITERATIONS):
        slope, curve = _derivatives(deviance, at, here)
        roots, axes = np.linalg.eigh(curve)
        step = -axes @ ((axes.T @ slope) / np.maximum(np.abs(roots), 1e-3))
        step *= min(1.0, 3.0 / max(np.abs(step).max(), 1e-30))
        while (there := deviance(np.clip(at + step, -BOUND, BOUND))) > here and np.abs(step).max() > STILL:
            step /= 4
        moved = np.clip(at + step, -BOUND, BOUND) - at
        if there > here or np.abs(moved).max() < STILL:
            break
        at, here = at + moved, there
    return at


def _derivatives(f: Callable[[Floats], float], at: Floats, here: float) -> tuple[Floats, Floats]:
    """Return gradient and Hessian by central differences."""
    e = np.eye(2) * STEP
    up, down = ([f(at + sign * e[i]) for i in range(2)] for sign in (1, -1))
    slope = (np.array(up) - down) / (2 * STEP)
    curve = np.diag((np.array(up) + down - 2 * here) / STEP**2)
    mixed = f(at + e[0] + e[1]) - f(at + e[0] - e[1]) - f(at - e[0] + e[1]) + f(at - e[0] - e[1])
    curve[0, 1] = curve[1, 0] = mixed / (4 * STEP**2)
    return slope, curve
