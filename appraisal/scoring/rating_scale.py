"""The likelihood of the rating-scale model, and Newton's way to its top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ITERATIONS, STILL = 100, 1e-9
FARTHEST = 20.0  # logits; a chance of one in five hundred million is as good as never
LONGEST_STEP = 2.0  # logits; a first step from zero may overshoot
CELLS_AT_ONCE = 200_000  # cells times answers in memory together


@dataclass(frozen=True, eq=False)
class Facets:
    """Parameters, all helping: merit (S,), easiness (C,), mildness (N,), and steps (H - 1,)."""

    subjects: Floats
    criteria: Floats
    ballots: Floats
    steps: Floats

    def moved(self, by: Facets, share: float) -> Facets:
        """Return the facets after a step, centred; what centring takes goes into the steps."""
        subjects = self.subjects + share * by.subjects
        criteria = self.criteria + share * by.criteria
        ballots = self.ballots + share * by.ballots
        location = subjects.mean() + criteria.mean() + ballots.mean()
        steps = self.steps + share * by.steps + location
        return Facets(subjects - subjects.mean(), criteria - criteria.mean(), ballots - ballots.mean(), steps)

    @property
    def longest(self) -> float:
        """Largest absolute parameter."""
        parts = (self.subjects, self.criteria, self.ballots, self.steps)
        return float(max(np.abs(part).max() for part in parts))


@dataclass(frozen=True, eq=False)
class Expectation:
    """What the model expects at some parameters.

    Attributes
    ----------
    loglik : float
    residual, variance : ndarray, shape (S, C, N)
        Answer less expectation, and its variance; 0 without a mark.
    steps : ndarray, shape (H - 1,)
        Gradient of the steps.
    cross : ndarray, shape (S + C + H - 1, N)
        Information shared by each ballot and the other parameters.
    information : ndarray, shape (S + C + H - 1, S + C + H - 1)
        Of the other parameters.
    """

    loglik: float
    residual: Floats
    variance: Floats
    steps: Floats
    cross: Floats
    information: Floats

    def newton(self) -> Facets:
        """Return Newton's step; ballots are eliminated, each being tied to its own cells alone."""
        ends = np.cumsum(self.residual.shape[:2])
        gradient = np.concatenate((self.residual.sum((1, 2)), self.residual.sum((0, 2)), self.steps))
        own, slope = self.variance.sum((0, 1)), self.residual.sum((0, 1))
        shares = self.cross / own
        schur = self.information - shares @ self.cross.T
        for facet in np.split(np.arange(len(schur)), ends):
            schur[np.ix_(facet, facet)] += np.diag(self.information)[facet].mean()  # pins the facet's mean
        step = np.linalg.lstsq(schur, gradient - shares @ slope, rcond=None)[0]
        ballots = (slope - step @ self.cross) / own
        subjects, criteria, steps = np.split(step, ends)
        return Facets(subjects, criteria, ballots, steps)


@dataclass(frozen=True, eq=False)
class RatingScale:
    """Answers 0 … H-1, -1 missing, shape (S, C, N), every facet with a mark off both extremes."""

    answers: NDArray[np.int64]
    grades: int

    @classmethod
    def of(cls, answers: NDArray[np.signedinteger], used: NDArray[np.int64]) -> RatingScale:
        """Renumber the answers in use without gaps."""
        return cls(np.where(answers >= 0, np.searchsorted(used, answers), -1), len(used))

    def fitted(self) -> tuple[Facets, Expectation] | None:
        """Return the parameters of greatest joint likelihood and what the model expects there.

        None if there is no finite maximum: where answers separate perfectly, or groups share no ballot,
        some parameter grows for ever.
        """
        at = Facets(*(np.zeros(size) for size in (*self.answers.shape, self.grades - 1)))
        here = self.expect(at)
        for _ in range(ITERATIONS):
            step = here.newton()
            if step.longest < STILL:
                return at, here
            share = min(1.0, LONGEST_STEP / max(step.longest, STILL))
            while (there := self.expect(at.moved(step, share))).loglik < here.loglik and share > STILL:
                share /= 2
            if share * step.longest < STILL or there.loglik < here.loglik:
                return at, here
            at, here = at.moved(step, share), there
            if at.longest > FARTHEST:
                return None
        return None

    def fit(self, here: Expectation, axes: tuple[int, int]) -> tuple[Floats, Floats, Floats]:
        """Return standard errors, infit and outfit of the facet left by summing over `axes`."""
        information = here.variance.sum(axes)
        surprise = here.residual**2 / np.where(here.variance > 0, here.variance, 1)
        outfit = surprise.sum(axes) / (self.answers >= 0).sum(axes)
        return 1 / np.sqrt(information), (here.residual**2).sum(axes) / information, outfit

    def expect(self, at: Facets) -> Expectation:
        """Return likelihood, residuals and information at some parameters, block by block of ballots."""
        subjects, criteria, ballots = self.answers.shape
        width = max(1, CELLS_AT_ONCE // (subjects * criteria * self.grades))
        residual, variance = np.zeros((2, subjects, criteria, ballots))
        size = subjects + criteria + self.grades - 1
        cross, information = np.zeros((size, ballots)), np.zeros((size, size))
        steps, loglik = np.zeros(self.grades - 1), 0.0
        for first in range(0, ballots, width):
            part = slice(first, first + width)
            cells = _Cells.of(self.answers[..., part], at, at.ballots[part])
            loglik += cells.loglik
            residual[..., part], variance[..., part] = cells.residual, cells.variance
            steps += cells.steps
            cross[:, part] = cells.cross
            information += cells.information
        return Expectation(loglik, residual, variance, steps, cross, information)


@dataclass(frozen=True, eq=False)
class _Cells:
    """A block of cells: `tail` is P(answer >= h), `lean` the covariance of the answer with that event.

    Both have shape (H - 1, S, C, n): the few answers come first, so that every operation runs along ballots.
    """

    loglik: float
    residual: Floats
    variance: Floats
    steps: Floats
    tail: Floats
    lean: Floats

    @classmethod
    def of(cls, answers: NDArray[np.int64], at: Facets, ballots: Floats) -> _Cells:
        there = answers >= 0
        place = at.subjects[:, None, None] + at.criteria[:, None] + ballots
        climb = np.concatenate(([0.0], np.cumsum(at.steps)))
        tail = np.multiply.outer(np.arange(len(climb)), place) + climb[:, None, None, None]
        top = tail.max(0)
        np.exp(tail - top, out=tail)
        for lower in range(len(climb) - 2, -1, -1):
            tail[lower] += tail[lower + 1]
        chosen = place * answers + climb[np.maximum(answers, 0)] - top - np.log(tail[0])
        tail = tail[1:] * (there / tail[0])
        mean = tail.sum(0)
        lean, beyond = np.empty_like(tail), np.zeros_like(mean)
        for step in range(len(tail) - 1, -1, -1):
            lean[step] = (step + 1 - mean) * tail[step] + beyond
            beyond += tail[step]
        return cls(
            loglik=float(chosen.sum(where=there)),
            residual=(answers - mean) * there,
            variance=lean.sum(0),
            steps=np.array([(answers > step).sum() for step in range(len(tail))]) - tail.sum((1, 2, 3)),
            tail=tail,
            lean=lean,
        )

    @property
    def cross(self) -> Floats:
        return np.concatenate((self.variance.sum(1), self.variance.sum(0), self.lean.sum((1, 2))))

    @property
    def information(self) -> Floats:
        both = self.variance.sum(2)
        by_cell = self.lean.sum(3)
        by_subject, by_criterion = by_cell.sum(2).T, by_cell.sum(1).T
        flat = self.tail.reshape(len(self.tail), -1)
        steps = np.arange(len(flat))
        among = flat.sum(1)[np.maximum(steps[:, None], steps)] - flat @ flat.T
        return np.block(
            [
                [np.diag(both.sum(1)), both, by_subject],
                [both.T, np.diag(both.sum(0)), by_criterion],
                [by_subject.T, by_criterion.T, among],
            ]
        )
