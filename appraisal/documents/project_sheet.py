"""The sheet 观摩项目 beside the units: what joins a project to its unit, and its score to the unit's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from ..domain.activity import RollUp
from ..domain.exact import read, shown
from ..domain.flaw import FULL_WEIGHT
from ..domain.phrase import phrase
from ..domain.sheet import Subject
from .grid import Listing, key
from .layout import PARENT, PROJECTS, RULE, SUBJECTS, VALUE
from .rule_items import whole
from .worksheets import Worksheets

MEAN, BY_KIND = "项目得分平均", "按类别加权"
BEST = re.compile(r"最好(\d+)个项目平均")
WEIGHT = re.compile(r"(.+?)[:： ]?(\d+(?:\.\d+)?)%?")
SCORE, TOP, WEIGHTS = "单位得分", "好项目名额", "类别权重"


def check_projects(sheets: Worksheets, units: Mapping[int, Subject], projects: Mapping[int, Subject]) -> None:
    """Note projects of units that are not listed, and listed units without a project."""
    names = {unit.name for unit in units.values()}
    found, listed = sheets.listing(PROJECTS), sheets.listing(SUBJECTS)
    for row, project in projects.items():
        if found is not None and project.parent not in names:
            sheets.fault(found, row, PARENT, phrase("应为“评议对象”中的一个名称"))
    owners = {project.parent for project in projects.values()}
    for row, unit in units.items():
        if listed is not None and unit.name not in owners:
            sheets.fault(listed, row, "名称", phrase("“观摩项目”中没有这个单位的项目"))


def read_roll_up(sheets: Worksheets, projects: Mapping[int, Subject]) -> RollUp:
    """Read how project scores make a unit's score; without a word it is their plain mean."""
    found, rows = sheets.listing(RULE), sheets.settings(RULE)
    texts = dict.fromkeys((SCORE, TOP, WEIGHTS), "")
    if found is not None:
        texts |= {name: found.cell(rows[name], VALUE) for name in texts if name in rows}
    top = 0
    if found is not None and texts[TOP]:
        top = sheets.value(found, rows[TOP], VALUE, whole, 0, phrase("应为整数，例如 10；不设时留空"))
    way = key(texts[SCORE])
    best = BEST.fullmatch(way)
    if found is not None and way not in ("", MEAN, BY_KIND) and best is None:
        expected = phrase("应为：项目得分平均、最好2个项目平均，或按类别加权")
        sheets.fault(found, rows[SCORE], VALUE, expected)
    kinds = _kinds(sheets, found, rows, projects) if way == BY_KIND else ()
    return RollUp(best=max(1, int(best[1])) if best else None, kinds=kinds, top=max(0, top))


def roll_up_texts(roll_up: RollUp) -> dict[str, str]:
    """Write how project scores make a unit's score, item by item as it is read."""
    way = BY_KIND if roll_up.kinds else MEAN if roll_up.best is None else f"最好{roll_up.best}个项目平均"
    weights = "、".join(f"{kind}{shown(weight)}" for kind, weight in roll_up.kinds)
    return {SCORE: way, TOP: str(roll_up.top or ""), WEIGHTS: weights}


def _kinds(
    sheets: Worksheets,
    found: Listing | None,
    rows: Mapping[str, int],
    projects: Mapping[int, Subject],
) -> tuple[tuple[str, Fraction], ...]:
    """Read 开工30、竣工40、扩规30: every kind of project needs a weight."""
    if found is None:
        return ()
    text = found.cell(rows[WEIGHTS], VALUE) if WEIGHTS in rows else ""
    parts = [WEIGHT.fullmatch(key(part)) for part in re.split(r"[、,，;；]", text) if part.strip()]
    weights = {part[1]: read(part[2]) for part in parts if part is not None}
    needed = tuple(dict.fromkeys(project.kind for project in projects.values()))
    expected = phrase("应写明每个类别的权重，合计 100，例如：开工30、竣工40、扩规30")
    is_whole = all(parts) and set(weights) >= set(needed) and sum(weights.values()) == FULL_WEIGHT
    if not is_whole:
        sheets.fault(found, rows.get(WEIGHTS, rows.get(SCORE, found.header)), VALUE, expected)
    return tuple(weights.items())
