"""Why somebody gave the lowest grade: the text itself, when it is asked for, when it may be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from .naming import unprintable
from .phrase import N_, phrase
from .rule import Reasons
from .sheet import Marks, Sheet
from .validity import Finding

LOWEST = 0  # the answer that a reason goes with
LACKING = "reason-missing"  # nothing was written yet: a page asks, before it complains
LEAST_RELEASED = 5  # reasons of one subject; of fewer, each is too easily given a name


class FollowUp(StrEnum):
    """What came of a reason once somebody looked into it."""

    PENDING = "pending"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"
    MENDED = "mended"


FOLLOW_UP_NAME = MappingProxyType(
    {
        FollowUp.PENDING: N_("待核实"),
        FollowUp.UPHELD: N_("属实"),
        FollowUp.WITHDRAWN: N_("撤回"),
        FollowUp.MENDED: N_("已整改"),
    }
)


@dataclass(frozen=True)
class Written:
    """What a voter wrote, by the position of the subject; never printed by accident."""

    texts: Mapping[int, str] = field(repr=False)

    def beside(self, marks: Marks, sheet: Sheet) -> Written:
        """Return what goes with a lowest grade: a text that was left beside another one is none."""
        asked = set(subjects_asked(marks, sheet))
        return Written({subject: text for subject, text in self.texts.items() if text and subject in asked})


NOTHING_WRITTEN = Written(MappingProxyType({}))


def tidy(text: str) -> str:
    """Bring a text into one line without blanks at its ends."""
    return " ".join(text.split())


def is_writable(text: str, length: int) -> bool:
    """Say whether a text may lie in the box: tidy, short enough, and every character prints."""
    return text == tidy(text) and len(text) <= length and not any(map(unprintable, text))


def subjects_asked(marks: Marks, sheet: Sheet) -> tuple[int, ...]:
    """List the subjects that got the lowest grade on any criterion."""
    if sheet.reasons is Reasons.OFF:
        return ()
    columns = len(sheet.criteria)
    return tuple(dict.fromkeys(c // columns for c, answer in enumerate(marks.answers) if answer == LOWEST))


def check(written: Written, marks: Marks, sheet: Sheet) -> tuple[Finding, ...]:
    """Return every reason to refuse what was written, each with the cells of its subjects."""
    given = written.beside(marks, sheet).texts
    lacking = [subject for subject in subjects_asked(marks, sheet) if subject not in given]
    return (
        *_lacking(lacking if sheet.reasons is Reasons.REQUIRED else (), sheet),
        *_too_long([s for s, text in given.items() if len(text) > sheet.reason_length], sheet),
        *_unprintable([s for s, text in given.items() if any(map(unprintable, text))], sheet),
    )


def _lacking(subjects: list[int] | tuple[()], sheet: Sheet) -> Iterator[Finding]:
    if subjects:
        text = phrase(
            "评为“%(grade)s”的要写明原因：%(subjects)s",
            grade=sheet.scale.grades[-1].name,
            subjects=_names(subjects, sheet),
        )
        yield Finding(LACKING, _cells(subjects, sheet), text)


def _too_long(subjects: list[int], sheet: Sheet) -> Iterator[Finding]:
    if subjects:
        text = phrase(
            "原因最多 %(most)s 字，请写短些：%(subjects)s",
            most=sheet.reason_length,
            subjects=_names(subjects, sheet),
        )
        yield Finding("reason-long", _cells(subjects, sheet), text)


def _unprintable(subjects: list[int], sheet: Sheet) -> Iterator[Finding]:
    if subjects:
        names = _names(subjects, sheet)
        text = phrase("原因里有控制字符或看不见的符号，请删去重新输入：%(subjects)s", subjects=names)
        yield Finding("reason-signs", _cells(subjects, sheet), text)


def _names(subjects: list[int] | tuple[()], sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.subjects[subject].name for subject in subjects)


def _cells(subjects: list[int] | tuple[()], sheet: Sheet) -> tuple[int, ...]:
    return tuple(subject * len(sheet.criteria) for subject in subjects)
