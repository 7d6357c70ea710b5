"""Counts of slips as they are typed: handed out ``A=28 B=27``, in hand ``A=3/1 B=0/0``."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.errors import CountsNotUnderstood
from ..domain.meeting import VoterClass


def handed_out(typed: Sequence[str], classes: Sequence[VoterClass], before: Sequence[int]) -> tuple[int, ...]:
    """Return one count per class; a class that was not typed keeps the one it had.

    A public channel has no slips, and nothing to be typed.

    Raises
    ------
    CountsNotUnderstood
        If a part names no class of this round, or no count.
    """
    counts = {group.letter: count for group, count in zip(classes, before, strict=True)}
    letters = tuple(group.letter for group in classes if not group.is_public)
    for part in typed:
        letter, _, count = part.partition("=")
        if letter not in letters or not (count.isascii() and count.isdigit()):
            raise CountsNotUnderstood(part=part, letters=letters)
        counts[letter] = int(count)
    return tuple(counts.values())


def in_hand(typed: Sequence[str], classes: Sequence[VoterClass]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the slips left over and the spoiled ones, per class; a class that was not typed has none.

    Raises
    ------
    CountsNotUnderstood
        If a part names no class of this round, or no two counts.
    """
    nothing = (0,) * len(classes)
    halves = [part.partition("/") for part in typed]
    for part, (_, slash, spoiled) in zip(typed, halves, strict=True):
        if not slash or not (spoiled.isascii() and spoiled.isdigit()):
            raise CountsNotUnderstood(part=part, letters=tuple(group.letter for group in classes))
    unused = handed_out([left for left, _, _ in halves], classes, nothing)
    spoiled_parts = [f"{left.partition('=')[0]}={spoiled}" for left, _, spoiled in halves]
    return unused, handed_out(spoiled_parts, classes, nothing)
