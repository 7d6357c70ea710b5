"""The count of the slips, to be signed: printed = in the box + unused + spoiled + not returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.phrase import N_, phrase
from ...domain.plan import Plan
from ..table import date_text
from . import heads
from .heads import Translate
from .model import Column, Grid, Note, OfficePaper, widest

NAME = N_("选票条清点")
SUM = N_("印制 ＝ 投入票箱 ＋ 剩余 ＋ 写坏、作废 ＋ 没有收回")
GIVEN_BACK = N_("换纸质票时交回的选票条单独放，不算剩余，也不算作废：换成的那张纸质票顶替了它。")
IN_THE_BOX = (N_("印制"), N_("投入票箱"))
BY_KIND = (N_("其中手机"), N_("其中纸质"), N_("换发的纸质票"))
IN_HAND = (N_("剩余"), N_("写坏、作废"))
REPLACED, NOT_RETURNED = N_("其中补发"), N_("没有收回")
RECORDED = N_("“其中补发”是系统记下的：经两人同意作废、换了新条的旧条。收回的写坏、作废的条不应少于它。")


@dataclass(frozen=True)
class PaperCount:
    """Paper ballots of a class: handed out for slips, and in the box."""

    out: int
    cast: int


@dataclass(frozen=True)
class SlipCount:
    """Where the slips of a class went; None where nobody counted yet, or where a round had no paper."""

    printed: int
    cast: int
    unused: int | None
    spoiled: int | None
    not_returned: int | None
    paper: PaperCount | None = None
    replaced: int = 0

    def row(self, *, with_replaced: bool) -> tuple[int | None, ...]:
        """The counts in the order of the columns."""
        kinds = self.paper and (self.cast - self.paper.cast, self.paper.cast, self.paper.out)
        anew = (self.replaced,) if with_replaced else ()
        return (self.printed, self.cast, *(kinds or ()), self.unused, self.spoiled, *anew, self.not_returned)


def slip_count(
    plan: Plan, counts: Sequence[SlipCount], translate: Translate, *, mark: str, cancelled: Sequence[int] = ()
) -> OfficePaper:
    """Draw the sheet up, a line for every class; `mark` is the fingerprint of the box it belongs to.

    `cancelled` are the sizes of the batches that were cancelled whole before voting.
    """
    called, meeting = translate(NAME), plan.meeting
    held_on = meeting.held_on and date_text(meeting.held_on)
    facts = ((phrase("时间"), held_on), (phrase("地点"), meeting.venue), (phrase("票箱指纹"), mark))
    return OfficePaper(
        name=called,
        title=heads.titles(meeting.title, called),
        lines=(heads.labelled([(label, value) for label, value in facts if value], translate),),
        blocks=(
            _grid(plan, counts, translate),
            Note(translate(N_("说明")), "\n".join(_notes(plan, counts, cancelled, translate))),
        ),
        signatures=heads.signatures(translate),
        mark=mark,
    )


def _notes(
    plan: Plan, counts: Sequence[SlipCount], cancelled: Sequence[int], translate: Translate
) -> Iterator[str]:
    yield translate(SUM)
    if plan.has_paper:
        yield translate(GIVEN_BACK)
    if _has_replaced(counts):
        yield translate(RECORDED)
    if cancelled:
        slips = sum(cancelled)
        yield phrase("开始前整批作废的 %(slips)s 条不计入上表，旧条应已销毁。", slips=slips).render(translate)


def _has_replaced(counts: Sequence[SlipCount]) -> bool:
    return any(line.replaced for line in counts)


def _grid(plan: Plan, counts: Sequence[SlipCount], translate: Translate) -> Grid:
    names = [
        phrase("%(letter)s票　%(name)s", letter=group.letter, name=group.name).render(translate)
        for group in plan.classes
    ]
    anew = _has_replaced(counts)
    rows = [line.row(with_replaced=anew) for line in counts]
    kinds = BY_KIND if plan.has_paper else ()
    headings = (*IN_THE_BOX, *kinds, *IN_HAND, *((REPLACED,) if anew else ()), NOT_RETURNED)
    total = tuple(None if None in column else sum(column) for column in zip(*rows, strict=True))
    return Grid(
        (
            Column(translate(N_("票种")), widest(names, 180, 260)),
            *(Column(translate(word), 78) for word in headings),
        ),
        (
            *((name, *row) for name, row in zip(names, rows, strict=True)),
            (translate(N_("合计")), *total),
        ),
        has_total=True,
    )
