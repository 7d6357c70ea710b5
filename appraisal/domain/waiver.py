"""What protects the few, and how far two people may agree to do without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .errors import WaiverRefused
from .phrase import Phrase, phrase

LEAST_SHOWN = 5  # valid ballots of a class that is shown on its own; below, a score is nearly a person's mark
LEAST_EVER = 3  # nobody may agree to less
FEW_PER_UNIT = 3  # slips of one recused unit; with fewer, a whole ballot names its voter


@dataclass(frozen=True)
class Waiver:
    """What was agreed on: the fewest valid ballots of a class shown, and recusals that name a voter.

    Raises
    ------
    WaiverRefused
        If the limit would be lower than anybody may agree to, or higher than it is.
    """

    least_shown: int = LEAST_SHOWN
    recusal: bool = False

    def __post_init__(self) -> None:
        if not LEAST_EVER <= self.least_shown <= LEAST_SHOWN:
            raise WaiverRefused(least=LEAST_EVER, usual=LEAST_SHOWN)

    def sentences(self) -> Iterator[Phrase]:
        """Say what was agreed on, as voters read it before they vote and as it stands under every table."""
        if self.least_shown < LEAST_SHOWN:
            yield phrase(
                "本次经组织者和监票人同意：满 %(least)s 张票的票种即单独公布。", least=self.least_shown
            )
        if self.recusal:
            yield phrase(
                "本次经组织者和监票人同意使用回避选票：每个单位不足 %(few)s 张，带有回避单位，"
                "若被人整张看到可能认出是谁投的。",
                few=FEW_PER_UNIT,
            )


NOTHING_WAIVED = Waiver()
