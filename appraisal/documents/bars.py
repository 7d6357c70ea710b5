"""Stacked bars of answers: what each piece counts, where it lies and how it is filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .fills import fills
from .table import Cell, ResultTable

PATTERNED = {"4": "dots", "6": "hatch"}  # neighbours that come out alike in black and white
ROOM_A_DIGIT = 0.022  # of the bar: what a digit takes up, and the air beside a number
KEPT = 4096  # bars in memory: those of a long list, for the next page of it and for its files


@dataclass(frozen=True)
class Piece:
    """One answer in a bar; `left`, `middle` and `width` are percentages of it."""

    word: str
    count: int
    fill: str
    left: str
    middle: str
    width: str
    has_label: bool

    @property
    def pattern(self) -> str | None:
        """The pattern that tells this piece from its neighbours without colour."""
        return PATTERNED.get(self.fill)


@dataclass(frozen=True)
class Bar:
    """The answers about one subject on one criterion; no piece where they may not be shown."""

    criterion: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The bar read aloud."""
        return "，".join(f"{piece.word} {piece.count}" for piece in self.pieces)


def legend(table: ResultTable) -> tuple[tuple[str, str, str | None], ...]:
    """Name each fill: the word, the fill, the pattern; nothing where there are too many answers for bars."""
    if not table.shows_grades:
        return ()
    names = zip((*table.grades, table.abstention), fills(len(table.grades)), strict=True)
    return tuple((word, fill, PATTERNED.get(fill)) for word, fill in names)


def bars(table: ResultTable) -> dict[str, tuple[Bar, ...]]:
    """Return the bars of every subject, one per criterion; none where there are too many answers for them."""
    found: dict[str, list[Bar]] = {row.subject: [] for row in table.rows}
    words = (*table.grades, table.abstention)
    for cell in table.distribution if table.shows_grades else ():
        found[cell.subject].append(Bar(cell.criterion, _pieces(words, cell)))
    return {subject: tuple(each) for subject, each in found.items()}


def _pieces(words: tuple[str, ...], cell: Cell) -> tuple[Piece, ...]:
    if cell.counts is None or not cell.asked:
        return ()
    return laid(words, (*cell.counts, cell.abstained or 0), cell.asked)


@lru_cache(maxsize=KEPT)
def laid(words: tuple[str, ...], counts: tuple[int, ...], asked: int) -> tuple[Piece, ...]:
    """Lay counts out along a bar that is as long as all who were asked."""
    return tuple(_pieces_of(words, counts, asked))


def _pieces_of(words: tuple[str, ...], counts: tuple[int, ...], asked: int) -> Iterator[Piece]:
    before = 0
    for word, count, fill in zip(words, counts, fills(len(words) - 1), strict=True):
        if count:
            yield Piece(
                word,
                count,
                fill,
                _percent(before, asked),
                _percent(before + count / 2, asked),
                _percent(count, asked),
                count / asked >= ROOM_A_DIGIT * (len(str(count)) + 1),
            )
        before += count


def _percent(part: float, whole: int) -> str:
    return f"{100 * part / whole:.3f}%"
