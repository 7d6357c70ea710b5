"""Where the ballots went, checked to balance before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from ..documents.table import Number, Quorum, Returns, ReturnsLine
from ..domain.errors import ReturnsOutOfBalance, TallyOutOfBalance
from ..domain.phrase import phrase
from ..domain.plan import Plan
from ..scoring import published
from .disclosure import Disclosure
from .outcome import Outcome, Returned
from .sources import Sources, sources

RATE_DECIMALS = 2


def returns(plan: Plan, outcome: Outcome, issued: Sequence[int], shown: Disclosure) -> Returns:
    """Draw up the returns of all classes.

    Raises
    ------
    ReturnsOutOfBalance
        If more ballots of a class came back than were handed out.
    TallyOutOfBalance
        If the counts contradict the ballots that came back.
    """
    _require_balance(plan, outcome, issued)
    total = Returned(*(sum(getattr(line, part) for line in outcome.returns) for part in PARTS))
    on_paper = sources(plan, outcome) or Sources((None,) * len(plan.classes), None)
    all_issued = sum(issued)
    return Returns(
        expected=plan.meeting.expected,
        present=plan.meeting.present,
        total=_line(total, all_issued, on_paper.total, is_shown=True),
        by_class=tuple(
            _line(line, issued[k], on_paper.by_class[k], is_shown=shown.columns[k])
            for k, line in enumerate(outcome.returns)
        ),
        spares=tuple(
            0 if group.is_public else plan.rule.spares(n)
            for group, n in zip(plan.classes, issued, strict=True)
        ),
        quorum=quorum(
            plan.rule.quorum,
            plan.in_hall(issued),
            plan.in_hall(line.returned for line in outcome.returns),
        ),
    )


PARTS = ("valid", "void", "blank", "unopenable")


def quorum(share: Fraction | None, issued: int, returned: int) -> Quorum | None:
    """Compare the ballots that came back with the share that had to; None where none had to."""
    if share is None:
        return None
    needed = ceil(share * issued)
    values = {"returned": returned, "share": share, "needed": needed}
    met = returned >= needed
    sentence = (
        phrase("收回%(returned)s张，不少于发出票数的%(share)s（%(needed)s张），符合要求。", **values)
        if met
        else phrase("收回%(returned)s张，未达发出票数的%(share)s（%(needed)s张），结果仅供参考。", **values)
    )
    return Quorum(share, needed, met, sentence)


def _line(line: Returned, issued: int, paper: int | None, *, is_shown: bool) -> ReturnsLine:
    rate = Fraction(line.returned, issued) if issued else None
    return ReturnsLine(
        issued=issued,
        returned=line.returned,
        valid=line.valid if is_shown else None,
        void=line.void if is_shown else None,
        abstained=line.blank if is_shown else None,
        paper=paper,
        rate=Number() if rate is None else Number(f"{published(rate * 100, RATE_DECIMALS)}%", rate),
    )


def _require_balance(plan: Plan, outcome: Outcome, issued: Sequence[int]) -> None:
    for k, line in enumerate(outcome.returns):
        letter = plan.classes[k].letter
        if line.returned > issued[k]:
            raise ReturnsOutOfBalance(voter_class=letter, returned=line.returned, issued=issued[k])
        if min(getattr(line, part) for part in PARTS) < 0 or not _cells_balance(outcome, k):
            raise TallyOutOfBalance(voter_class=letter)


def _cells_balance(outcome: Outcome, k: int) -> bool:
    """Every cell accounts for every ballot that is not void: 收回 − 无效 − 打不开 = 划票 + 弃权 + 回避."""
    line = outcome.returns[k]
    return all(
        min(*counts, abstained, not_asked) >= 0
        and sum(counts) + abstained + not_asked == line.valid + line.blank
        for rows in zip(outcome.counts[k], outcome.abstained[k], outcome.not_asked[k], strict=True)
        for counts, abstained, not_asked in zip(*rows, strict=True)
    )
