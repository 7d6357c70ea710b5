"""Does the paper add up: every slip printed is in the box, in hand, or known to be missing (V8, V12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..domain.phrase import Phrase, phrase
from ..domain.waiver import LEAST_SHOWN
from .contents import Contents
from .figures import Figures
from .shape import count, many


def slips(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V8: printed = in the box + unused + spoiled + not returned, for every class."""
    counted = contents.documents["returns.json"]["reconciliation"]
    if counted is None or len(counted) != len(figures.ballots):
        yield phrase("没有各票种的选票条清点")
        return
    for letter, line, paper in zip(figures.plan.letters, figures.ballots, counted, strict=True):
        if paper["printed"] != line.cast + paper["unused"] + paper["spoiled"] + paper["not_returned"]:
            yield phrase("%(letter)s票：印制不等于投入票箱、剩余、作废、没有收回之和", letter=letter)


def ballots(contents: Contents, figures: Figures) -> Iterator[Phrase]:
    """V8: of paper ballots just as much is told as gives no class away, and no more than were set aside."""
    told = contents.documents["returns.json"].get("paper")
    reserve = contents.documents["round.json"].get("paper")
    if told is None and reserve is None:
        return
    if told is None or not _is_reserve(reserve, figures) or len(told["classes"]) != len(figures.ballots):
        yield phrase("纸质票的张数与设定不符")
        return
    lines = zip(figures.plan.letters, figures.ballots, told["classes"], reserve, strict=True)
    for letter, line, n, most in lines:
        if not _may_be_told(n, most, line.cast):
            yield phrase("%(letter)s票：纸质票的张数不对，或不应列出", letter=letter)
    if not _is_total(told["total"], told["classes"], [line.cast for line in figures.ballots]):
        yield phrase("纸质票的合计不对，或能由它算出不列出的票种")
    void = [line.void for line in figures.ballots]
    if None not in void and sum(told["void"] or ()) > sum(n or 0 for n in void):
        yield phrase("各原因的无效票多于无效票")


def _may_be_told(n: int | None, most: int, cast: int) -> bool:
    """Neither few on paper nor few by phone; where none was set aside, none can have been cast."""
    if most == 0:
        return n == 0
    return n is None or LEAST_SHOWN <= n <= min(most, cast - LEAST_SHOWN)


def _is_total(total: int | None, classes: Sequence[int | None], cast: Sequence[int]) -> bool:
    """It is the sum where all are told, and gives nobody away where some are not."""
    hidden = [votes for votes, n in zip(cast, classes, strict=True) if n is None]
    known = sum(n or 0 for n in classes)
    if not hidden:
        return total == known
    return total is None or (len(hidden) > 1 and LEAST_SHOWN <= total - known <= sum(hidden) - LEAST_SHOWN)


def _is_reserve(reserve: Any, figures: Figures) -> bool:
    return many(count)(reserve) and len(reserve) == len(figures.ballots)


def printed(contents: Contents, acts: Sequence[Any]) -> Iterator[Phrase]:
    """V12: no more slips than were printed at the opening and exchanged by two people since."""
    counted = contents.documents["returns.json"]["reconciliation"] or []
    at_opening = contents.documents["round.json"]["printed"]
    letters = [group["letter"] for group in contents.documents["round.json"]["settings"]["classes"]]
    exchanged = [act["detail"].get("class") for act in acts if act["act"] == "replace-slip"]
    for letter, paper, frozen in zip(letters, counted, at_opening, strict=False):
        if paper["printed"] != frozen + exchanged.count(letter):
            yield phrase("%(letter)s票：印制张数与操作记录里补发的不符", letter=letter)
