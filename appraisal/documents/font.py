"""The font that PDF files carry: where it lies, and which signs it can draw."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..domain.errors import GlyphMissing

FOLDER = Path(__file__).parent / "fonts"
FILE = FOLDER / "wqy-microhei.ttc"
FAMILY = "WenQuanYi Micro Hei"
ALL_OF_UNICODE = 12  # the format of a table of character ranges
WITHOUT_INK = frozenset("\n\r\t")  # never drawn


def require_glyphs(texts: Iterable[str]) -> None:
    """Refuse texts with a sign that would come out of the printer as an empty box.

    Raises
    ------
    GlyphMissing
        Naming the signs and the first text that holds one of them.
    """
    known = _drawn() | WITHOUT_INK
    for text in texts:
        if missing := sorted({sign for sign in text if sign not in known}):
            raise GlyphMissing(signs=tuple(f"{sign}（U+{ord(sign):04X}）" for sign in missing), text=text)


def draws(sign: str) -> bool:
    """Say whether the font can draw a character."""
    return sign in _drawn()


@cache
def _drawn() -> frozenset[str]:
    """Read the font's own list of the characters it draws."""
    font = FILE.read_bytes()
    first = struct.unpack_from(">I", font, 12)[0]  # a collection: its faces draw the same characters
    start = _table(font, first, b"cmap")
    for record in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * record + 4)[0]
        if struct.unpack_from(">H", font, at)[0] == ALL_OF_UNICODE:
            ranges = struct.iter_unpack(
                ">III", font[at + 16 : at + struct.unpack_from(">I", font, at + 4)[0]]
            )
            return frozenset(chr(code) for low, high, _ in ranges for code in range(low, high + 1))
    raise ValueError(f"{FILE.name} has no list of characters this program can read")


def _table(font: bytes, face: int, tag: bytes) -> int:
    for entry in range(struct.unpack_from(">H", font, face + 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, face + 12 + 16 * entry)
        if name == tag:
            return int(offset)
    raise ValueError(f"{FILE.name} has no table {tag!r}")
