"""Answers that are numbers: which have a button, and the box for any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.exact import shown
from ..domain.phrase import Phrase, phrase
from ..domain.scale import ABSTAINED, ScaleKind
from ..domain.sheet import Sheet
from .ballot_form import EXACT

STRIDES, BUTTONS = 20, 8  # of a scale of points: 100, 95 … 65 stand on buttons


@dataclass(frozen=True)
class Exact:
    """A box for a number that is not among the answers to tap."""

    name: str
    text: str
    is_whole: bool


def answers_to_tap(sheet: Sheet) -> tuple[int, ...]:
    """List the answers that have a button, best first; of many points those in even steps from the top."""
    scale = sheet.scale
    if scale.kind is ScaleKind.GRADES:
        return (*range(scale.best, -1, -1), ABSTAINED)
    if scale.kind is ScaleKind.PLACES:
        return (*range(scale.best, -1, -1), *([ABSTAINED] if sheet.allow_partial else ()))
    stride = max(1, len(scale.grades) // STRIDES)
    return (*range(scale.best, -1, -stride)[:BUTTONS], ABSTAINED)


def exact_box(sheet: Sheet, cell: int, answer: int, typed: str) -> Exact:
    """Offer a box for any number; it holds what was typed, or a mark that has no button."""
    text = typed
    if not typed and answer >= 0 and answer not in answers_to_tap(sheet):
        text = sheet.scale.word(answer)
    is_whole = all(points.denominator == 1 for points in sheet.scale.points)
    return Exact(f"{EXACT}{cell}", text, is_whole)


def number_rules(sheet: Sheet) -> Iterator[Phrase]:
    """What a voter is told before the first number."""
    scale = sheet.scale
    if scale.kind is ScaleKind.PLACES:
        yield phrase("给每个单位排一个名次，不能重复")
        return
    lowest, highest = shown(scale.points[0]), shown(scale.points[-1])
    yield phrase("每一项打 %(lowest)s 到 %(highest)s 分", lowest=lowest, highest=highest)
    yield phrase("点一个分数，或在框里填别的分数")
    if sheet.least_share is not None:
        yield phrase("评的不足%(share)s的票作废", share=sheet.least_share)
