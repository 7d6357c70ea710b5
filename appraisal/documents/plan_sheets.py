"""The sheets that list subjects, classes, criteria and grades, each read into row positions and values."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from ..domain.exact import read
from ..domain.flaw import FULL_WEIGHT
from ..domain.meeting import VoterClass
from ..domain.phrase import phrase
from ..domain.scale import Grade
from ..domain.sheet import Criterion, Subject
from ..domain.verdict import OTHERWISE, Band
from .grid import Listing, key
from .layout import CLASSES, CRITERIA, GRADES, KIND, ORDER, PAPER, PARENT, PUBLIC, SUBJECTS, VERDICTS
from .rule_items import whole
from .worksheets import Worksheets

YES = ("是", "TRUE", "√")
NO = ("否", "FALSE", "")
COUNT = phrase("应为张数，例如 28")
POINTS = phrase("应为分值，例如 100")
UNREAD_STEP = Fraction(1, 10**9)  # an unreadable number of points passes for a little less than the one above


def read_subjects(sheets: Worksheets, sheet: str = SUBJECTS) -> dict[int, Subject]:
    """Read the subjects by row in official order; rows at the end with nothing but a number are unused."""
    found = sheets.listing(sheet)
    if found is None:
        return {}
    rows = list(found.rows)
    while rows and not any(found.cell(rows[-1], title) for title in found.columns if title != ORDER):
        rows.pop()
    places = _places(sheets, found, rows)
    return {
        row: Subject(
            sheets.name(found, row, "名称"),
            sheets.name(found, row, "分组"),
            sheets.name(found, row, PARENT),
            sheets.name(found, row, KIND),
        )
        for row in sorted(rows, key=places.__getitem__)
    }


def _places(sheets: Worksheets, found: Listing, rows: list[int], title: str = ORDER) -> dict[int, int]:
    if not any(found.cell(row, title) for row in rows):
        return {row: row for row in rows}
    places: dict[int, int] = {}
    for row in rows:
        place = sheets.value(found, row, title, whole, row, phrase("应为整数序号，例如 1"))
        if place in places.values():
            sheets.fault(found, row, title, phrase("序号重复，不能确定先后"))
        places[row] = place
    return places


def read_classes(sheets: Worksheets) -> dict[int, VoterClass]:
    """Read the voter classes by row; a letter is one letter in any width."""
    weights = read_weights(sheets, CLASSES)
    return {
        row: VoterClass(
            letter=unicodedata.normalize("NFKC", sheets.name(found, row, "代号")),
            name=sheets.name(found, row, "名称"),
            weight=weights[row],
            issued=sheets.value(found, row, "发出票数", whole, 0, COUNT),
            recuses_own=sheets.value(found, row, "回避本单位", _yes, False, phrase("应为：是、否")),
            paper=sheets.value(found, row, PAPER, _whole_or_none, None, COUNT) or 0,
            is_public=sheets.value(found, row, PUBLIC, _yes, False, phrase("应为：是、否")),
        )
        for found, row in sheets.rows(CLASSES)
    }


def read_criteria(sheets: Worksheets) -> dict[int, Criterion]:
    """Read the criteria by row; a weight that is missing is a fault of its own and passes for 0."""
    weights = read_weights(sheets, CRITERIA)
    for found, row in sheets.rows(CRITERIA):
        if weights[row] is None:
            sheets.fault(found, row, "权重%", phrase("要填写权重"))
    return {
        row: Criterion(sheets.name(found, row, "名称"), weights[row] or Fraction(0))
        for found, row in sheets.rows(CRITERIA)
    }


def read_grades(sheets: Worksheets) -> dict[int, Grade]:
    """Read the grades by row, best first as they are listed."""
    grades: dict[int, Grade] = {}
    above = Fraction(10**9)
    for found, row in sheets.rows(GRADES):
        above = sheets.value(found, row, "分值", _points, above - UNREAD_STEP, POINTS)
        grades[row] = Grade(sheets.name(found, row, "名称"), above)
    return grades


def read_bands(sheets: Worksheets) -> dict[int, Band]:
    """Read the verdict table by row in its order; without the sheet there are no verdicts."""
    found = sheets.listing(VERDICTS) if sheets.is_filled_in(VERDICTS) else None
    if found is None:
        return {}
    expected = phrase("应为百分数，例如 90；“其余”一行留空")
    bounds = {row: sheets.value(found, row, "不低于%", _number_or_none, None, expected) for row in found.rows}
    scale = FULL_WEIGHT if all((bound or 0) <= 1 for bound in bounds.values()) else 1
    places = _places(sheets, found, list(found.rows), "顺序")
    bands = {}
    for row in sorted(found.rows, key=places.__getitem__):
        bound, text = bounds[row], found.cell(row, "不低于%")
        percent = FULL_WEIGHT if text.endswith("%") else scale
        bands[row] = Band(
            sheets.name(found, row, "结论"),
            _summed(sheets.name(found, row, "等次之和")),
            None if bound is None else bound * percent,
        )
    return bands


def _summed(text: str) -> tuple[str, ...]:
    return (
        () if key(text) == OTHERWISE else tuple(part.strip() for part in text.replace("＋", "+").split("+"))
    )


def _points(text: str) -> Fraction:
    return read(text.rstrip("分"))


def _yes(text: str) -> bool:
    if key(text) not in YES + NO:
        raise ValueError(text)
    return key(text) in YES


def read_weights(sheets: Worksheets, sheet: str) -> dict[int, Fraction | None]:
    """Read weights in percent: ``40``, ``40%``, or percentage cells, which hold 0.4 and sum to 1."""
    percent: dict[int, Fraction | None] = {}
    plain: dict[int, Fraction] = {}
    for found, row in sheets.rows(sheet):
        text = key(found.cell(row, "权重%"))
        expected = phrase("应为权重，例如 40 或 40%%")
        number = sheets.value(found, row, "权重%", _number_or_none, None, expected)
        percent[row] = None if number is None else number * FULL_WEIGHT
        if number is not None and not text.endswith("%"):
            plain[row] = number
    marked = sum((weight or 0 for row, weight in percent.items() if row not in plain), Fraction(0))
    cells_hold_shares = marked + FULL_WEIGHT * sum(plain.values()) == FULL_WEIGHT
    return percent if cells_hold_shares else {**percent, **plain}


def _whole_or_none(text: str) -> int | None:
    return whole(text) if text else None


def _number_or_none(text: str) -> Fraction | None:
    return read(text) if text else None
