"""How far the opening of a box is, for the page that waits for it; kept in memory, gone when it is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...services.unsealing import Progress

_opened: dict[int, tuple[int, int]] = {}


@contextmanager
def telling(round_id: int) -> Iterator[Progress]:
    """Yield what is told how many ballots of a round are open, of how many."""
    try:
        yield lambda opened, of: _opened.update({round_id: (opened, of)})
    finally:
        _opened.pop(round_id, None)


def so_far(round_id: int) -> tuple[int, int]:
    """Return how many ballots are open, of how many; nothing of nothing while no box is being opened."""
    return _opened.get(round_id, (0, 0))
