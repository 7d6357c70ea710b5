"""What an enemy can compute from everything that is published: a linear program over possible counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from appraisal.documents.table import Number, ResultTable
from appraisal.domain.plan import Plan
from appraisal.services.outcome import Outcome

NEAR = 1e-6
LEAST_CLASS = 5  # marks; of fewer nothing may be known
LEAST_AGREED = 8  # marks; of fewer nobody may learn that all were alike


@dataclass(frozen=True)
class Leak:
    """Something that only one answer of a small class explains."""

    voter_class: int
    subject: int
    criterion: int
    marks: int
    what: str


class Enemy:
    """Somebody who knows the rules, how many marks every class gave, and all that was published.

    The unknowns are counts by class, criterion and answer. They may even be fractions of ballots, so that
    what is certain here is certain for everybody.
    """

    def __init__(self, plan: Plan, table: ResultTable, marks: np.ndarray, subject: int) -> None:
        self.plan, self.table, self.subject = plan, table, subject
        self.marks = marks  # (K, C), how many people of a class marked the subject
        self.points = np.array([float(point) for point in plan.scale.points])
        self.shape = (*marks.shape, len(self.points))
        self.equal: list[tuple[np.ndarray, float]] = []
        self.below: list[tuple[np.ndarray, float]] = []
        for facts in (self._sizes(), self._cells(), self._distribution()):
            self.equal += facts
        self._total()

    def range_of(self, goal: np.ndarray) -> tuple[float, float]:
        """The least and the most a sum of counts can be."""
        found = []
        for sign in (1, -1):
            answer = linprog(
                sign * goal,
                A_eq=[row for row, _ in self.equal],
                b_eq=[value for _, value in self.equal],
                A_ub=[row for row, _ in self.below] or None,
                b_ub=[value for _, value in self.below] or None,
            )
            if answer.status:
                raise ValueError(answer.message)
            found.append(sign * answer.fun)
        return found[0], found[1]

    def learns(self) -> Iterator[Leak]:
        """List what is certain and should not be."""
        for k, c in np.ndindex(self.marks.shape):
            n = int(self.marks[k, c])
            if not 0 < n < LEAST_AGREED or not self._is_cornered(k, c, n):
                continue
            if n < LEAST_CLASS:
                yield Leak(k, self.subject, c, n, "mean")
            for unit in np.eye(len(self.points)):
                if self.range_of(self._row({(k, c): unit}))[0] > n - 1 + NEAR:
                    yield Leak(k, self.subject, c, n, "every ballot")

    def _is_cornered(self, k: int, c: int, n: int) -> bool:
        """Only one mean of so many marks is possible."""
        low, high = self.range_of(self._row({(k, c): self.points / n}))
        return high - low < self._step() / n - NEAR

    def _step(self) -> float:
        """The least by which one ballot can change a sum of points."""
        return float(np.diff(np.sort(self.points)).min())

    def _row(self, parts: dict[tuple[int, int], np.ndarray]) -> np.ndarray:
        row = np.zeros(self.shape)
        for (k, c), values in parts.items():
            row[k, c] = values
        return row.ravel()

    def _sizes(self) -> list[tuple[np.ndarray, float]]:
        ones = np.ones(len(self.points))
        return [(self._row({(k, c): ones}), float(n)) for (k, c), n in np.ndenumerate(self.marks)]

    def _cells(self) -> list[tuple[np.ndarray, float]]:
        """What the cells of the table tell: counts, or a mean."""
        found = []
        subjects, criteria = len(self.plan.subjects), len(self.plan.criteria)
        for k, c in np.ndindex(self.marks.shape):
            cell = self.table.cells[(k * subjects + self.subject) * criteria + c]
            if cell.counts is not None:
                found += [
                    (self._row({(k, c): np.eye(len(self.points))[a]}), float(count))
                    for a, count in enumerate(cell.counts[::-1])
                ]
            elif cell.score.exact is not None:
                mean = self._row({(k, c): self.points / self.marks[k, c]})
                found.append((mean, float(cell.score.exact)))
        return found

    def _distribution(self) -> list[tuple[np.ndarray, float]]:
        found = []
        criteria = len(self.plan.criteria)
        for c in range(criteria):
            cell = self.table.distribution[self.subject * criteria + c]
            for a, count in enumerate((cell.counts or ())[::-1]):
                unit = np.eye(len(self.points))[a]
                found.append((self._row({(k, c): unit for k in range(len(self.marks))}), float(count)))
        return found

    def _total(self) -> None:
        """The official score, which everybody is told: exactly, or to the decimals of the print."""
        name = self.plan.subjects[self.subject].name
        total: Number = next(row.total for row in self.table.rows if row.subject == name)
        if total.is_empty:
            return
        row = self._score()
        if total.exact is not None:
            self.equal.append((row, float(total.exact)))
            return
        half = 0.5 * 10.0**-self.table.decimals
        self.below += [(row, float(total.shown) + half), (-row, half - float(total.shown))]

    def _score(self) -> np.ndarray:
        """The official score as a sum over counts; a class without marks has its weight shared out."""
        shares = [criterion.weight / 100 for criterion in self.plan.criteria]
        if self.plan.rule.pooled:
            weights = [Fraction(int(n), int(self.marks[:, 0].sum())) for n in self.marks[:, 0]]
        else:
            given = [
                (group.weight or Fraction(0)) * int(self.marks[k].any())
                for k, group in enumerate(self.plan.classes)
            ]
            weights = [weight / sum(given) for weight in given]
        return self._row(
            {
                (k, c): float(weights[k] * shares[c]) * self.points / max(1, self.marks[k, c])
                for k, c in np.ndindex(self.marks.shape)
            }
        )


def leaks(plan: Plan, outcome: Outcome, table: ResultTable) -> list[Leak]:
    """List everything that a reader of the table can be certain of and should not be.

    Where no class of a subject is shown at all nothing is left to withhold but the official score itself.
    """
    marks = np.array(outcome.counts).sum(axis=3)  # (K, S, C)
    found: list[Leak] = []
    for subject in range(len(plan.subjects)):
        of_subject = marks[:, subject]
        cells = [cell for cell in table.cells if cell.subject == plan.subjects[subject].name]
        if all(cell.rated is None for cell in cells):
            continue
        if of_subject.any() and (of_subject.any(axis=1) == of_subject.all(axis=1)).all():
            found += Enemy(plan, table, of_subject, subject).learns()
    return found
