"""What is kept of a report: numbers about subjects and counts about ballots, as one byte string."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from ..domain.encoding import canonical_json

SCHEMA = 1
DECIMALS = 9  # as everywhere: beyond them floating point differs between machines

Row = tuple[float | None, ...]
Span = tuple[float, float] | None
Places = tuple[int, int] | None


@dataclass(frozen=True)
class Quality:
    """What stands out among ballots, counted; None where it was not looked for.

    `homes` is how many subjects have ballots of their own; of these `own_moved` change their rank without
    them, and `own_gain` could gain by marking all rivals down, at most `own_most` places.
    """

    straight_lines: int
    duplicate_groups: int | None
    duplicate_ballots: int | None
    reversed: int | None
    rings: int | None
    low: int | None
    severity_sd: float | None
    largest_score_shift: float | None
    largest_rank_shift: int | None
    homes: int
    own_moved: int
    own_gain: int
    own_most: int


@dataclass(frozen=True)
class Findings:
    """The doubt about a result, by subject in list order; None where nothing could be computed.

    Nothing in it belongs to one ballot: what delegations of one person do to others is kept as counts.

    Attributes
    ----------
    replicates, ballots : int
    se : tuple of float
        Standard error of the score, in its unit.
    interval, rank_interval : tuple of (low, high)
        95 % of re-drawn meetings.
    rank_set : tuple of (low, high)
        Ranks the data do not exclude, for all subjects at once.
    ranked : tuple of tuple of int
        ``[s][r - 1]``: in how many re-drawn meetings s has rank r.
    ahead : tuple of int
        In how many of them the one before it in the ranking is ahead; None for the first and for a shared
        rank.
    steady : tuple of float
        Share of slightly other weights that leave the rank as it is.
    places : mapping of name to tuple of int
        Ranks by another method, without a chain of ties; 0 unrated.
    reliability : float
        Share of the variance of scores that is not error.
    alpha : tuple of float
        Krippendorff's alpha between ballots, per criterion.
    quality : Quality
    warnings : tuple of str
    """

    replicates: int
    ballots: int
    se: Row
    interval: tuple[Span, ...]
    rank_interval: tuple[Places, ...]
    rank_set: tuple[Places, ...]
    ranked: tuple[tuple[int, ...], ...]
    ahead: tuple[int | None, ...]
    steady: Row
    places: Mapping[str, tuple[int, ...]]
    reliability: float | None
    alpha: Row
    quality: Quality
    warnings: tuple[str, ...]

    def dump(self) -> bytes:
        """Write the findings as canonical JSON: the same ballots in any order, the same bytes."""
        return canonical_json({"schema": SCHEMA, **plain(asdict(self))})

    @classmethod
    def load(cls, document: bytes) -> Findings:
        """Read findings back; `ValueError` for a schema this program does not know."""
        stored = json.loads(document)
        if stored.pop("schema", None) != SCHEMA:
            raise ValueError("findings of another schema need another program")
        quality = Quality(**{name: number(value) for name, value in stored.pop("quality").items()})
        places = {name: tuple(ranks) for name, ranks in stored.pop("places").items()}
        warnings = tuple(stored.pop("warnings"))
        names = {field.name for field in fields(cls)} & stored.keys()
        read = {name: number(stored[name]) for name in names}
        return cls(**read, places=places, quality=quality, warnings=warnings)


def plain(value: Any) -> Any:
    """Write floats as decimal strings, since canonical JSON knows none."""
    if isinstance(value, float):
        return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}"
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def number(value: Any) -> Any:
    """Read numbers back, in nested lists too; a missing one stays missing."""
    if isinstance(value, list):
        return tuple(number(item) for item in value)
    return float(value) if isinstance(value, str) else value
