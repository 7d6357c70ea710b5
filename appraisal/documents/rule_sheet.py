"""The sheet 规则, read item by item into a scoring rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..domain.phrase import phrase
from ..domain.rule import Quota, ScoringRule, tie_keys
from .grid import Listing, key
from .layout import ITEM, RULE, VALUE
from .rule_items import BY_FIELD, BY_KEY, NOT_OFFERED, WITHOUT_EFFECT, defaults
from .worksheets import Worksheets


def offers_grades(sheets: Worksheets) -> bool:
    """Say whether the scale is one of grades, the only one whose sheet must be there."""
    row = sheets.settings(RULE).get("量表")
    return key(sheets.setting(RULE, row)) in NOT_OFFERED["量表"]


def read_rule(sheets: Worksheets, letters: Iterable[str], grades: Iterable[str]) -> tuple[ScoringRule, str]:
    """Read the rule and the word for an abstention; the tie chain may name these classes and grades."""
    values, found = defaults(), sheets.listing(RULE)
    for name, row in sheets.settings(RULE).items():
        if found is not None and not _is_passed_over(sheets, found, name, row):
            item = BY_KEY[name]
            text = found.cell(row, VALUE)
            if text:
                values[item.field] = sheets.value(found, row, VALUE, item.read, item.off, item.expected)
            else:
                values[item.field] = item.off
    ties = _ties(sheets, values.pop("ties"), tuple(letters), tuple(grades))
    return _rule({**values, "ties": ties}), values["abstention"]


def _is_passed_over(sheets: Worksheets, found: Listing, name: str, row: int) -> bool:
    """Note items that this version does not know or offer; say whether there is nothing to read."""
    text = key(found.cell(row, VALUE))
    if text not in NOT_OFFERED.get(name, (text,)):
        advised = NOT_OFFERED[name][0]
        change = phrase("本版本尚不支持，请改为“%(advised)s”", advised=advised)
        sheets.fault(found, row, VALUE, change if advised else phrase("本版本尚不支持，请留空"))
    elif name not in BY_KEY and name not in NOT_OFFERED and name not in WITHOUT_EFFECT:
        sheets.fault(found, row, ITEM, phrase("没有这个规则项目，请核对名称或删去这一行"))
    return name not in BY_KEY


def _ties(sheets: Worksheets, chain: str, letters: tuple[str, ...], grades: tuple[str, ...]) -> Any:
    try:
        return tie_keys(chain, letters, grades)
    except ValueError as unknown:
        found, row = sheets.listing(RULE), sheets.settings(RULE)[BY_FIELD["ties"].name]
        if found is not None and letters and grades:
            part = str(unknown)
            expected = phrase("“%(part)s”不是票种得分或等次票数；应如：A票得分 > 优秀票数 > 并列", part=part)
            sheets.fault(found, row, VALUE, expected)
        return ()


def _rule(values: dict[str, Any]) -> ScoringRule:
    fields = {name: value for name, value in values.items() if name in ScoringRule.__dataclass_fields__}
    if values["quota"] is not None:
        fields["quota"] = Quota(values["quota"], values["rounding"], values["per_group"])
    return ScoringRule(**fields)
