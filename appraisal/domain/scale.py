"""The answers of a sheet and their points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .exact import shown
from .phrase import Phrase

ABSTAINED = -1  # asked, and answered "no judgement"
NOT_ASKED = -2  # recused: the cell is not on this voter's sheet
UNANSWERED = -3  # the voter has not got there yet; such a mark is never sealed


class ScaleKind(StrEnum):
    """What an answer is: a word, a number of points, or a place that only one subject can have."""

    GRADES = "grades"
    POINTS = "points"
    PLACES = "places"


@dataclass(frozen=True)
class Grade:
    """One answer word and the points it earns."""

    name: str
    points: Fraction


@dataclass(frozen=True)
class Scale:
    """Grades in the order they are printed, best first, and the word for an abstention.

    Points and places are grades too: their words are numbers.
    """

    grades: tuple[Grade, ...]
    abstention: str = "弃权"
    kind: ScaleKind = ScaleKind.GRADES

    @classmethod
    def of_points(
        cls, lowest: Fraction, highest: Fraction, step: Fraction, abstention: str = "弃权"
    ) -> Scale:
        """Make a scale of numbers; `step` divides the range."""
        count = int((highest - lowest) / step) + 1
        points = (highest - step * place for place in range(count))
        return cls(tuple(Grade(shown(value), value) for value in points), abstention, ScaleKind.POINTS)

    @classmethod
    def of_places(cls, count: int, first: Fraction, step: Fraction, abstention: str = "弃权") -> Scale:
        """Make a scale of places: the first earns `first` points, every further one `step` less."""
        points = (first - step * place for place in range(count))
        grades = tuple(Grade(str(place), value) for place, value in enumerate(points, start=1))
        return cls(grades, abstention, ScaleKind.PLACES)

    @property
    def answers(self) -> tuple[Grade, ...]:
        """The grades by answer index: 0 is the worst, as ballots and tallies count."""
        return self.grades[::-1]

    @property
    def points(self) -> tuple[Fraction, ...]:
        """Points by answer index."""
        return tuple(grade.points for grade in self.answers)

    @property
    def abstaining(self) -> Phrase:
        """The word for an abstention in the reader's language: it is one of ours, unlike those of grades."""
        return Phrase(self.abstention)

    @property
    def best(self) -> int:
        """The index of the top grade."""
        return len(self.grades) - 1

    @property
    def step(self) -> Fraction:
        """Points between the best answer and the next: what a scale of numbers is made of."""
        return self.grades[0].points - self.grades[1].points

    def index(self, name: str) -> int:
        """Return the answer index of a grade word; `KeyError` if it is none."""
        for index, grade in enumerate(self.answers):
            if grade.name == name:
                return index
        raise KeyError(name)

    def word(self, answer: int) -> str:
        """Return the word of an answer index or of an abstention."""
        return self.abstention if answer == ABSTAINED else self.answers[answer].name
