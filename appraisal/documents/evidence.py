"""How sure a result is, as finished rows for pages, the terminal and one file."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.phrase import Phrase
from .table import EMPTY, Number

Places = tuple[int, int] | None

MOST_LIKELY = 3  # ranks told of one subject; the report has all


@dataclass(frozen=True)
class Share:
    """A share of re-drawn meetings; None where nothing was drawn."""

    value: float | None = None

    @property
    def shown(self) -> str:
        """The share in whole percent; what is nearly certain is not called certain."""
        if self.value is None:
            return EMPTY
        if 0 < self.value < 0.01:
            return "<1%"
        if 0.99 < self.value < 1:
            return ">99%"
        return f"{int(100 * self.value + 0.5)}%"


@dataclass(frozen=True)
class Move:
    """A place under another rule; `shift` is how many places it is higher than the official one."""

    rank: int | None
    shift: int

    @property
    def mark(self) -> str:
        """The arrow beside a place that differs."""
        return f"{'↑' if self.shift > 0 else '↓'}{abs(self.shift)}" if self.shift else ""


@dataclass(frozen=True)
class OtherRule:
    """Another way to count, and how many subjects it moves."""

    key: str
    name: Phrase
    moved: int


@dataclass(frozen=True)
class Estimate:
    """One subject: its score with error, and the ranks the votes leave open.

    `likely` are the ranks of 95 % of re-drawn meetings, `possible` those that hold for all subjects at once,
    `span` those under all rules of the page. `leading` is the share in which it is among the first `top`.
    `above` is how surely the one before it is ahead, `is_unsettled` that this is not sure enough. `moves`
    stands in the order of the rules; `ranked` has one share per rank.
    """

    subject: str
    group: str
    rank: int | None
    total: Number
    se: Number
    low: Number
    high: Number
    likely: Places
    possible: Places
    span: Places
    leading: Share
    own: Share
    steady: Share
    above: Share
    is_unsettled: bool
    moves: tuple[Move, ...]
    ranked: tuple[Share, ...]

    @property
    def likeliest(self) -> tuple[tuple[int, Share], ...]:
        """The ranks it takes most often when the meeting is drawn again, with their shares."""
        known = [(rank, share) for rank, share in enumerate(self.ranked, start=1) if share.value]
        by_share = sorted(known, key=lambda pair: (-(pair[1].value or 0.0), pair[0]))
        return tuple(by_share[:MOST_LIKELY])

    @property
    def is_moved(self) -> bool:
        """Some rule gives it another place."""
        return any(move.shift for move in self.moves)


@dataclass(frozen=True)
class Note:
    """A sentence about all ballots together, and whether all is well."""

    key: str
    is_well: bool
    sentence: Phrase


@dataclass(frozen=True)
class Slope:
    """The places the classes give one subject, in the order of the letters; None unrated."""

    subject: str
    places: tuple[int | None, ...]


@dataclass(frozen=True)
class Classes:
    """Where the classes differ: the subjects they part most about, and how they agree in a sentence each."""

    letters: tuple[str, ...]
    slopes: tuple[Slope, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything that is said beside an official result; it never changes one.

    `estimates` stand by official rank. `others` are the places by further methods, in that order.
    """

    title: str
    total_name: Phrase
    top: int
    replicates: int
    ballots: int
    verdict: Phrase
    sayable: Phrase
    unsayable: Phrase
    neighbours: Phrase
    marks_neighbours: bool
    estimates: tuple[Estimate, ...]
    rules: tuple[OtherRule, ...]
    others: tuple[tuple[str, tuple[int | None, ...]], ...]
    reliability: tuple[Note, ...]
    quality: tuple[Note, ...]
    classes: Classes | None
    subject_word: str


def places_text(places: Places) -> str:
    """Write a range of ranks: 1–5, or 3 alone."""
    if places is None:
        return EMPTY
    low, high = places
    return str(low) if low == high else f"{low}–{high}"
