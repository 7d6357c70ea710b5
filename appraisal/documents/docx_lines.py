"""Lines of a Word file whose parts stand at stops: the line to sign, the foot of every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .docx_parts import NAMESPACES, NARROW, TEXT, fonts, plain, run, size, twips


def signing(labels: Sequence[str], width: int, seal: str | None) -> Iterator[str]:
    """Write the line to sign; with a seal one label a line, seal and date (the last label) at the right."""
    if not labels:
        return
    if seal is None:
        even = "".join(_stop("left", width * n // len(labels)) for n in range(1, len(labels) - 1))
        yield _tabbed(labels, even + _stop("right", width), 12, before=20)
        return
    for place, line in enumerate(zip(labels[:-1], ("", seal, labels[-1]), strict=True)):
        yield _tabbed(line, _stop("left", width * 3 // 5), 14, before=10 if place else 16)


def _tabbed(labels: Sequence[str], stops: str, points: float, *, before: float) -> str:
    space = f'<w:spacing w:before="{twips(before)}" w:after="0"/>'
    words = "<w:r><w:tab/></w:r>".join(run(label, TEXT, points) for label in labels)
    return f"<w:p {NAMESPACES}><w:pPr><w:tabs>{stops}</w:tabs>{NARROW}{space}</w:pPr>{words}</w:p>"


def footer(line: str, width: int) -> str:
    """Write the foot of every page: left, middle and right part; names between zeros are counted fields."""
    tabs = _stop("center", width // 2) + _stop("right", width)
    border = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
    look = f"<w:rPr>{fonts(TEXT)}{size(10)}</w:rPr>"
    runs = []
    for place, part in enumerate(line.split("\0")):
        if place % 2:
            runs.append(f'<w:fldSimple w:instr=" {part} "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>')
        else:
            words = "<w:tab/>".join(
                f'<w:t xml:space="preserve">{plain(each)}</w:t>' for each in part.split("\t")
            )
            runs.append(f"<w:r>{look}{words}</w:r>")
    return f"<w:p {NAMESPACES}><w:pPr>{border}<w:tabs>{tabs}</w:tabs>{NARROW}</w:pPr>{''.join(runs)}</w:p>"


def _stop(align: str, at: int) -> str:
    return f'<w:tab w:val="{align}" w:pos="{at}"/>'
