"""What scoring answers: a score for every subject, and remarks about how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Exact = Fraction | None


@dataclass(frozen=True, order=True)
class Flag:
    """A remark about a subject, criterion or class, by index; None where it concerns all of them.

    Attributes
    ----------
    kind : str
        "class_missing", "class_empty", "trim_skipped", "not_rated", "criterion_missing" or "understated".
    subject, criterion, voter_class : int, optional
    """

    kind: str
    subject: int | None = None
    criterion: int | None = None
    voter_class: int | None = None


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of all subjects under one rule; higher is better.

    Attributes
    ----------
    values : ndarray of float64, shape (S,)
        NaN where nobody rated the subject.
    exact : tuple of S Fraction or None; None for majority judgment and the rules over ballots
    criteria : ndarray of float64, shape (S, C)
        Class-weighted mean per criterion.
    classes : ndarray of float64, shape (K, S)
        Each class's own score.
    flags : tuple of Flag
    exact_criteria, exact_classes : tuple of tuples, or None like `exact`
        The same numbers as `criteria` and `classes`, for print and for ties.
    """

    values: NDArray[np.float64]
    exact: tuple[Exact, ...] | None
    criteria: NDArray[np.float64]
    classes: NDArray[np.float64]
    flags: tuple[Flag, ...] = ()
    exact_criteria: tuple[tuple[Exact, ...], ...] | None = None
    exact_classes: tuple[tuple[Exact, ...], ...] | None = None


def floats(values: Sequence[Exact]) -> list[float]:
    """Return floats, NaN for None."""
    return [np.nan if value is None else float(value) for value in values]
