"""Turn a counted round into the table that every page and file shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..documents.table import ClassColumn, ResultTable, Returns, Row
from ..domain.exact import shown as written
from ..domain.phrase import N_, Phrase, phrase
from ..domain.plan import Plan
from ..domain.remarks import NORMALISING, remarks
from ..domain.rule import Normalisation
from ..domain.worked import worked_line
from ..scoring import published
from .cells import cells, disclosed, distribution
from .conclusions import conclusions
from .disclosure import Disclosure, everything
from .outcome import Outcome
from .returns import returns
from .rows import rows

FULL = 100  # weights of a plan are in percent
SCORE_NAME = {
    "mean": N_("加权平均分"),
    "trimmed": N_("去高低平均分"),
    Normalisation.CENTRED.value: N_("去均值得分"),
    Normalisation.STANDARD.value: N_("标准分"),
    Normalisation.MIN_MAX.value: N_("极差得分"),
    Normalisation.PERCENTILE.value: N_("百分位得分"),
    Normalisation.TWO_WAY.value: N_("两因素校正得分"),
}
FROM_COUNTS = N_("它只用公布的等次票数计算，可以重新算出")


def table(
    plan: Plan,
    outcome: Outcome,
    *,
    issued: Sequence[int] | None = None,
    full: bool = False,
    closed_alone: str = "",
    surplus: str = "",
) -> ResultTable:
    """Make the result table.

    Parameters
    ----------
    plan : Plan
    outcome : Outcome
    issued : sequence of K int, optional
        Slips handed out; what the plan says when absent.
    full : bool
        Show small classes too. For the one who holds the ballots anyway, never for a filed table.
    closed_alone : str
        Why the organizer closed without the scrutineer; empty where both closed.
    surplus : str
        Why there are more ballots than people present; empty before two people said so.

    Raises
    ------
    ReturnsOutOfBalance, TallyOutOfBalance
        If ballots and counts contradict each other: such a result must not be shown.
    """
    may = everything(len(plan.classes), len(plan.subjects)) if full else disclosed(plan, outcome)
    line = returns(plan, outcome, issued or [group.issued for group in plan.classes], may)
    listed = rows(plan, outcome, may)
    oddities = (*_alone(closed_alone), *_surplus(plan, line, surplus), *_unopenable(outcome))
    warnings = (*oddities, *_absent(plan, outcome), *_held_back(plan, may))
    if line.quorum is not None and not line.quorum.met:
        warnings = (line.quorum.sentence, *warnings)
    return ResultTable(
        meeting=plan.meeting,
        name=phrase("汇总表") if plan.rule.pooled or len(plan.classes) == 1 else phrase("分票种汇总表"),
        returns=line,
        columns=_columns(plan, may),
        grades=tuple(grade.name for grade in plan.scale.grades),
        abstention=plan.scale.abstention,
        criteria=tuple((item.name, item.weight / FULL) for item in plan.criteria),
        decimals=plan.rule.decimals,
        total_name=phrase("总得分"),
        beside_name=Phrase(SCORE_NAME[outcome.beside.method]),
        beside_note=_beside_note(outcome.beside.method),
        rows=listed,
        cells=cells(plan, outcome, may),
        distribution=distribution(plan, outcome, may),
        warnings=warnings,
        remarks=remarks(plan),
        worked=_worked(plan, outcome, may, listed[0]),
        verdicts=conclusions(plan, outcome, may),
        is_pooled=plan.rule.pooled,
        points=tuple(grade.points for grade in plan.scale.grades),
        has_reasons=plan.rule.asks_reasons,
        rates_with_abstentions=plan.rule.rates_with_abstentions,
        subject_word=plan.subject_word,
    )


def _alone(reason: str) -> Iterator[Phrase]:
    if reason:
        yield phrase("投票由组织者单独截止，监票人没有到场确认。原因：%(reason)s", reason=reason)


def _surplus(plan: Plan, line: Returns, reason: str) -> Iterator[Phrase]:
    """Tell of more ballots than people, also while nobody has said why: that is what the signers must see."""
    returned = plan.in_hall(each.returned for each in line.by_class)
    if line.present is not None and returned > line.present:
        text = (
            N_("收回 %(returned)s 张，多于实到 %(present)s 人。原因：%(reason)s")
            if reason
            else N_("收回 %(returned)s 张，多于实到 %(present)s 人。请查明原因。")
        )
        yield Phrase(text, {"returned": returned, "present": line.present, "reason": reason})


def _unopenable(outcome: Outcome) -> Iterator[Phrase]:
    if outcome.unopenable:
        yield phrase(
            "票箱中有%(count)s张打不开，不是按程序投入的选票，计入收回，不计分。请查明原因。票号：%(ids)s。",
            count=len(outcome.unopenable),
            ids="、".join(outcome.unopenable),
        )


def _beside_note(method: str) -> Phrase:
    how = NORMALISING.get(Normalisation(method)) if method in set(Normalisation) else None
    return phrase(
        "“%(name)s”只作旁证，不是正式结果，不改变名次。%(how)s。",
        name=Phrase(SCORE_NAME[method]),
        how=Phrase(how or FROM_COUNTS),
    )


def _columns(plan: Plan, may: Disclosure) -> tuple[ClassColumn, ...]:
    return tuple(
        ClassColumn(
            letter=group.letter,
            name=group.name,
            weight=None if plan.rule.pooled or group.weight is None else group.weight / FULL,
            heading=_heading(plan, k),
            is_withheld=not may.columns[k],
        )
        for k, group in enumerate(plan.classes)
    )


def _heading(plan: Plan, k: int) -> Phrase:
    group = plan.classes[k]
    if plan.rule.pooled or group.weight is None:
        return phrase("%(letter)s票得分", letter=group.letter)
    return phrase("%(letter)s票得分（%(weight)s%%）", letter=group.letter, weight=written(group.weight))


def _absent(plan: Plan, outcome: Outcome) -> tuple[Phrase, ...]:
    return tuple(
        phrase("%(letter)s票没有选票，其权重由其余票种按比例分担。", letter=plan.classes[k].letter)
        for remark in outcome.remarks
        if remark.kind == "class_empty" and (k := remark.voter_class) is not None
    )


def _held_back(plan: Plan, may: Disclosure) -> tuple[Phrase, ...]:
    if all(map(all, may.scores)):
        return ()
    return (
        phrase(
            "有效票不足%(least)s张的票种，以及可由此推算的票种，不单独列出（“—”），总得分仍包括在内。",
            least=plan.waiver.least_shown,
        ),
    )


def _worked(plan: Plan, outcome: Outcome, may: Disclosure, first: Row) -> Phrase | None:
    """Work out the first row, where all of its numbers are shown and no weight was shared out."""
    s = next(s for s, subject in enumerate(plan.subjects) if subject.name == first.subject)
    weights = [1 if plan.rule.pooled else group.weight for group in plan.classes]
    is_open = all(row[s] for row in may.counts)
    if not is_open or any(score.is_empty for score, w in zip(first.class_scores, weights, strict=True) if w):
        return None
    return worked_line(
        plan,
        first.subject,
        [(outcome.counts[k][s][0][::-1], outcome.abstained[k][s][0]) for k in range(len(plan.classes))],
        [score.shown for score in first.class_scores],
        first.total.shown,
        adds_up=_adds_up(plan, first),
    )


def _adds_up(plan: Plan, row: Row) -> bool:
    parts = zip(row.class_scores, plan.classes, strict=True)
    total = sum((Fraction(score.shown) * group.weight for score, group in parts if group.weight), Fraction(0))
    return published(total / FULL, plan.rule.decimals) == row.total.shown
