"""A QR symbol as the path of one SVG element: no picture file, no markup from strings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True)
class Symbol:
    """A symbol without its quiet zone: `side` modules each way; `path` strokes the dark ones row by row."""

    side: int
    path: str


def draw(text: str) -> Symbol:
    """Encode a text at level M: a fold or a smudge on paper may cost 15 % of the symbol."""
    rows = [list(row) for row in segno.make(text, error="m", boost_error=False, micro=False).matrix]
    return Symbol(len(rows), "".join(_strokes(y, row) for y, row in enumerate(rows)))


def _strokes(y: int, row: list[int]) -> str:
    strokes = []
    x = 0
    for is_dark, run in groupby(row, key=bool):
        length = len(list(run))
        if is_dark:
            strokes.append(f"M{x} {y}.5h{length}")
        x += length
    return "".join(strokes)
