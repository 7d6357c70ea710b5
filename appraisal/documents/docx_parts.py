"""Pieces of a Word file as its own markup: paragraphs and ruled tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from .office.model import Column, Drawing, Grid, Note, text
from .paper import PIXELS_PER_INCH, POINTS_PER_INCH, text_width

TITLE, TEXT, HEADING, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
STAND_IN = {TITLE: "宋体", TEXT: "仿宋", HEADING: "SimHei", LATIN: "Liberation Serif"}
NAMESPACES = nsdecls("w")
TWENTIETHS = 20
DENSE_FROM = 12  # columns
SIZES_OF_LINE = (10.5, 10.0, 9.5, 9.0)  # points
BLANKS = 1.12  # some programs put blanks between 汉字 and digits whatever they are told
PADDING = 60  # twentieths of a point at either side of a cell
NARROW = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no blank between 汉字 and digits
CONTROL = dict.fromkeys(code for code in range(32) if chr(code) not in "\n\t\0")  # no such sign in XML


def fonts(name: str, namespaces: str = "") -> str:
    """Name a font for Chinese; digits and letters stand in their own."""
    space = f" {namespaces}" if namespaces else ""
    return f'<w:rFonts{space} w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{name}"/>'


def run(words: str, font: str, points: float, *, bold: bool = False) -> str:
    """Write a stretch of text; a line feed is a new line."""
    look = f"<w:rPr>{fonts(font)}{'<w:b/>' if bold else ''}{size(points)}</w:rPr>"
    lines = (f'<w:t xml:space="preserve">{plain(line)}</w:t>' for line in words.split("\n"))
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(
    words: str,
    font: str,
    points: float,
    *,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    indent: float = 0,
    breaks: bool = False,
    stays: bool = False,
) -> str:
    """Write a paragraph; distances in points; `breaks` begins a page, `stays` keeps it with the next."""
    order = ("<w:keepNext/>" if stays else "") + ("<w:pageBreakBefore/>" if breaks else "")
    space = f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}"/>'
    first = f'<w:ind w:firstLine="{twips(indent)}"/>' if indent else ""
    look = f'<w:pPr>{order}{NARROW}{space}{first}<w:jc w:val="{align}"/></w:pPr>'
    return f"<w:p {NAMESPACES}>{look}{run(words, font, points)}</w:p>"


def fitting(line: str, width: int) -> float:
    """Return the size at which a line of facts needs no second line; the usual one where none does."""
    room = width / TWENTIETHS / BLANKS
    sizes = (
        size for size in SIZES_OF_LINE if text_width(line, size) * POINTS_PER_INCH / PIXELS_PER_INCH <= room
    )
    return next(sizes, SIZES_OF_LINE[0])


def note(block: Note, points: float) -> str:
    """Write a labelled paragraph in small print."""
    look = f'<w:pPr><w:keepNext/>{NARROW}<w:spacing w:before="120" w:after="0"/></w:pPr>'
    words = run(f"{block.label}　", HEADING, points) + run(block.text, TEXT, points)
    return f"<w:p {NAMESPACES}>{look}{words}</w:p>"


def gap(points: float) -> str:
    """Leave some paper empty."""
    look = f'<w:spacing w:before="0" w:after="0" w:line="{twips(points)}" w:lineRule="exact"/>'
    return f"<w:p {NAMESPACES}><w:pPr>{look}</w:pPr></w:p>"


def table(grid: Grid, width: int, drawn: Iterator[str], least: int, tail: str = "") -> str:
    """Write a ruled table whose heading is repeated on every page.

    Parameters
    ----------
    grid : Grid
    width : int
        Of the text, in twentieths of a point.
    drawn : iterator of str
        The runs of its drawings, row by row.
    least : int
        Height of a row in twentieths of a point.
    tail : str
        Paragraphs that stay on the page of the last rows: office programs keep rows together, and only some
        a row with what follows the table, so they stand in a last row without lines.
    """
    widths, points = _widths(grid, width), 9 if len(grid.columns) > DENSE_FROM else 11
    last = len(grid.rows) - 1
    body = []
    for number, row in enumerate(grid.rows):
        is_bold = grid.has_total and number == last
        stays = number + 1 in grid.tied or bool(tail and number == last)
        words = (
            next(drawn) if isinstance(v, Drawing) else run(text(v), TEXT, points, bold=is_bold) for v in row
        )
        cells = [_cell(each, w, stays=stays) for each, w in zip(words, widths, strict=True)]
        body.append(_row(cells, least))
    if tail:
        body.append(_row([_bare(tail, width, len(grid.columns))], 0))
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f"<w:tbl {NAMESPACES}>{_ruled(width)}<w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(_head(grid, widths, points))}{''.join(body)}</w:tbl>"
    )


def inner_width(grid: Grid, place: int, width: int) -> float:
    """Return the room inside a column in points."""
    return (_widths(grid, width)[place] - 2 * PADDING) / TWENTIETHS


def font_table() -> str:
    """Name every font with what stands in for it."""
    entries = (
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/></w:font>"
        for name, other in STAND_IN.items()
    )
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{start}<w:fonts {NAMESPACES}>{''.join(entries)}</w:fonts>"


def _head(grid: Grid, widths: Sequence[int], points: float) -> Iterator[str]:
    if not grid.has_shared_headings:
        yield _row(
            [_heading(c.heading, w, points) for c, w in zip(grid.columns, widths, strict=True)], head=True
        )
        return
    upper = [
        _heading(first.shared or first.heading, sum(widths[start:stop]), points, span=stop - start,
                 merge="" if first.shared else "restart")
        for first, start, stop in shared_runs(grid.columns)
    ]  # fmt: skip
    lower = [
        _heading(
            column.heading if column.shared else "", w, points, merge="" if column.shared else "continue"
        )
        for column, w in zip(grid.columns, widths, strict=True)
    ]
    yield _row(upper, head=True)
    yield _row(lower, head=True)


def shared_runs(columns: Sequence[Column]) -> Iterator[tuple[Column, int, int]]:
    """Yield the runs of columns under one shared heading; a column of its own is a run of one."""
    start = 0
    while start < len(columns):
        stop, shared = start + 1, columns[start].shared
        while shared and stop < len(columns) and columns[stop].shared == shared:
            stop += 1
        yield columns[start], start, stop
        start = stop


def _heading(words: str, width: int, points: float, *, span: int = 1, merge: str = "") -> str:
    return _cell(run(words, HEADING, points), width, span=span, merge=merge)


def _row(cells: Sequence[str], least: int = 320, *, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    look = f'<w:trPr><w:cantSplit/><w:trHeight w:val="{least}" w:hRule="atLeast"/>{repeated}</w:trPr>'
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def _cell(
    content: str, width: int, align: str = "center", *, span: int = 1, merge: str = "", stays: bool = False
) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    merges = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    look = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merges}<w:vAlign w:val="center"/></w:tcPr>'
    keeps = "<w:keepNext/>" if stays else ""
    space = f'<w:pPr>{keeps}{NARROW}<w:spacing w:before="0" w:after="0"/><w:jc w:val="{align}"/></w:pPr>'
    inner = content if content.startswith("<w:r>") else f"<w:r><w:drawing>{content}</w:drawing></w:r>"
    return f"<w:tc>{look}<w:p>{space}{inner}</w:p></w:tc>"


def _bare(content: str, width: int, span: int) -> str:
    """Write a cell over all columns that only the frame above it bounds."""
    bare = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    borders = f'<w:tcBorders><w:top w:val="single" w:sz="12" w:color="000000"/>{bare}</w:tcBorders>'
    margins = '<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{borders}{margins}'
        f"</w:tcPr>{content}</w:tc>"
    )


def _ruled(width: int) -> str:
    thick = "".join(f'<w:{side} w:val="single" w:sz="12" w:color="000000"/>' for side in ("top", "left"))
    thick += "".join(f'<w:{side} w:val="single" w:sz="12" w:color="000000"/>' for side in ("bottom", "right"))
    thin = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in ("insideH", "insideV"))
    margins = f'<w:left w:w="{PADDING}" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/>'
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{thick}{thin}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _widths(grid: Grid, width: int) -> list[int]:
    total = sum(column.width for column in grid.columns)
    edges = [sum(c.width for c in grid.columns[:n]) * width // total for n in range(len(grid.columns) + 1)]
    return [right - left for left, right in pairwise(edges)]


def plain(words: str) -> str:
    """Escape words, and leave out signs that no file may hold."""
    return escape(words.translate(CONTROL))


def size(points: float) -> str:
    """Name a size of type."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def twips(points: float) -> int:
    """Turn points into the twentieths that such a file counts in."""
    return round(points * TWENTIETHS)
