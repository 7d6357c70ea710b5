"""Slips as PDF: the same strips as the page, with the font inside and nothing left to a browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from ..domain.phrase import N_, unchanged
from . import font, pdf, qr
from .csv import Translate
from .slips import Page, Slip

TEMPLATE = Path(__file__).with_name("slips.typ")
COLOURS = MappingProxyType(  # pale, by border: a class is told by letter, words and border as well
    {
        "single": "#ffffff",
        "double": "#e7eff8",
        "dashed": "#fdf2d9",
        "thick": "#e5f2eb",
        "dotted": "#fbe9e6",
        "rails": "#efe9f7",
    }
)


def write(
    pages: Sequence[Page], out: BinaryIO, *, translate: Translate = unchanged, lang: str = "zh"
) -> None:
    """Write laid-out pages of slips as one PDF.

    Raises
    ------
    GlyphMissing
        If a name holds a sign that the font cannot draw.
    """
    words = {
        "title": translate(N_("选票条")),
        "symbol": translate(N_("二维码")),
        "rehearsal": translate(N_("演练")),
    }
    laid_out = [_page(page, translate) for page in pages]
    font.require_glyphs(_texts(laid_out))
    data = {"lang": lang, "words": words, "pages": laid_out}
    out.write(pdf.compiled(data, TEMPLATE, format="pdf"))


def _page(page: Page, translate: Translate) -> dict[str, Any]:
    return {
        "title": page.title,
        "letter": translate(N_("%(letter)s票")) % {"letter": page.letter},
        "name": page.class_name,
        "terms": page.terms.render(translate),
        "border": page.border,
        "colour": COLOURS[page.border],
        "long": page.is_long,
        "rehearsal": page.is_rehearsal,
        "join": _svg(page.join) if page.join else "",
        "steps": _steps(page, translate),
        "slips": [_slip(slip, translate) for slip in page.slips if slip],
    }


def _steps(page: Page, translate: Translate) -> list[str]:
    scan = f"{translate(N_('扫左边的码，或打开'))} {page.address} {translate(N_('输入票码'))}"
    if page.is_plain:
        scan += "\n" + translate(N_("浏览器提示“不安全”，可以继续"))
    if page.wifi is None:
        rest = (N_("每一项选一个等次，也可以弃权"), N_("提交，看到“投票已提交”为止"))
        return [scan, *map(translate, rest)]
    join = f"{translate(N_('连 Wi-Fi'))} {page.wifi.name}"
    if page.wifi.password:
        join += f"\n{translate(N_('密码'))} {page.wifi.password}"
    return [join, scan, translate(N_("选好，提交，看到对勾为止"))]


def _slip(slip: Slip, translate: Translate) -> dict[str, str]:
    own = translate(N_("本单位：%(name)s（不评）")) % {"name": slip.own_unit} if slip.own_unit else ""
    return {"code": slip.code, "own": own, "symbol": _svg(slip.symbol)}


def _svg(symbol: qr.Symbol) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {symbol.side} {symbol.side}" '
        f'shape-rendering="crispEdges"><path stroke="#000" d="{symbol.path}"/></svg>'
    )


def _texts(pages: Sequence[dict[str, Any]]) -> list[str]:
    names = [page[name] for page in pages for name in ("title", "letter", "name", "terms")]
    return names + [
        text for page in pages for text in (*page["steps"], *(slip["own"] for slip in page["slips"]))
    ]
