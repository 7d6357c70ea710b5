"""A sheet of rules, read item by item into a scale and a scoring rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..domain.answer_flaws import MOST_ANSWERS
from ..domain.flaw import FULL_WEIGHT
from ..domain.phrase import phrase
from ..domain.rule import Quota, ScoringRule, tie_keys
from ..domain.scale import Grade, Scale, ScaleKind
from .grid import key
from .layout import ITEM, RULE, VALUE
from .rule_items import BY_FIELD, BY_KEY, PLACES, POINTS, ROLL_UP, defaults
from .worksheets import Worksheets

ANY_POINTS = (Fraction(0), Fraction(100), Fraction(1))  # passes for a range that cannot be read


@dataclass(frozen=True)
class RuleSheet:
    """What a sheet of rules says: the rule itself, and the settings of its scale by field."""

    sheet: str
    rule: ScoringRule
    values: Mapping[str, Any]


def offers_grades(sheets: Worksheets) -> bool:
    """Say whether the scale is one of grades, the only one whose sheet must be there."""
    row = sheets.settings(RULE).get("量表")
    return key(sheets.setting(RULE, row)) in ("等次", "")


def read_rule(
    sheets: Worksheets,
    letters: tuple[str, ...],
    grades: tuple[str, ...],
    sheet: str = RULE,
    others: Iterable[str] = ROLL_UP,
) -> RuleSheet:
    """Read a rule; the tie chain may name these classes and grades, `others` are items read elsewhere.

    Where the names of classes or grades could not be read, the chain is not held against the organizer.
    """
    values, found = defaults(), sheets.listing(sheet)
    known = {key(name) for name in others}
    for name, row in sheets.settings(sheet).items():
        if found is None or name in known:
            continue
        if name not in BY_KEY:
            sheets.fault(found, row, ITEM, phrase("没有这个规则项目，请核对名称或删去这一行"))
            continue
        item = BY_KEY[name]
        if found.cell(row, VALUE):
            values[item.field] = sheets.value(found, row, VALUE, item.read, item.off, item.expected)
        else:
            values[item.field] = item.off
    is_known = bool(letters) and (bool(grades) or values["kind"] is not ScaleKind.GRADES)
    ties = _ties(sheets, sheet, values.pop("ties"), letters, grades, is_known=is_known)
    return RuleSheet(sheet, _rule({**values, "ties": ties}), values)


def scale_of(sheets: Worksheets, read: RuleSheet, grades: tuple[Grade, ...], subjects: int) -> Scale:
    """Make the scale a rule asks for: the listed grades, a range of points, or a place for each subject."""
    kind, word = read.values["kind"], read.values["abstention"]
    if kind is ScaleKind.POINTS:
        return Scale.of_points(*_range(sheets, read), word)
    if kind is ScaleKind.PLACES:
        first, drop = (_required(sheets, read, field) for field in PLACES)
        if drop is not None and drop <= 0:
            _fault(sheets, read, "drop", phrase("应大于 0"))
            drop = None
        first = Fraction(FULL_WEIGHT) if first is None else first
        return Scale.of_places(subjects, first, Fraction(1) if drop is None else drop, word)
    return Scale(grades, word)


def _range(sheets: Worksheets, read: RuleSheet) -> tuple[Fraction, Fraction, Fraction]:
    lowest, highest, step = (_required(sheets, read, field) for field in POINTS)
    if lowest is None or highest is None or step is None:
        return ANY_POINTS
    if highest <= lowest:
        _fault(sheets, read, "highest", phrase("应大于最低分 %(lowest)s", lowest=str(lowest)))
    elif step <= 0 or (highest - lowest) % step:
        _fault(sheets, read, "step", phrase("应大于 0，并能把最低分到最高分分成整数段"))
    elif (highest - lowest) / step >= MOST_ANSWERS:
        _fault(sheets, read, "step", phrase("分得太细：最多 %(most)s 个分值", most=MOST_ANSWERS))
    else:
        return lowest, highest, step
    return ANY_POINTS


def _required(sheets: Worksheets, read: RuleSheet, field: str) -> Fraction | None:
    number: Fraction | None = read.values[field]
    if number is None:
        _fault(sheets, read, field, BY_FIELD[field].expected)
    return number


def _fault(sheets: Worksheets, read: RuleSheet, field: str, expected: Any) -> None:
    found = sheets.listing(read.sheet)
    if found is None:
        return
    item = BY_FIELD[field].name
    row = sheets.settings(read.sheet).get(item)
    if row is None:
        missing = phrase("%(item)s：%(expected)s", item=item, expected=expected)
        sheets.log.add(found.grid.name, found.header, found.column(VALUE), "", missing)
    else:
        sheets.fault(found, row, VALUE, expected)


def _ties(
    sheets: Worksheets,
    sheet: str,
    chain: str,
    letters: tuple[str, ...],
    grades: tuple[str, ...],
    *,
    is_known: bool,
) -> Any:
    try:
        return tie_keys(chain, letters, grades)
    except ValueError as unknown:
        found, row = sheets.listing(sheet), sheets.settings(sheet)[BY_FIELD["ties"].name]
        if found is not None and is_known:
            part = str(unknown)
            expected = phrase("“%(part)s”不是票种得分或等次票数；应如：A票得分 > 优秀票数 > 并列", part=part)
            sheets.fault(found, row, VALUE, expected)
        return ()


def _rule(values: dict[str, Any]) -> ScoringRule:
    fields = {name: value for name, value in values.items() if name in ScoringRule.__dataclass_fields__}
    if values["quota"] is not None:
        fields["quota"] = Quota(values["quota"], values["rounding"], values["per_group"])
    return ScoringRule(**fields)
