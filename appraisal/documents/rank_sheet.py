"""The sheet 排名票规则: a round in which the units are put in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ..domain.activity import RANKING
from ..domain.flaw import FULL_WEIGHT
from ..domain.meeting import Meeting, VoterClass
from ..domain.phrase import phrase
from ..domain.sheet import Criterion, Subject
from .draft import Draft, note_flaws
from .grid import key
from .layout import RANK_RULE, VALUE
from .rule_items import whole
from .rule_sheet import read_rule, scale_of
from .worksheets import Worksheets

VOTERS = "参加票种"
ISSUED = "发出票数"
CRITERION = "名次"
SEPARATORS = re.compile(r"[、,，;；\s]+")
KIND = "量表"


def read_ranking(
    sheets: Worksheets,
    meeting: Meeting,
    units: Mapping[int, Subject],
    classes: Mapping[int, VoterClass],
) -> Draft:
    """Read the round that orders all units; its voters are some of the classes, in their order."""
    voters = _voters(sheets, tuple(classes.values()))
    letters = tuple(group.letter for group in voters)
    others = (VOTERS, *(f"{group.letter}{ISSUED}" for group in classes.values()))
    read = read_rule(sheets, letters, (), RANK_RULE, others)
    draft = Draft(
        name=RANKING,
        meeting=meeting,
        subjects=tuple(units.values()),
        classes=_weighted(voters, is_pooled=read.rule.pooled),
        criteria=(Criterion(CRITERION, Fraction(FULL_WEIGHT)),),
        scale=scale_of(sheets, read, (), len(units)),
        rule=read.rule,
    )
    _require_places(sheets)
    note_flaws(sheets, draft, {}, {"rule": RANK_RULE, "classes": RANK_RULE, "criteria": RANK_RULE})
    return draft


def ranking_texts(voters: tuple[VoterClass, ...]) -> dict[str, str]:
    """Write who orders the units, item by item as it is read."""
    issued = {f"{group.letter}{ISSUED}": str(group.issued) for group in voters}
    return {VOTERS: "、".join(group.letter for group in voters), **issued}


def _require_places(sheets: Worksheets) -> None:
    row = sheets.settings(RANK_RULE).get(KIND)
    found = sheets.listing(RANK_RULE)
    if found is not None and (row is None or key(found.cell(row, VALUE)) != "名次"):
        place = found.header if row is None else row
        sheets.fault(found, place, VALUE, phrase("量表应为：名次"))


def _voters(sheets: Worksheets, classes: tuple[VoterClass, ...]) -> tuple[VoterClass, ...]:
    """Pick the classes that take part; without the item all do that recuse nothing."""
    found, rows = sheets.listing(RANK_RULE), sheets.settings(RANK_RULE)
    row = rows.get(VOTERS)
    wanted = {group.letter for group in classes if not group.recuses_own and not group.is_public}
    if found is not None and row is not None and found.cell(row, VALUE):
        text = unicodedata.normalize("NFKC", found.cell(row, VALUE))
        wanted = set(filter(None, SEPARATORS.split(text)))
        known = {group.letter for group in classes}
        if unknown := tuple(sorted(wanted - known)):
            sheets.fault(found, row, VALUE, phrase("没有这个票种：%(letters)s", letters=unknown))
    return tuple(
        _taking_part(group, _issued(sheets, rows, group)) for group in classes if group.letter in wanted
    )


def _taking_part(group: VoterClass, issued: int) -> VoterClass:
    return replace(group, recuses_own=False, issued=issued, paper=min(group.paper, max(issued, 0)))


def _issued(sheets: Worksheets, rows: Mapping[str, int], group: VoterClass) -> int:
    found, row = sheets.listing(RANK_RULE), rows.get(f"{group.letter}{ISSUED}")
    if found is None or row is None:
        return group.issued
    return sheets.value(found, row, VALUE, whole, 0, phrase("应为张数，例如 28"))


def _weighted(voters: tuple[VoterClass, ...], *, is_pooled: bool) -> tuple[VoterClass, ...]:
    """Keep the proportions of the weights; pooled votes have none."""
    total = sum((group.weight or Fraction(0) for group in voters), Fraction(0))
    if is_pooled or not total:
        return tuple(replace(group, weight=None) for group in voters)
    return tuple(replace(group, weight=(group.weight or 0) * FULL_WEIGHT / total) for group in voters)
