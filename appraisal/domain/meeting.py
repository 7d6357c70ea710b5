"""The occasion of an appraisal and the groups of people who vote at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .phrase import N_

INTERNAL, HALL, PUBLIC = N_("内部"), N_("会场"), N_("公开")
SCOPES = (INTERNAL, HALL, PUBLIC)  # who gets to know the result
REHEARSAL = "【演练】"  # part of a title, and titles are never translated
YEARS = range(1990, 2100)  # a year outside is a slip of the hand


@dataclass(frozen=True)
class VoterClass:
    """A group of voters with one weight in percent (None where all votes are pooled) and its codes.

    `issued` is the number of slips handed out; `recuses_own` says that its voters lead the units that are
    rated, and leave out their own. `paper` is the most paper ballots that may be handed out in exchange for
    slips. `is_public` says that it has no slips: anybody who opens its address draws a ballot, `issued` at
    most, and its result is informal.
    """

    letter: str
    name: str
    weight: Fraction | None
    issued: int
    recuses_own: bool = False
    paper: int = 0
    is_public: bool = False

    @property
    def slips(self) -> int:
        """Slips that are planned to be handed out."""
        return 0 if self.is_public else self.issued


@dataclass(frozen=True)
class Meeting:
    """The occasion: what the head of every table says.

    `ends_on` is the last day of several; `paper` the number of ballots among those handed out that are paper.
    """

    title: str
    topic: str = ""
    host: str = ""
    held_on: date | None = None
    venue: str = ""
    expected: int | None = None
    present: int | None = None
    scope: str = SCOPES[0]
    note: str = ""
    ends_on: date | None = None
    paper: int | None = None

    @property
    def is_rehearsal(self) -> bool:
        """Whether it counts for nothing and says so in its title."""
        return self.title.startswith(REHEARSAL)
