"""How marks become places: what the rule does to this hall, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..phrase import phrase
from ..plan import Plan
from ..rule import Normalisation, TieKey
from .finding import Finding, class_place, hint, warning, with_rule

USUAL_THRESHOLD = Fraction(2, 3)


def pooled(plan: Plan) -> Iterator[Finding]:
    """Warn where a large class outvotes the others by its number alone."""
    if plan.rule.pooled and len(plan.classes) > 1:
        largest = max(plan.classes, key=lambda group: group.issued)
        total = sum(group.issued for group in plan.classes)
        yield warning(
            "pooled",
            "rule",
            phrase("合并方式"),
            phrase(
                "不分票种合并，人多的票种说了算：%(letter)s票占 %(n)s/%(total)s。",
                letter=largest.letter,
                n=largest.issued,
                total=total,
            ),
            mend=phrase("改为分票种加权，并填写权重"),
        )


def trimming(plan: Plan) -> Iterator[Finding]:
    """Find classes in which trimming never happens, or leaves next to nothing."""
    rule = plan.rule
    if not rule.trim:
        return
    most = {group.letter: _most_marks(plan, place) for place, group in enumerate(plan.classes)}
    if rule.pooled:
        most = {"": sum(most.values())}
    never = tuple(letter for letter, marks in most.items() if marks <= max(rule.trim_above, 2 * rule.trim))
    for letter in never:
        yield warning(
            f"trim/{letter}",
            "rule",
            class_place(letter) if letter else phrase("去掉最高最低"),
            phrase(
                "每个对象最多 %(marks)s 个划票，要多于 %(least)s 个才去掉最高最低，所以从不去。",
                marks=most[letter],
                least=max(rule.trim_above, 2 * rule.trim),
            ),
            mend=phrase("都不去") if len(never) == len(most) else phrase("照此办理，或降低起点"),
            mended=with_rule(plan, trim=0) if len(never) == len(most) else None,
        )


def threshold(plan: Plan) -> Iterator[Finding]:
    """Warn where no number of ballots is too small."""
    if plan.rule.quorum is None:
        yield warning(
            "threshold",
            "rule",
            phrase("有效比例"),
            phrase("没有规定收回多少票才算数，收回很少时也没有提示。"),
            mend=phrase("收回不少于发出的 2/3"),
            mended=with_rule(plan, quorum=USUAL_THRESHOLD),
        )


def ties(plan: Plan) -> Iterator[Finding]:
    """Warn where equal scores were not thought of."""
    if plan.rule.ties:
        return
    best = TieKey("grade", plan.scale.grades[0].name)
    chain = (best,) if plan.rule.pooled else (TieKey("class", plan.classes[0].letter), best)
    yield warning(
        "ties",
        "rule",
        phrase("并列规则"),
        phrase("没有规定得分相同怎么排，相同的一律并列。"),
        mend=phrase("依次比较%(keys)s，仍相同的并列", keys=tuple(key.words for key in chain)),
        mended=with_rule(plan, ties=chain),
    )


def rounding(plan: Plan) -> Iterator[Finding]:
    """Say how numbers are printed, and warn where different scores will look the same."""
    decimals = plan.rule.decimals
    place = phrase("小数位")
    if decimals == 0:
        yield warning(
            "decimals/none",
            "rule",
            place,
            phrase("得分印成整数，名次不同的单位会显得同分。"),
            mend=phrase("改为 2 位小数"),
            mended=with_rule(plan, decimals=2),
        )
    else:
        text = phrase("得分印 %(n)s 位小数，四舍五入；名次按未舍入的得分排。", n=decimals)
        yield hint("decimals", "rule", place, text)


def absent_class(plan: Plan) -> Iterator[Finding]:
    """Say what happens when a class has no mark for a subject."""
    if plan.rule.pooled or len(plan.classes) == 1 or plan.rule.share_missing_class:
        return
    reason = phrase("某票种对某单位一票也没有时，整个结果不能公布。")
    yield warning(
        "absent-class",
        "rule",
        phrase("票种缺票"),
        reason,
        mend=phrase("改为由其余票种分担权重，并在备注中写明"),
        mended=with_rule(plan, share_missing_class=True),
    )


def normalised(plan: Plan) -> Iterator[Finding]:
    """Warn where nobody can recompute the table by hand."""
    if plan.rule.normalisation is not Normalisation.NONE:
        yield warning(
            "normalised",
            "rule",
            phrase("标准化"),
            phrase("选用了宽严校正，单凭公布的票数不能重新算出得分，有人质疑时难以说明。"),
            mend=phrase("不作校正"),
            mended=with_rule(plan, normalisation=Normalisation.NONE),
        )


def _most_marks(plan: Plan, place: int) -> int:
    group = plan.classes[place]
    own = group.issued // len(plan.subjects) if group.recuses_own else 0
    return group.issued - own
