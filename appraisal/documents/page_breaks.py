"""Where a printed table may break: never inside a tie, never leaving the signatures alone on a page."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_WITH_TAIL = 3  # rows on the last page, above the remarks and signatures


def page_breaks(
    heights: Sequence[float], *, first: float, other: float, tail: float, tied: Sequence[bool]
) -> tuple[int, ...]:
    """Choose the rows that begin a new page.

    Parameters
    ----------
    heights : sequence of n float
        Of the rows, in points.
    first, other : float
        Room for rows on the first and on every further page, in points.
    tail : float
        Height of what must follow the last row on its page, in points.
    tied : sequence of n bool
        The row belongs to the one before it.

    Returns
    -------
    tuple of int
        Row positions, ascending. Rows are never dropped: what fits nowhere overflows.
    """
    breaks: list[int] = []
    start, room = 0, first
    while sum(heights[start:]) + tail > room:
        end = _end_of_page(heights, start, room)
        end = max(start, min(end, len(heights) - LEAST_WITH_TAIL))
        while end > start and tied[end]:
            end -= 1
        if end == start:
            break
        breaks.append(end)
        start, room = end, other
    return tuple(breaks)


def _end_of_page(heights: Sequence[float], start: int, room: float) -> int:
    end = start
    while end < len(heights) and heights[end] <= room:
        room -= heights[end]
        end += 1
    return end
