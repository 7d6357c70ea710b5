"""How far something long is: who makes it tells whoever waits."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]  # how many are done, of how many


def silent(done: int, of: int) -> None:
    """Tell nobody."""
