"""What is wrong with a verdict table, and with settings that do not fit the kind of scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .flaw import FULL_WEIGHT, Flaw
from .meeting import VoterClass
from .naming import objection
from .phrase import phrase
from .rule import ScoringRule
from .scale import Grade, ScaleKind
from .sheet import Criterion, Subject
from .verdict import OTHERWISE, Band

MOST_ANSWERS = 1_001  # of a scale of points: 0 to 100 in tenths
MOST_POINTS = 10_000  # either side of zero; the largest scale met in practice is 1,000


def band_flaws(bands: Sequence[Band], grades: Sequence[Grade]) -> Iterator[Flaw]:
    """Find what is wrong with a verdict table: an ordered list whose last row is for the rest."""
    names = {grade.name for grade in grades}
    for row, band in enumerate(bands):
        is_last = row == len(bands) - 1
        if not band.verdict.strip():
            yield Flaw("bands", row, "verdict", phrase("不能为空"))
        elif (reason := objection(band.verdict)) is not None:
            yield Flaw("bands", row, "verdict", reason)
        unknown = tuple(name for name in band.grades if name not in names)
        if unknown:
            yield Flaw("bands", row, "grades", phrase("没有这个等次：%(names)s", names=unknown))
        if is_last != (not band.grades):
            reason = phrase(
                "最后一行应为“%(otherwise)s”，其余各行写等次，例如 满意+基本满意", otherwise=OTHERWISE
            )
            yield Flaw("bands", row, "grades", reason)
        if bool(band.grades) != (band.at_least is not None):
            yield Flaw("bands", row, "at_least", phrase("写了等次的行要填写比例，“其余”一行留空"))
        elif band.at_least is not None and not 0 <= band.at_least <= FULL_WEIGHT:
            yield Flaw("bands", row, "at_least", phrase("应在 0 和 100 之间"))


def kind_flaws(
    subjects: Sequence[Subject],
    classes: Sequence[VoterClass],
    criteria: Sequence[Criterion],
    answers: Sequence[Grade],
    rule: ScoringRule,
    kind: ScaleKind,
) -> Iterator[Flaw]:
    """Find settings that have no meaning on a scale of points or of places."""
    if kind is ScaleKind.GRADES:
        return
    if len(answers) not in range(2, MOST_ANSWERS + 1):
        reason = phrase(
            "这个量表有 %(count)s 个答案，应为 2 到 %(most)s 个", count=len(answers), most=MOST_ANSWERS
        )
        yield Flaw("rule", None, "kind", reason)
    if any(abs(answer.points) > MOST_POINTS for answer in answers):
        yield Flaw("rule", None, "kind", phrase("分值应在 ±%(most)s 之内", most=MOST_POINTS))
    for field, is_set in (("quota", rule.quota is not None), ("reasons", rule.asks_reasons)):
        if is_set:
            yield Flaw("rule", None, field, phrase("只有等次量表可以设这一项，请留空"))
    if kind is ScaleKind.PLACES:
        if len(criteria) != 1:
            yield Flaw("criteria", None, "weight", phrase("名次票只有一项评议指标"))
        if any(group.recuses_own for group in classes):
            yield Flaw("rule", None, "kind", phrase("名次票不能回避本单位：被排名单位的负责人不参加"))
        if len(answers) != len(subjects):
            yield Flaw("rule", None, "kind", phrase("名次数应等于对象数"))
