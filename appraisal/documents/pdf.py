"""Office papers as PDF for the archive: the bundled font, one template, the same bytes every time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import typst

from ..domain.phrase import N_, unchanged
from . import apart, font
from .office.model import Block, Drawing, Grid, Heading, Note, OfficePaper, Saying, Value, text
from .office.straightened import straightened
from .paper import Paper, lines_of

TEMPLATE = Path(__file__).parent / "paper.typ"
ARCHIVE = "a-2u"  # PDF/A: everything needed to print it in fifty years lies inside
UNDATED = 946_684_800  # 2000-01-01: a file tells no time of its making
DENSE_FROM = 12  # columns
SIZE, SIZE_OF_DENSE, SIZE_OF_SHORT, SIZE_OF_HEADLINE = 11, 9, 12.5, 17  # points
AIR, AIR_OF_DENSE, AIR_OF_FORM, AIR_OF_SHORT = 4.6, 4.0, 3.3, 7.0  # points above and below a cell's text
AIRS = (AIR, 3.4, 2.8)  # the most that keeps the line to sign on the page of the table
NEARLY = 1.07  # an estimate is on the safe side; less air does no harm where it was right
TEXT, BETWEEN, TAIL = 0.72, 1.3, 42  # of a size: a line, its distance to the next; points of the line to sign
SHORT = 16  # rows of all tables together
MOST_TAGGED = 100  # papers; beyond, the tags for readers aloud would be most of the file and of the time
MOST_HERE = 40  # papers set in this process
PAGE_COUNT = re.compile(rb"/Count (\d+)")

Translate = Callable[[str], str]


def write(papers: Sequence[OfficePaper], out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write papers of one orientation, one after the other.

    Raises
    ------
    GlyphMissing
        If a text holds a sign that the font cannot draw.
    """
    papers = straightened(papers)
    words = {
        "lang": "en" if translate(N_("单位")) != "单位" else "zh",
        "title": "".join(papers[0].title),
        "small": 9.5 if any(paper.is_sealed for paper in papers) else 10.5,  # a form goes on one page
        "landscape": any(paper.is_landscape for paper in papers),
        "mark-word": translate(N_("指纹")),
        "pages": translate(N_("第 %(page)s 页　共 %(pages)s 页")),
        "continued": translate(N_("（续）")),
        "seal": translate(N_("（盖章）")),
    }
    font.require_glyphs(sign for paper in papers for sign in paper.texts)
    out.write(
        _printed(words | {"papers": [_paper(paper, Paper(bool(words["landscape"]))) for paper in papers]})
    )


def _printed(data: dict[str, Any]) -> bytes:
    """Print papers; many are first taken for a page each, which saves laying all out again to count."""
    many = len(data["papers"])
    look: dict[str, Any] = {"format": "pdf", "pdf_standards": ARCHIVE, "pdf_tags": many <= MOST_TAGGED}
    if many > 1:
        made: bytes = compiled(data | {"page-each": True}, **look)
        if [int(count) for count in PAGE_COUNT.findall(made)] == [many]:
            return made
    return bytes(compiled(data, **look))


def pictures(drawings: Sequence[Drawing], width: float) -> list[bytes]:
    """Turn drawings into PNG pictures `width` points wide, for formats that take no SVG."""
    if not drawings:
        return []
    data = {"lang": "zh", "title": "", "width": width, "drawings": [drawing.svg for drawing in drawings]}
    made = compiled(data, format="png", ppi=220)
    return [made] if isinstance(made, bytes) else list(made)


def compiled(data: dict[str, Any], template: Path = TEMPLATE, **options: Any) -> Any:
    """Set data in a template, in the one font and with no time of its making."""
    inputs = {"data": json.dumps({"font": font.FAMILY, **data}, ensure_ascii=False)}
    given = {"ignore_system_fonts": True, "sys_inputs": inputs, "timestamp": UNDATED, **options}
    if len(data.get("papers", ())) > MOST_HERE:
        return apart.compiled(template, font.FOLDER, **given)
    return typst.compile(template, font_paths=fonts(), **given)


@cache
def fonts() -> typst.Fonts:
    """Load the one font that everything is set in."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font.FOLDER])


def _paper(paper: OfficePaper, page: Paper) -> dict[str, Any]:
    is_short = not paper.is_landscape and sum(len(grid.rows) for grid in paper.grids) <= SHORT
    size = SIZE_OF_SHORT if is_short and not paper.is_sealed else SIZE
    air = AIR_OF_FORM if paper.is_sealed else AIR_OF_SHORT if is_short else _air(paper, page)
    tailed = paper.tailed
    blocks = [block.ends_together if block is tailed else block for block in paper.blocks]
    return {
        "title": paper.title,
        "lines": paper.laid_lines,
        "blocks": [_block(block, size, air) for block in blocks],
        "tailed": next((n for n, block in enumerate(paper.blocks) if block is tailed), None),
        "signatures": paper.signatures,
        "sealed": paper.is_sealed,
        "mark": paper.mark,
    }


def _air(paper: OfficePaper, page: Paper) -> float:
    """Return the usual air, or as much less as puts the whole paper on one page."""
    fitting = (air for air in AIRS if _height(paper, page, air) <= page.height)
    is_near = _height(paper, page, AIRS[-1]) <= page.height * NEARLY
    return next(fitting, AIRS[-1] if is_near else AIR)


def _height(paper: OfficePaper, page: Paper, air: float) -> float:
    """Estimate how much of a page a paper takes up, in points."""
    found = len(paper.title) * SIZE * 2 + len(paper.laid_lines) * SIZE * BETWEEN + TAIL
    for block in paper.blocks:
        if isinstance(block, Grid):
            found += SIZE * BETWEEN + (len(block.rows) + 1) * (SIZE * TEXT + 2 * air)
        else:
            found += SIZE + lines_of(block.text, SIZE, page.width) * SIZE * BETWEEN
    return found


def _block(block: Block, size: float, air: float) -> dict[str, Any]:
    if isinstance(block, Grid):
        return _grid(block, size, air)
    if isinstance(block, Note):
        return {"kind": "note", "label": block.label, "text": block.text}
    return {"kind": KINDS[type(block)], "text": block.text}


KINDS: dict[type, str] = {Heading: "heading", Saying: "saying"}


def _grid(grid: Grid, size: float, air: float) -> dict[str, Any]:
    is_dense = len(grid.columns) > DENSE_FROM
    size_of_all = SIZE_OF_DENSE if is_dense else size
    return {
        "kind": "grid",
        "size": size_of_all,
        "air": AIR_OF_DENSE if is_dense else air,
        "columns": [
            {"heading": column.heading, "shared": column.shared, "width": column.width}
            for column in grid.columns
        ],
        "runs": grid.runs,
        "shared": grid.has_shared_headings,
        "total": grid.has_total,
        "row-size": SIZE_OF_HEADLINE if grid.is_headline else size_of_all,
        "rows": [[_value(value) for value in row] for row in grid.rows],
    }


def _value(value: Value) -> str | dict[str, str]:
    return {"svg": value.svg, "words": value.words} if isinstance(value, Drawing) else text(value)
