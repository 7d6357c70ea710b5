"""The scoring rule: what was agreed before the vote."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .exact import Number, exact
from .registry import METHODS


@dataclass(frozen=True)
class Step:
    """One row of a step table: the points earned if its conditions hold.

    Attributes
    ----------
    points : exact number
    top_at_least : exact number
        Least share of excellent answers, 0 to 1; the bound itself is inside.
    low_below : exact number, optional
        The share of poor answers must stay below this.
    """

    points: Number
    top_at_least: Number = 0
    low_below: Number | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", exact(self.points))
        object.__setattr__(self, "top_at_least", exact(self.top_at_least))
        if self.low_below is not None:
            object.__setattr__(self, "low_below", exact(self.low_below))

    def admits(self, top: Fraction, low: Fraction) -> bool:
        """Say whether shares of excellent and poor answers satisfy the row."""
        return top >= exact(self.top_at_least) and (self.low_below is None or low < exact(self.low_below))

    @property
    def is_unconditional(self) -> bool:
        """Whatever was answered, the row applies."""
        return exact(self.top_at_least) <= 0 and self.low_below is None


@dataclass(frozen=True)
class ScoringRule:
    """How marks become scores and scores become ranks.

    Attributes
    ----------
    method : str
        A row of `registry.METHODS`: "mean", "trimmed", "median", "majority" or "steps" are functions of the
        tally; "centred", "standard", "min-max", "percentile" and "two-way" need the ballots (see
        `score_ballots`).
    drop_low, drop_high : int
        Ballots dropped per cell at each end ("trimmed").
    trim : exact number
        Share of the ballots of a cell dropped at each end besides.
    trim_above : int
        Trim only cells with more marks than this.
    trim_classes : tuple of int, optional
        Classes whose cells are trimmed; None for all.
    steps : tuple of Step
        Rows of the step table; the first that applies wins.
    top, low : tuple of int
        Answers counted as excellent (None: the best one) and as poor.
    abstentions : "excluded" or exact number
        The points an abstention earns.
    missing_class : "share" or "refuse"
        What happens to the weight of a class without a mark in a cell.
    pooled : bool
        Every mark weighs the same, whatever the class.
    decimals : int, optional
        Rank on the score rounded half up to this; None ranks on the exact score.
    ties : tuple of str
        Tie-break chain: "count:g", "top", "class:k", "criterion:c".

    Raises
    ------
    ValueError
        If a part is unknown or two parts contradict each other.
    """

    method: str = "mean"
    drop_low: int = 0
    drop_high: int = 0
    trim: Number = 0
    trim_above: int = 0
    trim_classes: tuple[int, ...] | None = None
    steps: tuple[Step, ...] = ()
    top: tuple[int, ...] | None = None
    low: tuple[int, ...] = ()
    abstentions: Number = "excluded"
    missing_class: str = "share"
    pooled: bool = False
    decimals: int | None = None
    ties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "trim", exact(self.trim))
        for name in ("steps", "ties", "low", "top", "trim_classes"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.abstentions != "excluded":
            object.__setattr__(self, "abstentions", exact(self.abstentions))
        for is_wrong, message in (*self._unknown(), *self._contradictions()):
            if is_wrong:
                raise ValueError(message)

    @property
    def earned(self) -> Fraction | None:
        """Points of an abstention; None where abstentions are left out."""
        return None if self.abstentions == "excluded" else exact(self.abstentions)

    @property
    def needs_ballots(self) -> bool:
        """The tally alone does not decide the score."""
        return METHODS[self.method].needs_ballots

    def _unknown(self) -> tuple[tuple[bool, str], ...]:
        return (
            (not _is_method(self.method), f"unknown method {self.method!r}"),
            (self.missing_class not in ("share", "refuse"), f"unknown missing_class {self.missing_class!r}"),
            (min(self.drop_low, self.drop_high, self.trim_above) < 0, "ballots to drop must not be negative"),
            (not 0 <= exact(self.trim) <= 1, f"trim is a share from 0 to 1, got {self.trim}"),
            (self.decimals is not None and self.decimals < 0, "decimals must not be negative"),
            *((not is_tie_key(key), f"unknown tie-break key {key!r}") for key in self.ties),
        )

    def _contradictions(self) -> tuple[tuple[bool, str], ...]:
        drops = bool(self.drop_low or self.drop_high or self.trim)
        return (
            (drops and self.method != "trimmed", f"method {self.method!r} drops no ballots, 'trimmed' does"),
            (self.pooled and self.trim_classes is not None, "pooled marks cannot be trimmed by class"),
            (bool(self.steps) != (self.method == "steps"), "a step table and method 'steps' need each other"),
            (bool(self.steps) and not self.steps[-1].is_unconditional, "the last step must be unconditional"),
            (not self.low and any(step.low_below is not None for step in self.steps), "low_below needs low"),
            (
                self.earned is not None and not _counts_abstentions(self.method),
                f"an abstention can earn no points under method {self.method!r}",
            ),
        )


def _is_method(name: str) -> bool:
    return name in METHODS or not METHODS  # while this package loads there is only the default rule


def _counts_abstentions(name: str) -> bool:
    """An abstention has no place in an order, and none on a ballot's own scale."""
    return name not in METHODS or METHODS[name].counts_abstentions


DEFAULT_RULE = ScoringRule()


def is_tie_key(key: str) -> bool:
    """Say whether a tie-break key is "top" or a kind and an index, as in "class:0"."""
    kind, _, index = key.partition(":")
    return key == "top" or (kind in ("count", "class", "criterion") and index.isdecimal())


def place_points(n: int, *, first: Number = 100, step: Number = 3) -> tuple[Fraction, ...]:
    """Points of a rank ballot with `n` places, last place first.

    Parameters
    ----------
    n : int
        Number of places.
    first : exact number
        Points of the first place.
    step : exact number
        Points lost with every further place.

    Returns
    -------
    tuple of n Fraction
    """
    return tuple(exact(first) - exact(step) * place for place in reversed(range(n)))
