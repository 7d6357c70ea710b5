"""Office papers as Word files: for the seal, and for an office that wants to change a word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Mm, Pt

from ..domain.phrase import N_, unchanged
from . import docx_lines
from . import docx_parts as parts
from .office.model import Block, Drawing, Grid, Heading, Note, OfficePaper, Saying
from .office.straightened import straightened
from .paper import LONG, SHORT, Paper
from .pdf import pictures

UNDATED = datetime(2000, 1, 1)  # a file tells no time of its making
ROW, ROW_OF_FORM = 320, 255  # least heights in twentieths of a point: a form goes on one page
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
BODY, END = "word/document.xml", b"<w:sectPr"  # how the page is set stands at the end of the body

Translate = Callable[[str], str]


def write(papers: Sequence[OfficePaper], out: BinaryIO, translate: Translate = unchanged) -> None:
    """Write papers of one orientation, each on pages of its own; equal papers give equal bytes."""
    papers = straightened(papers)
    document = Document()
    document.core_properties.title = "".join(papers[0].title)
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = UNDATED
    _page(document, is_landscape=any(paper.is_landscape for paper in papers))
    _footer(document.sections[0], papers[0].mark, translate)
    _fonts(document)
    width = _width_of(document.sections[0])
    drawn = _drawn(document, papers, width)
    seal = translate(N_("（盖章）"))
    elements = (
        element
        for number, paper in enumerate(papers)
        for element in _paper(paper, width, drawn, is_first=number == 0, seal=seal)
    )
    _save(document, "".join(elements), out)


def _paper(
    paper: OfficePaper, width: int, drawn: Iterator[str], *, is_first: bool, seal: str
) -> Iterator[str]:
    size = 20 if paper.is_landscape else 22
    for place, line in enumerate(paper.title):
        yield parts.paragraph(line, parts.TITLE, size, align="center", breaks=place == 0 and not is_first)
    for line in paper.laid_lines:
        yield parts.paragraph(line, parts.TEXT, parts.fitting(line, width), align="center", after=2)
    for place, block in enumerate(paper.blocks):
        if isinstance(block, Grid):
            yield parts.gap(4)
            least = ROW_OF_FORM if paper.is_sealed else ROW
            if block is paper.tailed:
                tail = _tail(paper, paper.blocks[place + 1 :], width, seal)
                yield parts.table(block.ends_together, width, drawn, least, tail)
                return
            yield parts.table(block, width, drawn, least)
        elif isinstance(block, Heading):
            yield parts.paragraph(block.text, parts.HEADING, 16, before=8, after=4, stays=True)
        elif isinstance(block, Saying):
            yield parts.paragraph(block.text, parts.TEXT, 14, indent=28, before=3, after=0)
        elif isinstance(block, Note):
            yield _note(paper, block)
    yield from docx_lines.signing(paper.signatures, width, seal if paper.is_sealed else None)


def _tail(paper: OfficePaper, notes: Sequence[Block], width: int, seal: str) -> str:
    """Write what stays with the last rows of the table before it: the notes and the line to sign."""
    written = [_note(paper, note) for note in notes if isinstance(note, Note)]
    signed = docx_lines.signing(paper.signatures, width, seal if paper.is_sealed else None)
    return "".join((*written, *signed))


def _note(paper: OfficePaper, note: Note) -> str:
    return parts.note(note, 9 if paper.is_sealed else 10.5)


def _drawn(document: Any, papers: Sequence[OfficePaper], width: int) -> Iterator[str]:
    """Store every drawing as a picture and return the runs that show them, in the order of the cells."""
    placed = [
        (value, parts.inner_width(grid, place, width))
        for paper in papers
        for grid in paper.grids
        for row in grid.rows
        for place, value in enumerate(row)
        if isinstance(value, Drawing)
    ]
    widest = max((points for _, points in placed), default=0)
    different = list(dict.fromkeys(drawing for drawing, _ in placed))
    stored = dict(zip(different, _stored(document.part, pictures(different, widest)), strict=True))
    for number, (drawing, points) in enumerate(placed, start=1):
        relation, image = stored[drawing]
        size = image.scaled_dimensions(width=Pt(points))
        inline = CT_Inline.new_pic_inline(number, relation, image.filename or "", *size)
        inline.docPr.set("descr", drawing.words)
        for side in "TBLR":
            inline.set(f"dist{side}", "0")  # else some programs leave an eighth of an inch
        yield inline.xml


def _stored(part: Any, pictures: Sequence[bytes]) -> Iterator[tuple[str, Image]]:
    """Store pictures that all differ; the library would compare each with every other."""
    for number, blob in enumerate(pictures, start=1):
        image, relation = Image.from_blob(blob), f"rIdPicture{number}"
        name = PackURI(f"/word/media/image{number}.{image.ext}")
        part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, ImagePart.from_image(image, name), relation)
        yield relation, image


def _page(document: Any, *, is_landscape: bool) -> None:
    section, paper = document.sections[0], Paper(is_landscape)
    width, height = (LONG, SHORT) if is_landscape else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side, millimetres in paper.margins.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    section.footer_distance = Mm(15)


def _footer(section: Any, mark: str, translate: Translate) -> None:
    pages = translate(N_("第 %(page)s 页　共 %(pages)s 页")) % {"page": "\0PAGE\0", "pages": "\0NUMPAGES\0"}
    line = f"{translate(N_('指纹'))} {mark}\t— \0PAGE\0 —\t{pages}"
    element = parse_xml(docx_lines.footer(line, _width_of(section)))
    paragraphs = section.footer._element
    paragraphs.remove(paragraphs[0])
    paragraphs.append(element)


def _width_of(section: Any) -> int:
    """Return the width of the text in twentieths of a point."""
    return int((section.page_width - section.left_margin - section.right_margin) / 635)


def _fonts(document: Any) -> None:
    """Name what stands in where an official font is not installed."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = parts.font_table().encode()
    style = document.styles["Normal"].element
    style.get_or_add_rPr().insert(0, parse_xml(parts.fonts(parts.TEXT, nsdecls("w"))))


def _save(document: Any, body: str, out: BinaryIO) -> None:
    """Write the file with no time in it; the body is markup already, and long ones are not read once more."""
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for member in read.infolist():
            content = read.read(member)
            if member.filename == BODY:
                content = content.replace(END, body.encode() + END, 1)
            written.writestr(zipfile.ZipInfo(member.filename, ZIP_EPOCH), content, zipfile.ZIP_DEFLATED)
