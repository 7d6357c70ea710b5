"""One line of a chart: a value and its ranges on a common axis, as a small drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, log10
from xml.sax.saxutils import quoteattr

from .bars import KEPT, Piece

HEIGHT = 28  # px, as a dense row of a table, so that the lines of an axis meet from row to row
EDGE = 3.0  # % of the width at either side: room for half a dot and half a number
STEPS = (1, 2, 5, 10)
LEVEL = 1e-6  # scores closer than this are one
CAP = 5  # px, half the height of a whisker's end
BAR = 12  # px
ROW = 20  # px, the height of a bar on paper
PAPER_WIDTH = 320  # px, where there is no page to be as wide as
STACK = 22  # px, the height of a bar of answers, its counts inside
AIR = 2  # px, above and below it on paper
NAMESPACE = "http://www.w3.org/2000/svg"

Range = tuple[float, float] | None


@dataclass(frozen=True)
class Axis:
    """A stretch of numbers across the width; `ticks` are those that are written."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> str:
        """Return where a value lies, in percent of the width."""
        stretch = self.high - self.low
        share = (value - self.low) / stretch if stretch else 0.5
        return f"{EDGE + (100 - 2 * EDGE) * min(max(share, 0.0), 1.0):.2f}%"

    def long(self, low: float, high: float) -> str:
        """Return how long a range is, in percent of the width."""
        return f"{float(self.at(high)[:-1]) - float(self.at(low)[:-1]):.2f}%"


def score_axis(values: Sequence[float], wanted: int = 5) -> Axis:
    """Lay an axis around scores, in round steps; a zoomed axis is fine where its numbers stand beside it."""
    if not values:
        return Axis(0.0, 1.0, (0.0, 1.0))
    low, high = min(values), max(values)
    rough = (high - low) / wanted if high - low > LEVEL else 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(power * step for step in STEPS if power * step >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(round(place * step, 9) for place in range(first, max(last, first + 1) + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def rank_axis(subjects: int) -> Axis:
    """Lay an axis of ranks: the first, every fifth, the last."""
    middle = tuple(float(rank) for rank in range(5, subjects - 1, 5))
    return Axis(1.0, float(max(subjects, 2)), (1.0, *middle, float(max(subjects, 2))))


def scale(axis: Axis) -> str:
    """Draw the numbers of an axis."""
    look = 'y="17" text-anchor="middle" font-size="14" fill="currentColor"'
    return _drawing("".join(f'<text x="{axis.at(tick)}" {look}>{tick:g}</text>' for tick in axis.ticks))


@lru_cache(maxsize=KEPT)  # a list is looked at again in another order
def line(axis: Axis, value: float | None, inner: Range = None, outer: Range = None) -> str:
    """Draw one row: a dot, a whisker with caps; or, where there is an outer range, a bar on a thin line.

    Parameters
    ----------
    axis : Axis
    value : float or None
        The dot; nothing but the grid is drawn without one.
    inner : (low, high), optional
        A whisker, or a bar where `outer` is given.
    outer : (low, high), optional
        A thin line.

    Returns
    -------
    str
        One ``svg`` element, well-formed by itself; told in black and white by form alone.
    """
    parts = [_grid(axis)]
    if outer is not None:
        parts.append(_stroke(axis, outer, 1.5, "outer"))
    if inner is not None:
        parts.append(_whisker(axis, inner) if outer is None else _bar(axis, inner))
    if value is not None:
        parts.append(
            f'<circle cx="{axis.at(value)}" cy="{HEIGHT / 2:g}" r="5" class="dot" fill="currentColor"/>'
        )
    return _drawing("".join(parts))


def bar(share: float, middle: float | None, full: float) -> str:
    """Draw a share as a bar that starts at 0, and the middle of others as a stroke across it.

    Parameters
    ----------
    share, middle : float
        From 0 to `full`; no stroke where there is no middle.
    full : float
        What the whole width stands for.
    """
    look = f'x="0%" width="{100 * share / full:.2f}%" y="5" height="{ROW - 10}" fill="#454545"'
    parts = [f"<rect {look}/>"]
    if middle is not None:
        at = f"{min(99.2, max(0.8, 100 * middle / full)):.2f}%"
        for width, color in ((6, "#ffffff"), (3, "#000000")):
            stroke = f'stroke="{color}" stroke-width="{width}"'
            parts.append(f'<line x1="{at}" x2="{at}" y1="1" y2="{ROW - 1}" {stroke}/>')
    return _drawing("".join(parts), PAPER_WIDTH, ROW)


@lru_cache(maxsize=KEPT)
def stack(pieces: tuple[Piece, ...], words: str) -> str:
    """Draw all answers about one subject as one bar that starts at 0, each with its count where it has room.

    Parameters
    ----------
    pieces : tuple of Piece
        Best first.
    words : str
        The same, to be read aloud.

    Returns
    -------
    str
        One ``svg`` element. It names its fills; the page's style sheet, or `stack_on_paper`, gives them.
    """
    parts = [
        f'<rect x="{each.left}" width="{each.width}" height="{STACK}" class="fill-{each.fill}"'
        + (f' fill="url(#{each.pattern})"/>' if each.pattern else "/>")
        for each in pieces
    ]
    parts += [
        f'<text x="{each.middle}" y="16" text-anchor="middle" class="on-{each.fill}">{each.count}</text>'
        for each in pieces
        if each.has_label
    ]
    look = f'class="bar" role="img" aria-label={quoteattr(words)}'
    return f'<svg xmlns="{NAMESPACE}" width="100%" height="{STACK}" {look}>{"".join(parts)}</svg>'


def stack_on_paper(pieces: tuple[Piece, ...], words: str) -> str:
    """Draw the same bar in black and white, its fills inside, with some air to the bars around it."""
    drawn, taller = on_paper(stack(pieces, words)), STACK + 2 * AIR
    start, _, rest = drawn.replace(f'height="{STACK}"', f'height="{taller}"', 1).partition(">")
    body = rest.removesuffix("</svg>")
    return f'{start}>{BLACK_AND_WHITE}<g transform="translate(0 {AIR})">{body}</g></svg>'


BLACK_AND_WHITE = (
    "<defs>"
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="#000000"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#f7f7f7"/><circle cx="3" cy="3" r="1" fill="#000000"/></pattern>'
    "</defs><style>"
    "rect[class]{stroke:#000000;stroke-width:0.6}"
    ".fill-1{fill:#3d3d3d}.fill-2{fill:#8f8f8f}.fill-3{fill:#cfcfcf}.fill-5{fill:#a8a8a8}"
    ".fill-abstained{fill:#ffffff}"
    "text{font-family:'WenQuanYi Micro Hei';font-size:13px;fill:#000000}.on-1{fill:#ffffff}"
    ".on-4,.on-6{stroke:#ffffff;stroke-width:5px;paint-order:stroke}"
    "</style>"
)


def on_paper(drawing: str) -> str:
    """Give a drawing of the screen, as wide as its place, the width that paper needs."""
    return drawing.replace('width="100%"', f'width="{PAPER_WIDTH}"', 1)


@lru_cache(maxsize=8)  # the same behind every row
def _grid(axis: Axis) -> str:
    look = f'y1="-{HEIGHT}" y2="{2 * HEIGHT}" class="grid" stroke="currentColor" stroke-opacity="0.2"'
    return "".join(f'<line x1="{axis.at(tick)}" x2="{axis.at(tick)}" {look}/>' for tick in axis.ticks)


def _stroke(axis: Axis, reach: tuple[float, float], width: float, name: str) -> str:
    return (
        f'<line x1="{axis.at(reach[0])}" x2="{axis.at(reach[1])}" y1="{HEIGHT / 2:g}" y2="{HEIGHT / 2:g}"'
        f' class="{name}" stroke="currentColor" stroke-width="{width:g}"/>'
    )


def _whisker(axis: Axis, reach: tuple[float, float]) -> str:
    caps = "".join(
        f'<line x1="{axis.at(end)}" x2="{axis.at(end)}" y1="{HEIGHT / 2 - CAP:g}" y2="{HEIGHT / 2 + CAP:g}"'
        ' class="inner" stroke="currentColor" stroke-width="2"/>'
        for end in reach
    )
    return _stroke(axis, reach, 2, "inner") + caps


def _bar(axis: Axis, reach: tuple[float, float]) -> str:
    return (
        f'<rect x="{axis.at(reach[0])}" width="{axis.long(*reach)}" y="{(HEIGHT - BAR) / 2:g}" height="{BAR}"'
        ' class="bar-range" fill="#ffffff" stroke="currentColor" stroke-width="1.5"/>'
    )


def _drawing(body: str, width: int | str = "100%", height: int = HEIGHT) -> str:
    quiet = 'aria-hidden="true" focusable="false"'  # the same numbers stand beside it in the table
    return f'<svg xmlns="{NAMESPACE}" width="{width}" height="{height}" {quiet}>{body}</svg>'
