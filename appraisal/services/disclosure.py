"""What may be shown of a class: small classes stay hidden, and nothing hidden can be found by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5  # valid ballots; below, a score is nearly a person's mark
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


def disclosure(
    valid: Sequence[int], marks: Sequence[Sequence[int]], unanimous: Sequence[Sequence[bool]]
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
    """
    subjects = range(len(marks[0]) if marks else 0)
    columns = withheld(valid, {k for k, n in enumerate(valid) if 0 < n < LEAST_SHOWN})
    hidden = [_hidden_scores(s, columns, marks, unanimous) for s in subjects]
    counts = [
        hidden[s] | {k for k, row in enumerate(marks) if 0 < row[s] < LEAST_DISTRIBUTION} for s in subjects
    ]
    classes = range(len(valid))
    return Disclosure(
        columns=tuple(k not in columns for k in classes),
        scores=tuple(tuple(k not in hidden[s] for s in subjects) for k in classes),
        counts=tuple(tuple(k not in counts[s] for s in subjects) for k in classes),
        totals=tuple(_may_total([marks[k][s] for k in counts[s]]) for s in subjects),
    )


def everything(classes: int, subjects: int) -> Disclosure:
    """Hold nothing back: for the one who holds the ballots anyway."""
    return Disclosure(
        (True,) * classes,
        ((True,) * subjects,) * classes,
        ((True,) * subjects,) * classes,
        (True,) * subjects,
    )


def withheld(sizes: Sequence[int], small: set[int]) -> set[int]:
    """Add the next smallest until what is hidden cannot be subtracted out and has enough ballots together."""
    hidden = set(small)
    others = sorted((n, k) for k, n in enumerate(sizes) if k not in hidden and n > 0)
    while hidden and others and (len(hidden) == 1 or sum(sizes[k] for k in hidden) < LEAST_SHOWN):
        hidden.add(others.pop(0)[1])
    return hidden


def _hidden_scores(
    s: int, columns: set[int], marks: Sequence[Sequence[int]], unanimous: Sequence[Sequence[bool]]
) -> set[int]:
    sizes = [row[s] for row in marks]
    small = {k for k, n in enumerate(sizes) if 0 < n < LEAST_SHOWN}
    agreed = {k for k, n in enumerate(sizes) if 0 < n < LEAST_DISTRIBUTION and unanimous[k][s]}
    return withheld(sizes, columns | small | agreed)


def _may_total(hidden: Sequence[int]) -> bool:
    """Say whether the sum over classes leaves the hidden ones indistinguishable."""
    return not hidden or (len(hidden) > 1 and sum(hidden) >= LEAST_DISTRIBUTION)
