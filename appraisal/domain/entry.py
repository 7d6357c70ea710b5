"""One paper ballot as a clerk typed it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A paper ballot in memory; never printed by accident, never stored.

    `own` is the position of the unit a voter leads, or None; `void` the reason why the ballot does not count,
    or 0.
    """

    voter_class: int
    own: int | None = field(repr=False)
    answers: tuple[int, ...] = field(repr=False)
    void: int = field(default=0, repr=False)
