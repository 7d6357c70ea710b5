"""What may be shown of a class: small classes stay hidden, and nothing hidden can be found by subtraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..domain.waiver import LEAST_SHOWN

LEAST_DISTRIBUTION = 8  # below, counts per grade tell who might have given the lowest


@dataclass(frozen=True)
class Disclosure:
    """What may be shown: `columns` by class, `scores` and `counts` by class and subject, `totals` by subject.

    A total here is the sum of the counts over the classes; the official score is always shown.
    """

    columns: tuple[bool, ...]
    scores: tuple[tuple[bool, ...], ...]
    counts: tuple[tuple[bool, ...], ...]
    totals: tuple[bool, ...]

    @property
    def is_complete(self) -> bool:
        """Nothing is held back."""
        return all(self.totals) and all(map(all, self.scores)) and all(map(all, self.counts))

    def shows_all(self, subject: int) -> bool:
        """No class is held back for this subject, so that its exact total tells nothing more."""
        return all(row[subject] for row in self.scores)


@dataclass(frozen=True)
class WeightedTotal:
    """The score everybody is told, as what an enemy makes of it: one equation between the classes' scores.

    `weights` are by class, in any unit; `scores` by class and subject, between `low` and `high`, None where
    there is none. One ballot moves the sum of its class's points by `step` or more.
    """

    weights: tuple[Fraction, ...]
    scores: tuple[tuple[Fraction | None, ...], ...]
    low: Fraction
    high: Fraction
    step: Fraction

    def corners(self, s: int, hidden: set[int], marks: Sequence[Sequence[int]]) -> bool:
        """Say whether the total leaves a small hidden class of one subject only one possible score."""
        parts = [
            (self.weights[k], score, marks[k][s])
            for k in hidden
            if (score := self.scores[k][s]) is not None and self.weights[k] and marks[k][s]
        ]
        known = sum((weight * score for weight, score, _ in parts), Fraction(0))
        return any(
            self._room(weight, known, sum(part[0] for part in parts) - weight) < self.step / n
            for weight, _, n in parts
            if n < LEAST_DISTRIBUTION
        )

    def _room(self, weight: Fraction, known: Fraction, others: Fraction) -> Fraction:
        """Return how far a class's score can lie from itself, while the others lie anywhere on the scale."""
        least = max(self.low, (known - others * self.high) / weight)
        most = min(self.high, (known - others * self.low) / weight)
        return most - least


def disclosure(
    valid: Sequence[int],
    marks: Sequence[Sequence[int]],
    unanimous: Sequence[Sequence[bool]],
    total: WeightedTotal | None = None,
    *,
    least: int = LEAST_SHOWN,
) -> Disclosure:
    """Decide what may be shown.

    Parameters
    ----------
    valid : sequence of K int
        Valid ballots of each class.
    marks : K sequences of S int
        Fewest marks a class gave a subject on any criterion it marked at all, 0 for none.
    unanimous : K sequences of S bool
        The class's mean lies at an end of the scale.
    total : WeightedTotal, optional
        The published score where classes have weights. Beside it the sum of the counts is a second equation,
        which two hidden classes do not survive: it is shown only where no score is hidden. None where the
        score is made from that sum itself.
    least : int
        Fewest valid ballots of a class that is shown; lower only by the word of two people.
    """
    subjects = range(len(marks[0]) if marks else 0)
    columns = withheld(valid, {k for k, n in enumerate(valid) if 0 < n < least}, least)
    hidden = [_hidden_scores(s, columns, marks, unanimous, total, least) for s in subjects]
    counts = [
        hidden[s] | {k for k, row in enumerate(marks) if 0 < row[s] < LEAST_DISTRIBUTION} for s in subjects
    ]
    classes = range(len(valid))
    return Disclosure(
        columns=tuple(k not in columns for k in classes),
        scores=tuple(tuple(k not in hidden[s] for s in subjects) for k in classes),
        counts=tuple(tuple(k not in counts[s] for s in subjects) for k in classes),
        totals=tuple(_may_total(s, hidden[s], counts[s], marks, total) for s in subjects),
    )


def everything(classes: int, subjects: int) -> Disclosure:
    """Hold nothing back: for the one who holds the ballots anyway."""
    return Disclosure(
        (True,) * classes,
        ((True,) * subjects,) * classes,
        ((True,) * subjects,) * classes,
        (True,) * subjects,
    )


def withheld(sizes: Sequence[int], small: set[int], least: int = LEAST_SHOWN) -> set[int]:
    """Add the next smallest until what is hidden cannot be subtracted out and has enough ballots together."""
    hidden = set(small)
    others = _by_size(sizes, hidden)
    while hidden and (len(hidden) == 1 or sum(sizes[k] for k in hidden) < least):
        if (following := next(others, None)) is None:
            break
        hidden.add(following)
    return hidden


def _by_size(sizes: Sequence[int], hidden: set[int]) -> Iterator[int]:
    """List the classes that are not hidden, the smallest first; an empty one hides nothing."""
    return iter([k for n, k in sorted((n, k) for k, n in enumerate(sizes) if n > 0) if k not in hidden])


def _hidden_scores(
    s: int,
    columns: set[int],
    marks: Sequence[Sequence[int]],
    unanimous: Sequence[Sequence[bool]],
    total: WeightedTotal | None,
    least: int,
) -> set[int]:
    sizes = [row[s] for row in marks]
    small = {k for k, n in enumerate(sizes) if 0 < n < least}
    agreed = {k for k, n in enumerate(sizes) if 0 < n < LEAST_DISTRIBUTION and unanimous[k][s]}
    hidden = withheld(sizes, columns | small | agreed, least)
    others = _by_size(sizes, hidden)
    while total is not None and total.corners(s, hidden, marks):
        if (following := next(others, None)) is None:
            break
        hidden.add(following)
    return hidden


def _may_total(
    s: int, scores: set[int], counts: set[int], marks: Sequence[Sequence[int]], total: WeightedTotal | None
) -> bool:
    """Say whether the sum over classes leaves the hidden ones indistinguishable."""
    if not counts:
        return True
    together = sum(marks[k][s] for k in counts)
    return (total is None or not scores) and len(counts) > 1 and together >= LEAST_DISTRIBUTION
