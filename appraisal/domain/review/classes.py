"""Who votes: classes too small to stay anonymous, recusals that name a voter, counts that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..exact import shown
from ..meeting import VoterClass
from ..phrase import phrase
from ..plan import Plan
from ..rule import Normalisation
from ..waiver import FEW_PER_UNIT
from .finding import Finding, changed, class_place, hint, warning, with_rule

NO_DISTRIBUTION = 8  # ballots; no distribution is shown below this
FEWEST_HEADS = 5  # units; with fewer, a multiple of them says nothing about who votes
USUAL_SPARES = Fraction(1, 10)
TRIM_ABOVE = 5  # marks; judging panels trim only beyond this


def unequal_to_the_hall(plan: Plan) -> Iterator[Finding]:
    """Compare the slips with the heads that were counted."""
    issued = sum(group.slips for group in plan.classes)
    counted = ((plan.meeting.present, phrase("实到")), (plan.meeting.expected, phrase("应到")))
    for heads, name in counted:
        if heads is not None and issued > heads:
            yield warning(
                "more-slips-than-heads",
                "classes",
                phrase("发出票数"),
                phrase(
                    "发出 %(issued)s 张，多于%(name)s的 %(heads)s 人。", issued=issued, name=name, heads=heads
                ),
                mend=phrase("核对各票种的发出票数和到会人数"),
            )
            return


def small(plan: Plan) -> Iterator[Finding]:
    """Find classes of which too little may be shown."""
    for group in plan.classes:
        place = class_place(group.letter)
        if 0 < group.issued < plan.waiver.least_shown:
            reason = phrase(
                "%(letter)s票只有 %(n)s 张，为保护投票人，结果里不单列。", letter=group.letter, n=group.issued
            )
            yield warning(
                f"small/{group.letter}", "classes", place, reason, mend=phrase("并入别的票种，或照此办理")
            )
        elif 0 < group.issued < NO_DISTRIBUTION:
            reason = phrase(
                "%(letter)s票只有 %(n)s 张，只列得分，不列各等次票数。", letter=group.letter, n=group.issued
            )
            yield warning(
                f"small/{group.letter}", "classes", place, reason, mend=phrase("并入别的票种，或照此办理")
            )


def found_by_subtraction(plan: Plan) -> Iterator[Finding]:
    """Find the one small class that the other classes and the total give away."""
    tiny = [group for group in plan.classes if 0 < group.issued < plan.waiver.least_shown]
    if len(tiny) == 1 and len(plan.classes) > 1:
        beside = min(
            (group for group in plan.classes if group is not tiny[0]), key=lambda group: group.issued
        )
        yield warning(
            f"subtraction/{tiny[0].letter}",
            "classes",
            class_place(tiny[0].letter),
            phrase(
                "只有%(letter)s票不单列，用总数减去别的票种就能算出来；%(beside)s票会跟着不单列。",
                letter=tiny[0].letter,
                beside=beside.letter,
            ),
            mend=phrase("并入别的票种，或照此办理"),
        )


def one_opinion(plan: Plan) -> Iterator[Finding]:
    """Find a weighted class of one voter."""
    for group in plan.classes:
        if group.issued == 1 and group.weight and not plan.rule.pooled:
            yield warning(
                f"one/{group.letter}",
                "classes",
                class_place(group.letter),
                phrase(
                    "%(letter)s票只有 1 人，他一个人的意见占 %(weight)s%%。",
                    letter=group.letter,
                    weight=shown(group.weight),
                ),
                mend=phrase("并入别的票种，或照此办理"),
            )


def recusal_that_identifies(plan: Plan) -> Iterator[Finding]:
    """Find recusals with so few slips a unit that a ballot names its voter."""
    for group in plan.recognisable:
        yield warning(
            f"recusal/{group.letter}",
            "classes",
            class_place(group.letter),
            phrase(
                "%(letter)s票每个单位只有 %(n)s 张回避选票条（少于 %(least)s 张）。"
                "看到整张票的人，能认出是谁投的。",
                letter=group.letter,
                n=group.issued // len(plan.units),
                least=FEW_PER_UNIT,
            ),
            mend=phrase("改为都评，各票种去掉一个最高分、一个最低分"),
            mended=_without_recusal(plan, plan.classes.index(group)),
        )


def paper_that_identifies(plan: Plan) -> Iterator[Finding]:
    """Find paper ballots on which the own unit stands, before the eyes of two clerks."""
    for group in plan.classes:
        if group.recuses_own and group.paper:
            yield warning(
                f"paper/{group.letter}",
                "classes",
                class_place(group.letter),
                phrase(
                    "%(letter)s票的纸质票上写着本单位。录入的两个人看得到整张票，能认出是谁填的。",
                    letter=group.letter,
                ),
                mend=phrase("这一票种不备纸质票，没有手机的借手机投"),
                mended=_without_paper(plan, plan.classes.index(group)),
            )


def own_unit_rated(plan: Plan) -> Iterator[Finding]:
    """Find a class that looks like the heads of the units, and rates them freely."""
    if any(group.recuses_own for group in plan.classes):
        return  # the heads are known, and stay away from their own
    for group in plan.classes:
        if _look_like_heads(plan, group) and not group.recuses_own and not plan.rule.trim:
            can_trim = plan.rule.normalisation is Normalisation.NONE and plan.rule.abstention_points is None
            yield warning(
                f"own/{group.letter}",
                "rule",
                class_place(group.letter),
                phrase(
                    "%(letter)s票的张数是单位数的整数倍，像是各单位负责人；他们也评本单位，又没有去掉最高最低。",
                    letter=group.letter,
                ),
                mend=phrase("各票种去掉一个最高分、一个最低分"),
                mended=with_rule(plan, trim=1, trim_above=TRIM_ABOVE) if can_trim else None,
            )


def without_weight(plan: Plan) -> Iterator[Finding]:
    """Say which classes are listed but do not count."""
    for group in plan.classes:
        if group.weight == 0 and not plan.rule.pooled:
            reason = phrase("%(letter)s票权重为 0：只列出，不计入总得分。", letter=group.letter)
            yield hint(f"weightless/{group.letter}", "classes", class_place(group.letter), reason)


def open_to_anybody(plan: Plan) -> Iterator[Finding]:
    """Find public channels: nobody can promise that each of their ballots is another person's."""
    for group in plan.classes:
        if not group.is_public:
            continue
        yield warning(
            f"public/{group.letter}",
            "classes",
            class_place(group.letter),
            phrase(
                "%(letter)s票是公开渠道：谁都可以领票，一个人可以投多张，占 %(weight)s%%。",
                letter=group.letter,
                weight=shown(group.weight or Fraction(0)),
            ),
            mend=phrase("权重写 0，只列出、不计入总得分；或照此办理") if group.weight else phrase("照此办理"),
        )


def without_spares(plan: Plan) -> Iterator[Finding]:
    """Find plans in which a spoiled slip cannot be replaced."""
    if not plan.rule.spare_share:
        yield warning(
            "spares",
            "rule",
            phrase("备用票条"),
            phrase("没有备用票条，印坏或涂坏一张就少一票。"),
            mend=phrase("备用 10%%"),
            mended=with_rule(plan, spare_share=USUAL_SPARES),
        )


def _look_like_heads(plan: Plan, group: VoterClass) -> bool:
    subjects = len(plan.subjects)
    return subjects >= FEWEST_HEADS and group.issued > 0 and group.issued % subjects == 0


def _without_paper(plan: Plan, place: int) -> Plan | None:
    group = replace(plan.classes[place], paper=0)
    return changed(plan, classes=(*plan.classes[:place], group, *plan.classes[place + 1 :]))


def _without_recusal(plan: Plan, place: int) -> Plan | None:
    group = replace(plan.classes[place], recuses_own=False)
    classes = (*plan.classes[:place], group, *plan.classes[place + 1 :])
    rule = replace(plan.rule, trim=max(plan.rule.trim, 1), trim_above=max(plan.rule.trim_above, TRIM_ABOVE))
    return changed(plan, classes=classes, rule=rule)
