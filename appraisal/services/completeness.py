"""Ballots that rate too few of their subjects: void by rule, before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..domain.plan import Plan
from ..domain.scale import NOT_ASKED

Kept = tuple[NDArray[np.int16], NDArray[np.int64]]


@dataclass(frozen=True)
class Coverage:
    """How much every ballot rated, in the order given: subjects `asked` about and `rated`, (N,) each."""

    asked: NDArray[np.int64]
    rated: NDArray[np.int64]
    is_void: NDArray[np.bool_]


def coverage(plan: Plan, answers: ArrayLike) -> Coverage:
    """Count subjects asked and rated; arguments are those of `counting.count`.

    A ballot that rates nothing is blank, which is a way of voting, and never void.
    """
    marks = _cube(plan, answers)
    asked = (marks > NOT_ASKED).any(axis=2).sum(axis=1)
    rated = (marks >= 0).any(axis=2).sum(axis=1)
    share = plan.rule.least_share or 0
    bound = asked * share.numerator
    return Coverage(asked, rated, (rated > 0) & (rated * share.denominator < bound))


def complete(plan: Plan, answers: ArrayLike, voter_class: ArrayLike) -> tuple[Kept, tuple[int, ...]]:
    """Return answers and classes of the ballots that count, and how many of each class are void."""
    marks, classes = _cube(plan, answers), np.asarray(voter_class, dtype=np.int64)
    is_void = coverage(plan, marks).is_void
    voided = np.bincount(classes[is_void], minlength=len(plan.classes))
    return (marks[~is_void], classes[~is_void]), tuple(voided.tolist())


def _cube(plan: Plan, answers: ArrayLike) -> NDArray[np.int16]:
    marks = np.asarray(answers, dtype=np.int16)
    return marks.reshape(len(marks), len(plan.subjects), len(plan.criteria))
