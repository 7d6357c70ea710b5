"""The whole scoring rule in words, as it is printed under every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from .conditions import completeness, reasons, scale_sentence, verdicts
from .exact import shown
from .meeting import VoterClass
from .phrase import N_, Phrase, phrase
from .plan import Plan
from .rule import Normalisation, Quota, Rounding
from .scale import ScaleKind
from .validity import ALL_SAME_FROM

NORMALISING = MappingProxyType(
    {
        Normalisation.CENTRED: N_("每张选票先减去本票平均分，再加全体平均分（去均值），使宽严一致"),
        Normalisation.STANDARD: N_(
            "每张选票先减去本票平均分、除以本票标准差，再换算到全体的平均分和标准差（标准分），使宽严一致"
        ),
        Normalisation.MIN_MAX: N_("每张选票的最低分换算为0、最高分换算为100（极差），使宽严一致"),
        Normalisation.PERCENTILE: N_("每张选票的分值换算为本票内的百分位（0到100），使宽严一致"),
        Normalisation.TWO_WAY: N_("用最小二乘法同时估计各对象得分和每张选票的宽严（两因素校正）"),
    }
)

ROUNDING = MappingProxyType(
    {Rounding.HALF_UP: N_("四舍五入取整"), Rounding.DOWN: N_("向下取整"), Rounding.UP: N_("向上取整")}
)


def remarks(plan: Plan) -> tuple[Phrase, ...]:
    """Say everything the count depends on, one sentence a point, with the numbers of this plan."""
    return tuple(sentence for part in PARTS for sentence in part(plan))


def _scale(plan: Plan) -> Iterator[Phrase]:
    yield scale_sentence(plan)


def _abstention(plan: Plan) -> Iterator[Phrase]:
    word, points = plan.scale.abstaining, plan.rule.abstention_points
    if plan.scale.kind is ScaleKind.PLACES and not plan.rule.allow_partial:
        return
    if points is None:
        yield phrase("%(word)s不计入平均分的分母。", word=word)
    else:
        yield phrase("%(word)s计入平均分的分母，按%(points)s分计。", word=word, points=shown(points))


def _normalisation(plan: Plan) -> Iterator[Phrase]:
    method = plan.rule.normalisation
    if method is Normalisation.NONE:
        return
    yield phrase("%(how)s；单凭公布的等次票数不能重新算出本表得分。", how=Phrase(NORMALISING[method]))


def _averaging(plan: Plan) -> Iterator[Phrase]:
    criteria = tuple(
        phrase("%(name)s%(weight)s%%", name=item.name, weight=shown(item.weight)) for item in plan.criteria
    )
    classes = tuple(
        phrase(
            "%(letter)s票（%(name)s）%(weight)s%%",
            letter=group.letter,
            name=group.name,
            weight=shown(group.weight),
        )
        for group in plan.classes
        if group.weight is not None
    )
    yield phrase(
        AVERAGING[plan.rule.pooled, len(criteria) > 1, len(classes) > 1], criteria=criteria, classes=classes
    )


# pooled?, several criteria?, several classes? (pooled classes have no weights to tell)
AVERAGING = MappingProxyType(
    {
        (False, False, False): N_("总得分是全部划票的平均分。"),
        (False, False, True): N_("先求各票种的平均分，再按%(classes)s合成总得分。"),
        (False, True, False): N_("先求每项指标的平均分，再按%(criteria)s合成总得分。"),
        (False, True, True): N_(
            "先求各票种每项指标的平均分，按%(criteria)s合成票种得分，再按%(classes)s合成总得分。"
        ),
        (True, False, False): N_("不分票种，总得分是全部划票的平均分。"),
        (True, False, True): N_("不分票种，总得分是全部划票的平均分。"),
        (True, True, False): N_("不分票种，先求每项指标全部划票的平均分，再按%(criteria)s合成总得分。"),
        (True, True, True): N_("不分票种，先求每项指标全部划票的平均分，再按%(criteria)s合成总得分。"),
    }
)


def _recusal(plan: Plan) -> Iterator[Phrase]:
    letters = tuple(_class(group) for group in plan.classes if group.recuses_own)
    if letters:
        yield phrase("%(classes)s评议人员不评本单位，不计入该单位的分母。", classes=letters)


def _public(plan: Plan) -> Iterator[Phrase]:
    letters = tuple(_class(group) for group in plan.classes if group.is_public)
    if letters:
        yield phrase(
            "%(classes)s是公开渠道：谁都可以扫码领票，不能保证一人一票，不是正式票，发出票数按收回票数计。",
            classes=letters,
        )


def _trimming(plan: Plan) -> Iterator[Phrase]:
    rule = plan.rule
    if rule.trim:
        least = max(rule.trim_above, 2 * rule.trim)
        text = (
            N_("每个对象、每项指标的划票多于%(least)s个时，去掉%(k)s个最高分和%(k)s个最低分，否则不去。")
            if rule.pooled
            else N_(
                "每一票种对每个对象、每项指标的划票多于%(least)s个时，"
                "去掉%(k)s个最高分和%(k)s个最低分，否则不去。"
            )
        )
        yield phrase(text, least=least, k=rule.trim)


def _missing_class(plan: Plan) -> Iterator[Phrase]:
    if plan.rule.pooled or len(plan.classes) == 1:
        return
    if plan.rule.share_missing_class:
        yield phrase("某票种对某对象没有有效划票的，其权重由其余票种按比例分担，备注中写“权重归一”。")
    else:
        yield phrase("某票种对某对象没有有效划票的，结果不予发布。")


def _rounding(plan: Plan) -> Iterator[Phrase]:
    text = N_("各步不舍入，印出时四舍五入到%(decimals)s位小数，名次按未舍入的得分排定。")
    if plan.rule.normalisation is not Normalisation.NONE:
        text = N_("印出时四舍五入到%(decimals)s位小数，名次按9位小数的得分排定。")
    yield phrase(text, decimals=plan.rule.decimals)


def _ties(plan: Plan) -> Iterator[Phrase]:
    keys = tuple(key.words for key in plan.rule.ties)
    if keys:
        yield phrase("得分相同的，依次比较%(keys)s；仍相同的并列，其后名次顺延空出。", keys=keys)
    else:
        yield phrase("得分相同的并列，其后名次顺延空出。")


def _quorum(plan: Plan) -> Iterator[Phrase]:
    if plan.rule.quorum is not None:
        yield phrase("收回票数应不少于发出票数的%(share)s，未达到的结果仅供参考。", share=plan.rule.quorum)


def _quota(plan: Plan) -> Iterator[Phrase]:
    quota = plan.rule.quota
    if quota is None:
        return
    limits = _limits(plan, quota)
    counts = limits if len({limit for _, limit in limits}) > 1 else limits[:1]
    yield phrase(
        "每张选票%(each)s“%(grade)s”最多占%(scope)s应评对象的%(share)s%%（%(rounding)s，即%(counts)s）。",
        each=phrase("每项指标") if len(plan.criteria) > 1 else "",
        grade=plan.scale.grades[0].name,
        scope=phrase("本组") if quota.per_group else "",
        share=shown(quota.share * 100),
        rounding=Phrase(ROUNDING[quota.rounding]),
        counts=tuple(
            phrase("%(whose)s%(n)s个", whose=whose, n=limit)
            if len(counts) > 1
            else phrase("%(n)s个", n=limit)
            for whose, limit in counts
        ),
    )


def _limits(plan: Plan, quota: Quota) -> tuple[tuple[Phrase | str, int], ...]:
    """Pair every class (or group of subjects) with its most top grades, as a voter meets them."""
    if quota.per_group:
        limits = plan.sheet(0).quota_limits()
        return tuple((plan.subjects[members[0]].group, limit) for members, limit in limits)
    asked = len(plan.subjects)
    return tuple(
        (_class(group), quota.limit(asked - 1 if group.recuses_own else asked)) for group in plan.classes
    )


def _class(group: VoterClass) -> Phrase:
    return phrase("%(letter)s票", letter=group.letter)


def _all_same(plan: Plan) -> Iterator[Phrase]:
    if plan.scale.kind is ScaleKind.PLACES:
        return
    if not plan.rule.allow_all_same and len(plan.subjects) >= ALL_SAME_FROM:
        yield phrase("所有对象评为同一等次的选票不予受理。")


def _waived(plan: Plan) -> Iterator[Phrase]:
    yield from plan.waiver.sentences()


PARTS: tuple[Callable[[Plan], Iterator[Phrase]], ...] = (
    _scale,
    _abstention,
    _normalisation,
    _averaging,
    _recusal,
    _public,
    _trimming,
    _missing_class,
    completeness,
    verdicts,
    _rounding,
    _ties,
    _quorum,
    _quota,
    _all_same,
    reasons,
    _waived,
)
