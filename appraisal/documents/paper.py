"""A4 as offices use it: margins, room, and how much text fits on it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from types import MappingProxyType

MM_PER_INCH, POINTS_PER_INCH, PIXELS_PER_INCH = 25.4, 72, 96
SHORT, LONG = 210, 297
PORTRAIT = MappingProxyType({"top": 37, "bottom": 35, "left": 28, "right": 26})  # the habit of GB/T 9704
LANDSCAPE = MappingProxyType({"top": 28, "bottom": 26, "left": 35, "right": 37})  # the portrait page, turned
COMMAS = "、，,。"
SLACK = 0.97  # spreadsheet programs measure rows a little differently


@dataclass(frozen=True)
class Paper:
    """A page of A4, upright or turned; lengths in millimetres unless said."""

    is_landscape: bool

    @property
    def margins(self) -> Mapping[str, int]:
        """The four margins."""
        return LANDSCAPE if self.is_landscape else PORTRAIT

    @property
    def margins_in_inches(self) -> dict[str, float]:
        """The four margins as spreadsheets want them."""
        return {side: width / MM_PER_INCH for side, width in self.margins.items()}

    @property
    def width(self) -> int:
        """Printable width in pixels."""
        width = (LONG if self.is_landscape else SHORT) - self.margins["left"] - self.margins["right"]
        return int(width / MM_PER_INCH * PIXELS_PER_INCH * SLACK)

    @property
    def height(self) -> float:
        """Printable height in points."""
        height = (SHORT if self.is_landscape else LONG) - self.margins["top"] - self.margins["bottom"]
        return height / MM_PER_INCH * POINTS_PER_INCH * SLACK


@lru_cache(maxsize=4096)  # most cells of a table repeat a few words
def text_width(text: str, points: float = 12) -> int:
    """Return about how many pixels a text is wide: a 汉字 is as wide as high, a letter half of that."""
    halves = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return ceil(halves * points / POINTS_PER_INCH * PIXELS_PER_INCH / 2)


def parted_text(text: str, most: int) -> Iterator[str]:
    """Break a long paragraph after commas, into parts of at most so many signs."""
    while len(text) > most:
        stop = max(text.rfind(comma, 0, most) for comma in COMMAS) + 1 or most
        yield text[:stop]
        text = text[stop:].lstrip()
    yield text


def evenly(words: Sequence[str], joint: str, room: int) -> tuple[str, ...]:
    """Lay words in as few lines as they need, all about as long.

    Parameters
    ----------
    words : sequence of str
        None is broken.
    joint : str
        What stands between two of them in a line.
    room : int
        Half-width signs of a line.
    """
    whole = _halves(joint.join(words))
    for parts in range(max(1, ceil(whole / room)), len(words)):
        found = _in_parts(words, joint, parts, whole / parts)
        if max(map(_halves, found)) <= room + 1:
            return found
    return tuple(words) if whole > room else (joint.join(words),)


def _in_parts(words: Sequence[str], joint: str, parts: int, each: float) -> tuple[str, ...]:
    found = [words[0]]
    for word in words[1:]:
        longer = f"{found[-1]}{joint}{word}"
        if len(found) < parts and _halves(longer) > each + 1:
            found.append(word)
        else:
            found[-1] = longer
    return tuple(found)


def _halves(text: str) -> int:
    return text_width(text, 1.5)  # a half-width sign of 1.5 points is one pixel wide


def lines_of(text: str, points: float, width: int) -> int:
    """Return how many lines a text needs in a cell `width` pixels wide."""
    return sum(max(1, ceil(text_width(part, points) / (width - 8))) for part in text.split("\n"))
