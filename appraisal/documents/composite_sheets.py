"""The sheets 客观指标, 指标数值 and 综合: objective figures, and how parts add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ..domain.activity import INDICATORS as PART_OF_FIGURES
from ..domain.activity import Part
from ..domain.exact import read, shown
from ..domain.flaw import FULL_WEIGHT
from ..domain.indicator import AS_IS, Conversion, Indicator, Method
from ..domain.phrase import phrase
from .grid import Grid, Listing, address, header_key, key
from .layout import COMPOSITE, CONVERSION, FIGURES, INDICATORS
from .plan_sheets import read_weights
from .worksheets import Worksheets

NUMBER = r"(\d+(?:\.\d+)?)"
SPELLINGS: tuple[tuple[Method, re.Pattern[str]], ...] = (
    (Method.RAW, re.compile("|原分")),
    (Method.EFFICACY, re.compile(rf"功效系数{NUMBER}\+{NUMBER}")),
    (Method.RATIO, re.compile(r"与最好值之比")),
    (Method.PLACES, re.compile(rf"名次{NUMBER}每低一名减{NUMBER}%")),
    (Method.MIN_MAX, re.compile(r"极差")),
    (Method.STANDARD, re.compile(rf"标准分{NUMBER}\+{NUMBER}")),
)
WRITTEN: Mapping[Method, str] = {
    Method.RAW: "原分",
    Method.EFFICACY: "功效系数{base}+{span}",
    Method.RATIO: "与最好值之比",
    Method.PLACES: "名次{base}每低一名减{span}%",
    Method.MIN_MAX: "极差",
    Method.STANDARD: "标准分{base}+{span}",
}
EXPECTED = phrase("应为：原分、功效系数60+40、与最好值之比、名次100每低一名减2%%、极差，或标准分80+10")
LARGER, SMALLER = "越大越好", "越小越好"
DIRECTIONS = {LARGER: False, SMALLER: True}
FULL = Fraction(100)


def conversion(text: str) -> Conversion:
    """Read how figures become points; `ValueError` for anything that is no way of doing so."""
    for method, pattern in SPELLINGS:
        match = pattern.fullmatch(key(text))
        if match is not None:
            numbers = [read(number) for number in match.groups()] or [Fraction(0), FULL]
            return Conversion(method, *numbers)
    raise ValueError(text)


def conversion_text(way: Conversion) -> str:
    """Write how figures become points, as it is read."""
    return WRITTEN[way.method].format(base=shown(way.base), span=shown(way.span))


def read_indicators(sheets: Worksheets, units: Sequence[str]) -> tuple[Indicator, ...]:
    """Read the indicators with the figure of every unit, in the order of the units."""
    if not sheets.has(INDICATORS):
        return ()
    weights = read_weights(sheets, INDICATORS)
    columns = _figures(sheets, [sheets.name(*at, "名称") for at in sheets.rows(INDICATORS)], units)
    found: list[Indicator] = []
    for listing, row in sheets.rows(INDICATORS):
        name, missing = sheets.name(listing, row, "名称"), _optional(sheets, listing, row, "缺项", _missing)
        own = listing.cell(row, CONVERSION)
        figures = columns.get(name, (None,) * len(units))
        found.append(
            Indicator(
                name=name,
                unit=sheets.name(listing, row, "单位"),
                weight=weights[row] or Fraction(0),
                smaller_is_better=sheets.value(
                    listing, row, "方向", _direction, False, phrase("应为：越大越好、越小越好")
                ),
                figures=figures,
                cap=_optional(sheets, listing, row, "封顶", read),
                missing=missing,
                conversion=sheets.value(listing, row, CONVERSION, conversion, None, EXPECTED)
                if own
                else None,
            )
        )
        if missing is None and name in columns:
            _note_missing(sheets, name, figures, units)
    _note_weights(sheets, INDICATORS, list(weights.values()))
    return tuple(found)


def read_composite(sheets: Worksheets, rounds: Sequence[str], *, has_indicators: bool) -> tuple[Part, ...]:
    """Read the parts of the composite; each is a round of this workbook or the indicators."""
    if not sheets.has(COMPOSITE):
        return ()
    weights, known = (
        read_weights(sheets, COMPOSITE),
        [*rounds, *([PART_OF_FIGURES] if has_indicators else [])],
    )
    parts: list[Part] = []
    for listing, row in sheets.rows(COMPOSITE):
        name = sheets.name(listing, row, "部分")
        if name not in known or name in [part.name for part in parts]:
            sheets.fault(
                listing, row, "部分", phrase("应为以下之一，各写一次：%(names)s", names=tuple(known))
            )
        way = sheets.value(listing, row, CONVERSION, conversion, AS_IS, EXPECTED)
        parts.append(Part(name, weights[row] or Fraction(0), way))
    _note_weights(sheets, COMPOSITE, list(weights.values()))
    return tuple(parts)


def _figures(
    sheets: Worksheets, names: Sequence[str], units: Sequence[str]
) -> dict[str, tuple[Fraction | None, ...]]:
    """Read the column of every indicator, in the order of the units."""
    found = sheets.listing(FIGURES)
    if found is None:
        return {}
    titles = {header_key(text): column for column, text in enumerate(found.grid.rows[found.header])}
    rows = {sheets.name(found, row, "对象"): row for row in found.rows}
    for name, row in rows.items():
        if name not in units:
            sheets.fault(found, row, "对象", phrase("应为“评议对象”中的一个名称"))
    columns: dict[str, tuple[Fraction | None, ...]] = {}
    for name in names:
        column = titles.get(header_key(name))
        if column is None:
            sheets.log.add(FIGURES, found.header, 0, "", phrase("应有“%(title)s”一列", title=name))
        else:
            columns[name] = tuple(_figure(sheets, found.grid, rows.get(unit), column) for unit in units)
    return columns


def _figure(sheets: Worksheets, grid: Grid, row: int | None, column: int) -> Fraction | None:
    text = "" if row is None else grid.text(row, column)
    if row is None or text in ("", "—", "-", "/"):
        return None
    try:
        return read(text)
    except ValueError:
        sheets.log.add(FIGURES, row, column, text, phrase("应为数，例如 12.5"))
        return None


def _note_missing(
    sheets: Worksheets, name: str, figures: Sequence[Fraction | None], units: Sequence[str]
) -> None:
    """A missing figure is never 0 by accident: it is a fault where no rule says what it earns."""
    found = sheets.listing(FIGURES)
    for unit, figure in zip(units, figures, strict=True):
        if figure is None and found is not None:
            titles = {header_key(text): column for column, text in enumerate(found.grid.rows[found.header])}
            rows = {sheets.name(found, row, "对象"): row for row in found.rows}
            row, column = rows.get(unit, found.header), titles[header_key(name)]
            expected = phrase("%(unit)s的“%(name)s”没有数值", unit=unit, name=name)
            sheets.log.add(FIGURES, row, column, found.grid.text(row, column), expected)


def _note_weights(sheets: Worksheets, sheet: str, weights: Sequence[Fraction | None]) -> None:
    found, total = sheets.listing(sheet), sum((weight or Fraction(0) for weight in weights), Fraction(0))
    if found is not None and (total != FULL_WEIGHT or any((weight or 0) < 0 for weight in weights)):
        expected = phrase("各行权重相加应为 100，现为 %(total)s", total=shown(total))
        column = found.column("权重%")
        rows = found.rows or (found.header,)
        cell = f"{address(min(rows), column)}:{address(max(rows), column)}"
        sheets.log.add(sheet, found.header, column, "", expected, cell)


def _optional(
    sheets: Worksheets, found: Listing, row: int, title: str, reader: Callable[[str], Fraction]
) -> Fraction | None:
    if not found.cell(row, title):
        return None
    return sheets.value(found, row, title, reader, None, phrase("应为数，例如 60；不设时留空"))


def _missing(text: str) -> Fraction:
    return read(key(text).removeprefix("记").removesuffix("分"))


def _direction(text: str) -> bool:
    if key(text) not in DIRECTIONS:
        raise ValueError(text)
    return DIRECTIONS[key(text)]
