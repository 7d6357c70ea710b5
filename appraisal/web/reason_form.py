"""Reasons as a form: the boxes a page offers, what a phone posts in them, read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wtforms.fields import Field

from ..domain.phrase import N_, Phrase, phrase
from ..domain.reason import LEAST_RELEASED, Written, subjects_asked, tidy
from ..domain.rule import Reasons
from ..domain.sheet import Marks, Sheet
from ..domain.validity import Finding
from .answer_words import spoken

if TYPE_CHECKING:
    from .ballot_form import BallotForm

REASON = "r"  # the box of subject 7 is named r7
REASON_NAME = re.compile(r"r[0-9]+")
ASKED = MappingProxyType(
    {
        Reasons.REQUIRED: N_(
            "评为“%(grade)s”请写明原因（不超过 %(most)s 字，不要写能看出身份的内容）。与划票分开保存。"
        ),
        Reasons.OPTIONAL: N_(
            "评为“%(grade)s”可以写明原因（不超过 %(most)s 字，不要写能看出身份的内容）。与划票分开保存。"
        ),
    }
)
RULE = MappingProxyType(
    {
        Reasons.REQUIRED: N_("评“%(grade)s”要写明原因"),
        Reasons.OPTIONAL: N_("评“%(grade)s”可以写明原因"),
    }
)


class ReasonsField(Field):
    """All boxes of a sheet as one value; a box that the sheet does not have is an error."""

    def __init__(self, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        asked = sheet.asked_subjects if sheet.reasons is not Reasons.OFF else ()
        self.offered = {f"{REASON}{subject}": subject for subject in asked}

    def process(self, formdata: Any, *_: Any, **__: Any) -> None:
        """Read what was posted, each text in one line."""
        names = [name for name in formdata or () if REASON_NAME.fullmatch(name)]
        is_right = all(name in self.offered and len(formdata.getlist(name)) == 1 for name in names)
        self.process_errors = [] if is_right else ["a reason that this sheet does not ask for"]
        texts = {self.offered[name]: tidy(formdata[name]) for name in names if name in self.offered}
        self.data = Written(texts)


@dataclass(frozen=True)
class ReasonBox:
    """One box under a subject that got the lowest grade, with what was written so far."""

    name: str
    number: int
    subject: str
    text: str = field(repr=False)
    is_wrong: bool


@dataclass(frozen=True)
class ReasonPart:
    """What the pages say of reasons: the label of every box, how long a text may be, who reads it."""

    label: Phrase
    rule: Phrase
    most: int
    is_required: bool
    blank: ReasonBox
    kept: tuple[Phrase, ...]


def reason_part(sheet: Sheet) -> ReasonPart | None:
    """Say how a sheet asks for reasons; None where it does not."""
    if sheet.reasons is Reasons.OFF:
        return None
    values = {"grade": spoken(sheet.scale.grades[-1].name), "most": sheet.reason_length}
    return ReasonPart(
        label=Phrase(ASKED[sheet.reasons], values),
        rule=Phrase(RULE[sheet.reasons], values),
        most=sheet.reason_length,
        is_required=sheet.reasons is Reasons.REQUIRED,
        blank=ReasonBox("", 0, "", "", is_wrong=False),
        kept=(
            phrase(
                "原因不带票码和时间，与选票分开密封；"
                "满 %(least)s 条的单位才打乱后交组织者和监票人核实，不公布。",
                least=LEAST_RELEASED,
            ),
            phrase("写法可能暴露身份：请不要写只有您才知道的事，也不要写能看出您是谁的话。"),
        ),
    )


def reason_boxes(form: BallotForm, given: Marks, found: Sequence[Finding] = ()) -> dict[int, ReasonBox]:
    """Return the boxes of the subjects that got the lowest grade, by position."""
    sheet, columns = form.sheet, len(form.sheet.criteria)
    wrong = {cell // columns for finding in found for cell in finding.cells}
    return {
        subject: ReasonBox(
            name=f"{REASON}{subject}",
            number=subject + 1,
            subject=sheet.subjects[subject].name,
            text=form.reasons.data.texts.get(subject, ""),
            is_wrong=subject in wrong,
        )
        for subject in subjects_asked(given, sheet)
    }
