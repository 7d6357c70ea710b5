"""The ballot once more before it is cast, grouped by grade, and its reasons, for phones without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..domain.phrase import Phrase, phrase
from ..domain.scale import ABSTAINED, NOT_ASKED, ScaleKind
from ..domain.sheet import Marks, Sheet
from ..domain.validity import Finding, falls_short, rated_subjects
from .answer_words import spoken, with_words
from .ballot_form import MARK, BallotForm, asked_sheet, marks
from .parts import style_of
from .reason_form import ReasonBox, ReasonPart, reason_boxes, reason_part
from .tones import tone


@dataclass(frozen=True)
class Name:
    """A subject that got this grade, and on which criteria where it was not on all."""

    number: int
    subject: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class GradeGroup:
    """One grade, how often it was given, and to whom."""

    word: str
    tone: str
    is_place: bool
    count: int
    names: tuple[Name, ...]


@dataclass(frozen=True)
class ReviewPage:
    """Everything the template of a review shows and carries on."""

    groups: tuple[GradeGroup, ...]
    marks: tuple[tuple[str, int], ...]
    own: int | None
    part: ReasonPart | None
    boxes: tuple[ReasonBox, ...]
    complaints: tuple[Phrase, ...]
    warning: Phrase | None
    style: str


def review_page(form: BallotForm, found: Sequence[Finding] = ()) -> ReviewPage:
    """Lay out a complete sheet, the best grade first, and what was found wrong with its reasons."""
    sheet, given = asked_sheet(form), marks(form)
    return ReviewPage(
        groups=tuple(_groups(sheet, given)),
        marks=tuple((f"{MARK}{cell}", a) for cell, a in enumerate(given.answers) if a != NOT_ASKED),
        own=form.own.data,
        part=reason_part(sheet),
        boxes=tuple(reason_boxes(form, given, found).values()),
        complaints=tuple(with_words(finding.phrase) for finding in found),
        warning=shortfall(given, sheet),
        style=style_of(form.sheet),
    )


def _groups(sheet: Sheet, given: Marks) -> Iterator[GradeGroup]:
    for answer in (*range(sheet.scale.best, -1, -1), ABSTAINED):
        if count := given.answers.count(answer):
            names = tuple(_names(sheet, given, answer))
            is_place = sheet.scale.kind is ScaleKind.PLACES and answer != ABSTAINED
            word = spoken(sheet.scale.word(answer))
            yield GradeGroup(word, tone(sheet.scale, answer), is_place, count, names)


def _names(sheet: Sheet, given: Marks, answer: int) -> Iterator[Name]:
    columns = len(sheet.criteria)
    for place, subject in enumerate(sheet.subjects):
        row = given.answers[place * columns : (place + 1) * columns]
        held = tuple(c.name for c, a in zip(sheet.criteria, row, strict=True) if a == answer)
        if held:
            yield Name(place + 1, subject.name, held if len(held) < columns else ())


def shortfall(given: Marks, sheet: Sheet) -> Phrase | None:
    """Say that a ballot rates too few to count, before it is sent."""
    if not falls_short(given, sheet):
        return None
    return phrase(
        "您只评了 %(n)s 个，不足应评的 %(share)s：按规定，这张票交上去是无效票。",
        n=len(rated_subjects(given, sheet)),
        share=sheet.least_share,
    )
