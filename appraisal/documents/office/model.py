"""One office paper as every format prints it: finished words and numbers, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...domain.exact import rounded
from ..page_breaks import LEAST_WITH_TAIL
from ..paper import Paper, evenly, lines_of, text_width
from ..table import EMPTY, Number

MOST_PORTRAIT_COLUMNS = 7
WIDEST_PORTRAIT = 740  # pixels of all columns; wider ones would break their headings inside a word
RATE_DECIMALS = 2
BETWEEN_FACTS = "　"
SIZE_OF_LINE = 10.5  # points
LINE = 1.3  # of its size: a line and its distance to the next
FITS_A_PAGE = 6  # rows


@dataclass(frozen=True)
class Drawing:
    """A small picture beside its numbers: strict SVG, and the same in words."""

    svg: str
    words: str


Value = Number | Drawing | str | int | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, its least width in pixels, the heading it shares with its neighbours."""

    heading: str
    width: int
    shared: str = ""


@dataclass(frozen=True)
class Grid:
    """A ruled table. `tied` are rows that stay beside the one before them; `has_total`: the last is a sum.

    `is_headline`: its row is what the whole paper is about, and larger in print.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    tied: frozenset[int] = frozenset()
    has_total: bool = False
    is_headline: bool = False

    @property
    def has_shared_headings(self) -> bool:
        """The heading has two lines."""
        return any(column.shared for column in self.columns)

    @property
    def runs(self) -> tuple[int, ...]:
        """How many rows stay together from each row on; 0 for those that belong to a run above."""
        starts = [n for n in range(len(self.rows)) if n not in self.tied]
        lengths = {n: stop - n for n, stop in zip(starts, (*starts[1:], len(self.rows)), strict=True)}
        return tuple(lengths.get(n, 0) for n in range(len(self.rows)))

    @property
    def ends_together(self) -> Grid:
        """The same table, its last rows on one page: what follows it never stands on a page alone."""
        last = range(max(1, len(self.rows) - LEAST_WITH_TAIL + 1), len(self.rows))
        return replace(self, tied=self.tied | frozenset(last))


@dataclass(frozen=True)
class Heading:
    """A heading inside the paper."""

    text: str


@dataclass(frozen=True)
class Saying:
    """A paragraph to be read aloud or pasted."""

    text: str


@dataclass(frozen=True)
class Note:
    """A labelled paragraph in small print."""

    label: str
    text: str


Block = Grid | Heading | Saying | Note


@dataclass(frozen=True)
class Chart:
    """A bar for every row of the paper's table, where a format can draw by itself.

    `names` is the column of the labels, `columns` those of the numbers; `series` gives each a name and a
    fill, ``1`` the best grade to ``6`` the worst, or ``abstained``.
    """

    name: str
    title: str
    names: int
    columns: tuple[int, ...]
    series: tuple[tuple[str, str], ...]
    is_stacked: bool = False


@dataclass(frozen=True)
class OfficePaper:
    """A paper: title lines, centred lines of facts, blocks from top to bottom, a line to sign.

    `name` is short and unlike any other in the same file: it names a worksheet. `mark` is the fingerprint
    of the result behind it, `is_sealed` leaves room for a seal.
    """

    name: str
    title: tuple[str, ...]
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    signatures: tuple[str, ...] = ()
    mark: str = ""
    is_sealed: bool = False
    charts: tuple[Chart, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables of the paper."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def is_landscape(self) -> bool:
        """A table is too wide for an upright page."""
        return any(
            len(grid.columns) > MOST_PORTRAIT_COLUMNS
            or sum(column.width for column in grid.columns) > WIDEST_PORTRAIT
            for grid in self.grids
        )

    @property
    def laid_lines(self) -> tuple[str, ...]:
        """The lines of facts, one that is too long for the page broken between two facts."""
        room = int(Paper(self.is_landscape).width / text_width("一", SIZE_OF_LINE) * 2)
        parts = (evenly(line.split(BETWEEN_FACTS), BETWEEN_FACTS, room) for line in self.lines)
        return tuple(line for lines in parts for line in lines)

    @property
    def tailed(self) -> Grid | None:
        """The table that may go over a page with nothing but notes after it, which its end stays with."""
        place = max((n for n, block in enumerate(self.blocks) if isinstance(block, Grid)), default=-1)
        grid, notes = self.blocks[place], self.blocks[place + 1 :]
        if not isinstance(grid, Grid) or len(grid.rows) <= FITS_A_PAGE:
            return None
        page = Paper(self.is_landscape)
        heights = [_height(note, page) if isinstance(note, Note) else page.height for note in notes]
        has_tail = bool(notes or self.signatures) and sum(heights) <= page.height / 2
        return grid if has_tail else None

    @property
    def texts(self) -> Iterator[str]:
        """Every text that is printed."""
        yield from (*self.title, *self.lines, *self.signatures, self.mark)
        for block in self.blocks:
            if isinstance(block, Grid):
                for column in block.columns:
                    yield from (column.heading, column.shared)
                yield from (text(value) for row in block.rows for value in row)
            else:
                yield block.text
                yield block.label if isinstance(block, Note) else ""


def _height(note: Note, page: Paper) -> float:
    return lines_of(note.text, SIZE_OF_LINE, page.width) * SIZE_OF_LINE * LINE


def text(value: Value) -> str:
    """Write what stands in a cell; a drawing says nothing that does not stand beside it."""
    if value is None:
        return EMPTY
    if isinstance(value, Number):
        return value.shown
    return "" if isinstance(value, Drawing) else str(value)


def rate(count: int | None, of: int | None) -> Number:
    """Write a share in percent with two decimals, a half upwards; a dash where there is nothing to share."""
    if count is None or not of:
        return Number()
    share = Fraction(count, of)
    return Number(f"{rounded(share * 100, RATE_DECIMALS)}%", share)


def widest(texts: Sequence[str], width: int, most: int) -> int:
    """Return a width in pixels that holds the longest text within bounds."""
    return min(most, max(width, *(text_width(each) + 12 for each in texts)))
