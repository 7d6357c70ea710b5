"""What was agreed beforehand about counting: the scoring rule of a round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from .phrase import Phrase, phrase
from .verdict import Band


class Normalisation(StrEnum):
    """How harsh and lenient raters are brought to weigh alike; `NONE` is the plain mean."""

    NONE = "none"
    CENTRED = "centred"
    STANDARD = "standard"
    MIN_MAX = "min-max"
    PERCENTILE = "percentile"
    TWO_WAY = "two-way"


class Rounding(StrEnum):
    """How a quota in percent becomes a count."""

    HALF_UP = "half-up"
    DOWN = "down"
    UP = "up"


class Reasons(StrEnum):
    """Whether whoever gives the lowest grade says why."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


def half_up(share: Fraction) -> int:
    """Round to the nearest count, a half upwards (四舍五入)."""
    return floor(share + Fraction(1, 2))


ROUND: dict[Rounding, Callable[[Fraction], int]] = {
    Rounding.HALF_UP: half_up,
    Rounding.DOWN: floor,
    Rounding.UP: ceil,
}


@dataclass(frozen=True)
class Quota:
    """The most top grades one ballot may give, per criterion."""

    share: Fraction
    rounding: Rounding = Rounding.HALF_UP
    per_group: bool = False

    def limit(self, asked: int) -> int:
        """Turn the share of the subjects asked about into a count."""
        return ROUND[self.rounding](self.share * asked)


@dataclass(frozen=True)
class TieKey:
    """One link of the tie chain: the score of a class, or the number of a grade."""

    kind: str  # "class" or "grade"
    name: str

    @property
    def label(self) -> str:
        """The key as the workbook and the remarks write it: A票得分, 优秀票数."""
        return f"{self.name}票得分" if self.kind == "class" else f"{self.name}票数"

    @property
    def words(self) -> Phrase:
        """The key as people read it in their language."""
        if self.kind == "class":
            return phrase("%(letter)s票得分", letter=self.name)
        return phrase("%(grade)s票数", grade=self.name)


@dataclass(frozen=True)
class ScoringRule:
    """Everything the count depends on besides the marks, the weights and the points.

    `abstention_points` is None when abstentions stay out of the denominator, else the points each earns.
    `trim_above` is the number of values a cell must exceed before `trim` are dropped at each end.
    `ties` ends in a shared rank when exhausted; `decimals` is for print only. `least_share` of the subjects a
    ballot was asked about must be rated, or it is void; a subject with fewer than `least_marks` marks has
    neither verdict nor rank. `reasons` of at most `reason_length` characters go with the lowest grade.
    `allow_partial` lets a rank ballot leave subjects out. The shares that `bands` judge count abstentions in
    the denominator if `rates_with_abstentions`.
    """

    abstention_points: Fraction | None = None
    pooled: bool = False
    share_missing_class: bool = True
    trim: int = 0
    trim_above: int = 0
    normalisation: Normalisation = Normalisation.NONE
    quota: Quota | None = None
    allow_all_same: bool = False
    ties: tuple[TieKey, ...] = ()
    decimals: int = 2
    quorum: Fraction | None = None
    spare_share: Fraction = Fraction(1, 10)
    least_share: Fraction | None = None
    least_marks: int = 0
    reasons: Reasons = Reasons.OFF
    reason_length: int = 50
    allow_partial: bool = False
    rates_with_abstentions: bool = True
    bands: tuple[Band, ...] = ()

    @property
    def asks_reasons(self) -> bool:
        """The sheet has room for a reason beside the lowest grade."""
        return self.reasons is not Reasons.OFF

    def spares(self, issued: int) -> int:
        """Spare slips printed for a class, rounded up."""
        return ceil(self.spare_share * issued)


def tie_keys(text: str, letters: Iterable[str], grades: Iterable[str]) -> tuple[TieKey, ...]:
    """Read a chain such as ``A票得分 > 优秀票数 > 并列``; `ValueError` names the part that means nothing."""
    known = {TieKey("class", letter).label: TieKey("class", letter) for letter in letters}
    known |= {TieKey("grade", name).label: TieKey("grade", name) for name in grades}
    parts = [part.strip() for part in text.replace("＞", ">").split(">")]
    if parts[-1] == "并列":
        parts.pop()
    for part in parts:
        if part not in known:
            raise ValueError(part)
    return tuple(known[part] for part in parts)
