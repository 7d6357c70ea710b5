"""The places that classes give the same subjects, as lines from class to class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from .chart import NAMESPACE

DASHES = ("", "9 4", "2 4", "12 3 2 3")  # told apart without colour, as many as subjects are drawn
HEAD, HEIGHT = 28, 232  # px: the names of the classes above, everything together
FOOT = 12  # px under the last place
EDGE = 12.0  # % at either side
APART = 15  # px between the numbers of a class, so that each can be read
SIGN = 34  # px, the width of a sample

Course = Sequence[int | None]


def slopes(names: Sequence[str], courses: Sequence[Course], last: int) -> str:
    """Draw a line for every subject through its places.

    Parameters
    ----------
    names : sequence of str
        Of the classes, two or more.
    courses : sequence of sequence of int or None
        For every subject its place by each class, None unrated; as many as there are `DASHES` at most.
    last : int
        The last place there is.

    Returns
    -------
    str
        One ``svg`` element, as wide as its place; a reader finds the same in the table beside it.
    """
    at = [f"{EDGE + (100 - 2 * EDGE) * k / (len(names) - 1):.2f}%" for k in range(len(names))]
    parts = [
        f'<text x="{x}" y="16" text-anchor="middle">{escape(name)}</text>'
        f'<line x1="{x}" x2="{x}" y1="{HEAD - 4}" y2="{HEIGHT}" class="grid"/>'
        for x, name in zip(at, names, strict=True)
    ]
    for course, dash in zip(courses, DASHES, strict=False):
        points = [(x, _down(place, last)) for x, place in zip(at, course, strict=True) if place]
        parts += (_line(*ends, dash) for ends in pairwise(points))
        parts += (f'<circle cx="{x}" cy="{y:g}" r="4" class="dot" fill="currentColor"/>' for x, y in points)
    for k, x in enumerate(at):
        parts += _numbers(x, sorted({place for course in courses if (place := course[k])}), last)
    return _drawing(f'width="100%" height="{HEIGHT}"', "".join(parts))


def samples(count: int) -> tuple[str, ...]:
    """Draw a sample of each line for the table beside."""
    lines = (_line(("0", 5.0), (str(SIGN), 5.0), dash) for dash in DASHES[:count])
    return tuple(_drawing(f'width="{SIGN}" height="10"', line) for line in lines)


def _down(place: int, last: int) -> float:
    return round(HEAD + 6 + (HEIGHT - HEAD - FOOT - 6) * (place - 1) / max(last - 1, 1), 1)


def _line(start: tuple[str, float], stop: tuple[str, float], dash: str) -> str:
    look = f'stroke="currentColor" stroke-width="2.5" stroke-dasharray="{dash or "none"}"'
    return f'<line x1="{start[0]}" x2="{stop[0]}" y1="{start[1]:g}" y2="{stop[1]:g}" {look}/>'


def _numbers(x: str, places: Sequence[int], last: int) -> Iterator[str]:
    """Write the places beside their dots, none over another."""
    above = 0.0
    for place in places:
        above = max(_down(place, last) + 5, above + APART)
        yield f'<text x="{x}" dx="9" y="{above:g}" class="place">{place}</text>'


def _drawing(size: str, body: str) -> str:
    return f'<svg xmlns="{NAMESPACE}" {size} aria-hidden="true" focusable="false" class="slopes">{body}</svg>'
