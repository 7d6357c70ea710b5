"""What asking for reasons does to a hall: whom wording betrays, whom writing keeps from an honest mark."""

from __future__ import annotations

from collections.abc import Iterator

from ..phrase import phrase
from ..plan import Plan
from ..reason import LEAST_RELEASED
from ..rule import Reasons
from .finding import Finding, hint, warning, with_rule

PLACE = phrase("最低等次的理由")
FEW_VOTERS = 4 * LEAST_RELEASED  # a subject that a quarter of them rate lowest just has its reasons read


def compulsory(plan: Plan) -> Iterator[Finding]:
    """Warn where writing is the price of the lowest grade."""
    if plan.rule.reasons is Reasons.REQUIRED:
        yield warning(
            "reasons/required",
            "rule",
            PLACE,
            phrase(
                "评“%(grade)s”必须写理由，有人会为了省事不评“%(grade)s”。", grade=plan.scale.grades[-1].name
            ),
            mend=phrase("改为选填"),
            mended=with_rule(plan, reasons=Reasons.OPTIONAL),
        )


def few_voters(plan: Plan) -> Iterator[Finding]:
    """Warn where hardly any subject can get as many reasons as may be read."""
    voters = sum(group.issued for group in plan.classes)
    if plan.rule.asks_reasons and voters < FEW_VOTERS:
        yield warning(
            "reasons/few",
            "rule",
            PLACE,
            phrase(
                "只有 %(voters)s 人评议，一个对象满 %(least)s 条理由才能看，多半写了也看不到，"
                "还容易认出是谁写的。",
                voters=voters,
                least=LEAST_RELEASED,
            ),
            mend=phrase("不要理由"),
            mended=with_rule(plan, reasons=Reasons.OFF),
        )


def style(plan: Plan) -> Iterator[Finding]:
    """Say that a way of writing betrays its writer, whatever the box does."""
    if plan.rule.asks_reasons:
        reason = phrase("写法可能暴露身份；选票页上提醒评议人不写能看出身份的内容，会前请再说一遍。")
        yield hint("reasons", "rule", PLACE, reason)
