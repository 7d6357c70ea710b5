"""What joins the rounds of an activity: scores that will be missing, weights that do nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from ..activity import INDICATORS, Activity, ActivityRound
from ..exact import shown
from ..indicator import AS_IS
from ..phrase import Phrase, phrase
from . import indicators
from .finding import Finding, class_place, error, gravest_first, hint, warning

FULL = Fraction(100)
COMPOSITE, KIND_WEIGHTS = phrase("综合"), phrase("类别权重")
AS_IT_IS = phrase("照此办理，或改用项目得分平均")


def review_activity(activity: Activity) -> tuple[Finding, ...]:
    """Return every finding about what joins the rounds, the gravest first; rounds are read by `review`."""
    return gravest_first(finding for check in CHECKS for finding in check(activity))


def units_without_score(activity: Activity) -> Iterator[Finding]:
    """Find units that a part of the composite has no score for: they would have no place."""
    counted = {part.name for part in activity.parts}
    for each in activity.rounds:
        owners = {subject.unit for subject in each.plan.subjects}
        lacking = tuple(unit.name for unit in activity.units if unit.name not in owners)
        if lacking and each.name in counted:
            yield error(
                f"without-score/{each.name}",
                "subjects",
                _place(each.name),
                phrase("这一轮不评%(units)s，他们就没有综合得分，也没有名次。", units=lacking),
                mend=phrase("补上这些单位或他们的项目，或者把他们从“评议对象”里去掉"),
            )


def strangers(activity: Activity) -> Iterator[Finding]:
    """Find projects and units of a round that belong to no unit of the activity: their scores go nowhere."""
    known = {unit.name for unit in activity.units}
    for each in activity.rounds:
        lost = tuple(subject.name for subject in each.plan.subjects if subject.unit not in known)
        if lost:
            yield error(
                f"stranger/{each.name}",
                "subjects",
                _place(each.name),
                phrase("%(names)s不属于活动中的任何单位，得分不会算给谁。", names=lost),
                mend=phrase("改正所属单位的名称"),
            )


def kinds(activity: Activity) -> Iterator[Finding]:
    """Find kinds of projects without a weight, and units that lack a kind."""
    tour, rule = activity.on_site, activity.roll_up
    if tour is None or rule is None or not rule.kinds:
        return
    weights = dict(rule.kinds)
    unknown = tuple(dict.fromkeys(s.kind for s in tour.plan.subjects if s.kind not in weights))
    if unknown:
        yield error(
            "kind-without-weight",
            "rule",
            KIND_WEIGHTS,
            phrase("类别%(kinds)s没有权重，这些项目无法合成单位得分。", kinds=unknown),
            mend=phrase("写明每个类别的权重，合计 100"),
        )
    lacking = tuple(
        unit.name
        for unit in activity.units
        if not set(weights) <= {s.kind for s in tour.plan.subjects if s.unit == unit.name}
    )
    if lacking:
        yield warning(
            "kinds-missing",
            "rule",
            KIND_WEIGHTS,
            phrase("%(units)s缺一类或几类项目，那几类的权重由别的类别分担。", units=lacking),
            mend=AS_IT_IS,
        )


def projects(activity: Activity) -> Iterator[Finding]:
    """Compare how many projects the units have with how they are rolled up."""
    tour, rule = activity.on_site, activity.roll_up
    if tour is None:
        return
    counts = {
        unit.name: sum(subject.unit == unit.name for subject in tour.plan.subjects) for unit in activity.units
    }
    if rule is not None and rule.best is not None:
        few = tuple(name for name, n in counts.items() if 0 < n < rule.best)
        if few:
            yield warning(
                "few-projects",
                "rule",
                phrase("单位得分"),
                phrase(
                    "%(units)s的项目不到 %(best)s 个，有几个算几个，没有可去掉的。", units=few, best=rule.best
                ),
                mend=AS_IT_IS,
            )
    elif len(set(counts.values())) > 1:
        yield hint(
            "uneven-projects",
            "subjects",
            phrase("观摩项目"),
            phrase(
                "各单位的项目有多有少（%(least)s—%(most)s 个），项目少的，一个项目的分量更重。",
                least=min(counts.values()),
                most=max(counts.values()),
            ),
        )
    if rule is not None and rule.top >= len(tour.plan.subjects):
        yield warning(
            "all-projects-best",
            "rule",
            phrase("好项目名额"),
            phrase(
                "好项目名额 %(n)s 个，项目一共 %(of)s 个，个个都是好项目。",
                n=rule.top,
                of=len(tour.plan.subjects),
            ),
            mend=phrase("减少名额"),
        )


def parts(activity: Activity) -> Iterator[Finding]:
    """Find rounds and figures that count for nothing, and conversions that only figures have."""
    if not activity.parts:
        return
    weights = {part.name: part.weight for part in activity.parts}
    names = [each.name for each in activity.rounds] + ([INDICATORS] if activity.indicators else [])
    for name in names:
        if not weights.get(name):
            yield warning(
                f"not-counted/{name}",
                "rule",
                COMPOSITE,
                phrase("“%(name)s”在综合里没有权重，评了也不影响名次。", name=name),
                mend=phrase("写上权重，或在会上说明它只供参考"),
            )
    for part in activity.parts:
        if part.name != INDICATORS and part.conversion.method is not AS_IS.method:
            yield error(
                f"conversion/{part.name}",
                "rule",
                COMPOSITE,
                phrase("“%(name)s”是评出来的得分，不能再换算；换算只用于客观指标。", name=part.name),
                mend=phrase("这一行的换算留空"),
            )


def scales(activity: Activity) -> Iterator[Finding]:
    """Find parts that are not on the same scale, so that their weights are not what they seem."""
    counted = [each for each in activity.rounds if each.name in {part.name for part in activity.parts}]
    tops = {each.name: max(each.plan.scale.points) for each in counted}
    odd = tuple(
        phrase("%(name)s满分 %(top)s", name=name, top=shown(top)) for name, top in tops.items() if top != FULL
    )
    if odd and (len(set(tops.values())) > 1 or activity.indicators):
        yield warning(
            "scales",
            "rule",
            COMPOSITE,
            phrase("%(rounds)s，与百分制的部分相加，权重会与写的不符。", rounds=odd),
            mend=phrase("各轮都用百分制"),
        )
    for each in counted:
        if min(each.plan.scale.points) < 0:
            yield warning(
                f"below-zero/{each.name}",
                "rule",
                _place(each.name),
                phrase("排在最后的得分是负数（%(points)s 分）。", points=shown(min(each.plan.scale.points))),
                mend=phrase("减小每低一名减的分数"),
            )


def classes(activity: Activity) -> Iterator[Finding]:
    """Compare a class over the rounds: how many slips it has, and whether it rates its own unit."""
    found: dict[str, list[tuple[ActivityRound, int, bool]]] = {}
    for each in activity.rounds:
        for group in each.plan.classes:
            found.setdefault(group.letter, []).append((each, group.issued, group.recuses_own))
    for letter, places in found.items():
        issued = tuple(phrase("%(name)s %(n)s", name=each.name, n=n) for each, n, _ in places)
        if len({n for _, n, _ in places}) > 1:
            yield hint(
                f"slips/{letter}",
                "classes",
                class_place(letter),
                phrase("各轮发出的票数不同（%(issued)s）；一条管全部轮次时，按最多的一轮印。", issued=issued),
            )
        rates = tuple(each.name for each, _, recuses in places if not recuses)
        if rates and len(rates) < len(places):
            yield warning(
                f"own-unit-later/{letter}",
                "classes",
                class_place(letter),
                phrase("在别的轮次回避本单位，在%(rounds)s却给本单位评。", rounds=rates),
                mend=phrase("各轮都回避，或这一轮不发给这个票种"),
            )


def _place(name: str) -> Phrase:
    return phrase("“%(name)s”", name=name)


CHECKS: tuple[Callable[[Activity], Iterator[Finding]], ...] = (
    units_without_score,
    strangers,
    kinds,
    projects,
    parts,
    scales,
    indicators.figures,
    classes,
)
