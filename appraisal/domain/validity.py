"""What makes a whole ballot refusable: empty cells, quotas, one answer everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .phrase import Phrase, phrase
from .scale import ABSTAINED, NOT_ASKED, UNANSWERED, ScaleKind
from .sheet import Marks, Sheet

ALL_SAME_FROM = 5  # subjects; below that, one grade for all is an honest answer


@dataclass(frozen=True)
class Finding:
    """One reason why a ballot cannot be submitted, and the cells it is about."""

    kind: str
    cells: tuple[int, ...]
    phrase: Phrase


def check(marks: Marks, sheet: Sheet) -> tuple[Finding, ...]:
    """Return every reason to refuse; an empty tuple means the ballot may be sealed.

    Raises
    ------
    ValueError
        If the marks are no marks of this sheet: wrong length, an answer off the scale, a mark on the own
        unit. Only a forged form does that.
    """
    require_on_sheet(marks, sheet)
    return (
        *_missing(marks),
        *_over_quota(marks, sheet),
        *_all_same(marks, sheet),
        *_shared_places(marks, sheet),
    )


def require_on_sheet(marks: Marks, sheet: Sheet) -> None:
    """Refuse marks that the sheet cannot produce."""
    if len(marks.answers) != sheet.cells:
        raise ValueError(f"expected {sheet.cells} marks, got {len(marks.answers)}")
    columns, asked, best = len(sheet.criteria), set(sheet.asked_subjects), sheet.scale.best
    for cell, answer in enumerate(marks.answers):
        own = cell // columns not in asked
        if own != (answer == NOT_ASKED) or not UNANSWERED <= answer <= best:
            raise ValueError("a mark that this sheet does not offer")


def is_blank(marks: Marks) -> bool:
    """Say whether every asked cell is an abstention: returned, but neither valid nor void."""
    return all(answer in (ABSTAINED, NOT_ASKED) for answer in marks.answers)


def falls_short(marks: Marks, sheet: Sheet) -> bool:
    """Say whether the ballot rates too few of its subjects to count; one that rates none is blank."""
    if sheet.least_share is None or is_blank(marks):
        return False
    return len(rated_subjects(marks, sheet)) < sheet.least_share * len(sheet.asked_subjects)


def rated_subjects(marks: Marks, sheet: Sheet) -> set[int]:
    """Positions of the subjects that got a mark on at least one criterion."""
    columns = len(sheet.criteria)
    return {cell // columns for cell, answer in enumerate(marks.answers) if answer >= 0}


def _missing(marks: Marks) -> Iterator[Finding]:
    cells = tuple(cell for cell, answer in enumerate(marks.answers) if answer == UNANSWERED)
    if cells:
        yield Finding("missing", cells, phrase("还有 %(count)s 项未评", count=len(cells)))


def _over_quota(marks: Marks, sheet: Sheet) -> Iterator[Finding]:
    columns = len(sheet.criteria)
    for members, limit in sheet.quota_limits():
        for column, criterion in enumerate(sheet.criteria):
            cells = (subject * columns + column for subject in members)
            held = tuple(cell for cell in cells if marks.answers[cell] == sheet.scale.best)
            if len(held) > limit:
                yield Finding(
                    "over-quota",
                    held,
                    phrase(
                        "“%(grade)s”最多 %(limit)s 个，您评了 %(count)s 个（%(criterion)s）",
                        grade=sheet.scale.grades[0].name,
                        limit=limit,
                        count=len(held),
                        criterion=criterion.name,
                    ),
                )


def _all_same(marks: Marks, sheet: Sheet) -> Iterator[Finding]:
    asked = [answer for answer in marks.answers if answer != NOT_ASKED]
    if sheet.scale.kind is ScaleKind.PLACES or sheet.allow_all_same:
        return
    if len(sheet.asked_subjects) < ALL_SAME_FROM or asked[0] < 0:
        return
    if len(set(asked)) == 1:
        yield Finding(
            "all-same",
            (),
            phrase("所有单位评了同一等次，按规定不能提交。请至少改一项。"),
        )


def _shared_places(marks: Marks, sheet: Sheet) -> Iterator[Finding]:
    """Every place goes to one subject; unless the rule allows a part, all subjects get one."""
    if sheet.scale.kind is not ScaleKind.PLACES or is_blank(marks):
        return
    held: dict[int, list[int]] = {}
    for cell, answer in enumerate(marks.answers):
        held.setdefault(answer, []).append(cell)
    for answer, cells in sorted(held.items(), reverse=True):
        if answer >= 0 and len(cells) > 1:
            place = sheet.scale.word(answer)
            reason = phrase("第 %(place)s 名给了 %(count)s 个单位，只能给一个", place=place, count=len(cells))
            yield Finding("place-shared", tuple(cells), reason)
    if ABSTAINED in held and not sheet.allow_partial:
        reason = phrase("还有 %(count)s 个单位没有名次", count=len(held[ABSTAINED]))
        yield Finding("place-missing", tuple(held[ABSTAINED]), reason)
