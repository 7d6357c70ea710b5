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


def draw(text: str, *, mask: int | None = None) -> Symbol:
    """Encode a text at level M: a fold or a smudge on paper may cost 15 % of the symbol.

    With a `mask` from 0 to 7 the best of the eight is not looked for, which takes most of the time; the
    symbol is as good, its dark and light parts are spread a little less evenly.
    """
    made = segno.make(text, error="m", boost_error=False, micro=False, mask=mask)
    rows = [list(row) for row in made.matrix]
    return Symbol(len(rows), "".join(_strokes(y, row) for y, row in enumerate(rows)))


def wifi(name: str, password: str = "") -> str:
    """Return the text a phone joins a network by; an open network has no password."""
    secured = (
        f"T:WPA;S:{_escaped(name)};P:{_escaped(password)};" if password else f"T:nopass;S:{_escaped(name)};"
    )
    return f"WIFI:{secured};"


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in '\\;,:"' else mark for mark in text)


def _strokes(y: int, row: list[int]) -> str:
    strokes = []
    x = 0
    for is_dark, run in groupby(row, key=bool):
        length = len(list(run))
        if is_dark:
            strokes.append(f"M{x} {y}.5h{length}")
        x += length
    return "".join(strokes)
