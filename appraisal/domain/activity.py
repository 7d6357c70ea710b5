"""A whole inspection: rounds of voting, figures of the units, and how they add up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .indicator import AS_IS, Conversion, Indicator
from .meeting import Meeting
from .phrase import N_, Phrase
from .plan import Plan
from .sheet import Subject

ON_SITE = N_("现场观摩")  # projects are rated where they stand
RANKING = N_("会议排名票")  # the units are put in order
VOTE = N_("会议评议")  # the units are rated
INDICATORS = N_("客观指标")


@dataclass(frozen=True)
class ActivityRound:
    """One ballot of an activity; `settings` are its rules as the organizer wrote them, item by item."""

    name: str
    plan: Plan
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RollUp:
    """How the scores of projects make the score of their unit.

    The mean of all of them; of the `best` ones only; or of the means by kind, weighted by `kinds`. The
    `top` projects of all are named.
    """

    best: int | None = None
    kinds: tuple[tuple[str, Fraction], ...] = ()
    top: int = 0


@dataclass(frozen=True)
class Part:
    """A component of the composite: a round by its name, or the indicators; weights are in percent."""

    name: str
    weight: Fraction
    conversion: Conversion = AS_IS

    @property
    def label(self) -> Phrase:
        """Its name in the reader's language: only an organizer's own words stay as they are."""
        return Phrase(self.name)


@dataclass(frozen=True)
class Activity:
    """Everything one workbook sets up; a plain meeting is an activity of one round and nothing else."""

    meeting: Meeting
    units: tuple[Subject, ...]
    rounds: tuple[ActivityRound, ...]
    roll_up: RollUp | None = None
    indicators: tuple[Indicator, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_plain(self) -> bool:
        """One round and nothing else: an ordinary meeting."""
        return len(self.rounds) == 1 and self.roll_up is None and not self.parts and not self.indicators

    @property
    def on_site(self) -> ActivityRound | None:
        """The round in which projects are rated, if there is one."""
        return next((item for item in self.rounds if item.name == ON_SITE), None)
