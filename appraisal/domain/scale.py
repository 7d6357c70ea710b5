"""The answers of a sheet and their points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

ABSTAINED = -1  # asked, and answered "no judgement"
NOT_ASKED = -2  # recused: the cell is not on this voter's sheet
UNANSWERED = -3  # the voter has not got there yet; such a mark is never sealed


@dataclass(frozen=True)
class Grade:
    """One answer word and the points it earns."""

    name: str
    points: Fraction


@dataclass(frozen=True)
class Scale:
    """Grades in the order they are printed, best first, and the word for an abstention."""

    grades: tuple[Grade, ...]
    abstention: str = "弃权"

    @property
    def answers(self) -> tuple[Grade, ...]:
        """The grades by answer index: 0 is the worst, as ballots and tallies count."""
        return self.grades[::-1]

    @property
    def points(self) -> tuple[Fraction, ...]:
        """Points by answer index."""
        return tuple(grade.points for grade in self.answers)

    @property
    def best(self) -> int:
        """The index of the top grade."""
        return len(self.grades) - 1

    def index(self, name: str) -> int:
        """Return the answer index of a grade word; `KeyError` if it is none."""
        for index, grade in enumerate(self.answers):
            if grade.name == name:
                return index
        raise KeyError(name)

    def word(self, answer: int) -> str:
        """Return the word of an answer index or of an abstention."""
        return self.abstention if answer == ABSTAINED else self.answers[answer].name
