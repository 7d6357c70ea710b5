"""The counts of slips handed out, as they are typed: ``A=28 B=27``."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.errors import CountsNotUnderstood
from ..domain.meeting import VoterClass


def handed_out(typed: Sequence[str], classes: Sequence[VoterClass], before: Sequence[int]) -> tuple[int, ...]:
    """Return one count per class; a class that was not typed keeps the one it had.

    Raises
    ------
    CountsNotUnderstood
        If a part names no class of this round, or no count.
    """
    counts = {group.letter: count for group, count in zip(classes, before, strict=True)}
    for part in typed:
        letter, _, count = part.partition("=")
        if letter not in counts or not (count.isascii() and count.isdigit()):
            raise CountsNotUnderstood(part=part, letters=tuple(counts))
        counts[letter] = int(count)
    return tuple(counts.values())
