"""What makes a scoring rule: one row of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from .cells import Cells
    from .matrix import RatingMatrix
    from .outcome import Scores
    from .rules import ScoringRule
    from .tally import Tally

    CellRule = Callable[[Tally, ScoringRule], Cells]
    TallyRule = Callable[[Tally, ScoringRule], Scores]
    Replicate = Callable[[Tally, ScoringRule], NDArray[Any]]
    BallotRule = Callable[[RatingMatrix, ScoringRule, Tally], Scores]
    Scorer = Callable[[Sequence[NDArray[Any]]], NDArray[Any]]
    Draws = Callable[[RatingMatrix, Tally, ScoringRule], Scorer]
    Readable = Callable[[Tally], tuple[NDArray[Any], NDArray[Any]]]


@dataclass(frozen=True)
class Method:
    """A scoring rule: what it is called, how it says so, and its functions.

    A rule gives exactly one of `cells`, `score` and `from_ballots`; the rest follows.

    Attributes
    ----------
    name : str
        As in ``ScoringRule(method=…)``.
    chinese, english : str
        The heart of its sentence; fields as in `words.numbers`.
    cells : function of tally and rule, optional
        The value of every cell, combined by the weights of criteria and classes.
    score : function of tally and rule, optional
        Scores, where they are no combination of cells.
    from_ballots : function of matrix, rule and tally, optional
        Scores that the tally does not decide.
    replicate : function of a stack of tallies and rule, optional
        Scores (n, S) of many tallies at once; else they are scored one by one.
    draws : function of matrix, tally and rule, optional
        Prepares scores of resampled ballots; else they are tallied again.
    readable : function of tally, optional
        Origin and unit per criterion that put a normalised value on a readable scale.
    counts_abstentions : bool
        An abstention can earn points under it.
    """

    name: str
    chinese: str
    english: str
    cells: CellRule | None = None
    score: TallyRule | None = None
    from_ballots: BallotRule | None = None
    replicate: Replicate | None = None
    draws: Draws | None = None
    readable: Readable | None = None
    counts_abstentions: bool = True

    def __post_init__(self) -> None:
        given = [way for way in (self.cells, self.score, self.from_ballots) if way is not None]
        if len(given) != 1:
            raise ValueError(f"method {self.name!r} needs exactly one of cells, score and from_ballots")

    @property
    def needs_ballots(self) -> bool:
        """The tally alone does not decide the score."""
        return self.from_ballots is not None


METHODS: dict[str, Method] = {}  # filled by `methods`, in the order that tables show


def register(rows: Iterable[Method]) -> None:
    """Add rules to the table.

    Raises
    ------
    ValueError
        If a name is taken.
    """
    for row in rows:
        if row.name in METHODS:
            raise ValueError(f"there is a method {row.name!r} already")
        METHODS[row.name] = row
