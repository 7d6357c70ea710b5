"""What a voter is asked: how long it takes, what the quota comes to, what 弃权 is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..duration import LONGEST, SLOW, in_words, seconds_per_voter
from ..exact import shown
from ..phrase import phrase
from ..plan import Plan
from ..rule import Quota, half_up
from .finding import Finding, changed, hint, warning, with_rule

MANY_SUBJECTS = 40
MANY_CELLS = 160  # a phone sheet beyond this tires people out, and the last rows get careless marks
FEW_GRADES = 4  # with so few, most of them at the top, all units may end alike
SMALL_GROUP = 5  # subjects; practice leaves a quota off below this
USUAL_QUOTA = Quota(Fraction(3, 10))

QUOTA_PLACE = phrase("最好等次名额")


def length(plan: Plan) -> Iterator[Finding]:
    """Find sheets that are too long for a phone at the end of a meeting."""
    subjects, cells = len(plan.subjects), len(plan.subjects) * len(plan.criteria)
    if cells > MANY_CELLS:
        yield warning(
            "length/cells",
            "criteria",
            phrase("测评表"),
            phrase("每张选票要评 %(n)s 格，超过 %(most)s 格，后面的容易随手勾。", n=cells, most=MANY_CELLS),
            mend=phrase("减少指标，或分成两次评议"),
        )
    elif subjects > MANY_SUBJECTS:
        yield warning(
            "length/subjects",
            "subjects",
            phrase("测评表"),
            phrase("有 %(n)s 个评议对象，超过 %(most)s 个，手机上较长。", n=subjects, most=MANY_SUBJECTS),
            mend=phrase("分成两次评议，或照此办理"),
        )


def time_needed(plan: Plan) -> Iterator[Finding]:
    """Say how long a voter needs, and warn where it is too long for the end of a meeting."""
    subjects, criteria = len(plan.subjects), len(plan.criteria)
    seconds = seconds_per_voter(subjects, criteria, reasons=plan.rule.asks_reasons)
    usual, slow = in_words(seconds), in_words(seconds * SLOW)
    place = phrase("预计每人用时")
    if seconds > LONGEST:
        minutes = shown(Fraction(half_up(seconds / 6), 10))
        reason = phrase(
            "每人约要 %(minutes)s 分钟，超过 %(most)s 分钟。", minutes=minutes, most=LONGEST // 60
        )
        yield warning("time/long", "criteria", place, reason, mend=phrase("减少指标，或分成两次评议"))
    else:
        yield hint(
            "time",
            "criteria",
            place,
            phrase("每人约要 %(usual)s，慢的 %(slow)s。", usual=usual, slow=slow),
        )


def criteria_without_weight(plan: Plan) -> Iterator[Finding]:
    """Find criteria that are asked but count for nothing."""
    for i, criterion in enumerate(plan.criteria):
        if criterion.weight == 0:
            rest = (*plan.criteria[:i], *plan.criteria[i + 1 :])
            yield warning(
                f"weightless/criteria/{i}",
                "criteria",
                phrase("测评指标"),
                phrase("“%(name)s”权重为 0：人人要评，却不影响得分。", name=criterion.name),
                mend=phrase("删去这项指标"),
                mended=changed(plan, criteria=rest),
            )


def quota(plan: Plan) -> Iterator[Finding]:
    """Say what the quota comes to as a count, and where it does nothing or harm."""
    if plan.rule.quota is None:
        return
    for group in plan.classes:
        sheet = plan.sheet(plan.classes.index(group), recused=0)
        for members, limit in sheet.quota_limits():
            whose = plan.subjects[members[0]].group if plan.rule.quota.per_group else ""
            yield _limit(plan, plan.rule.quota, group.letter, whose, len(members), limit)


def _limit(plan: Plan, quota: Quota, letter: str, whose: str, asked: int, limit: int) -> Finding:
    best, key = plan.scale.grades[0].name, f"quota/{letter}/{whose}"
    says = phrase("%(letter)s票%(group)s应评 %(asked)s 个", letter=letter, group=whose, asked=asked)
    if limit >= asked:
        reason = phrase("%(says)s，“%(best)s”最多 %(n)s 个，等于不限。", says=says, best=best, n=limit)
        mend, mended = phrase("不设名额"), with_rule(plan, quota=None)
        return warning(f"{key}/idle", "rule", QUOTA_PLACE, reason, mend=mend, mended=mended)
    if quota.per_group and asked < SMALL_GROUP:
        reason = phrase("%(says)s，按组限“%(best)s” %(n)s 个，比例很粗。", says=says, best=best, n=limit)
        whole = with_rule(plan, quota=replace(quota, per_group=False))
        mend = phrase("改为全部对象合在一起算")
        return warning(f"{key}/small", "rule", QUOTA_PLACE, reason, mend=mend, mended=whole)
    reason = phrase(
        "%(says)s，其 %(share)s%% 是 %(exact)s，“%(best)s”最多 %(n)s 个。",
        says=says,
        share=shown(quota.share * 100),
        exact=shown(quota.share * asked),
        best=best,
        n=limit,
    )
    return hint(key, "rule", QUOTA_PLACE, reason)


def free_top_grade(plan: Plan) -> Iterator[Finding]:
    """Find rules under which everybody may be excellent."""
    subjects, grades = len(plan.subjects), len(plan.scale.grades)
    if plan.rule.quota is None and grades <= FEW_GRADES and subjects >= SMALL_GROUP:
        asked = subjects
        yield warning(
            "quota/none",
            "rule",
            QUOTA_PLACE,
            phrase(
                "没有“%(best)s”名额，又只有 %(grades)s 个等次，多数单位可能挤在前两等。",
                best=plan.scale.grades[0].name,
                grades=grades,
            ),
            mend=phrase("设 30%%，即每票最多 %(n)s 个", n=USUAL_QUOTA.limit(asked)),
            mended=with_rule(plan, quota=USUAL_QUOTA),
        )


def abstention(plan: Plan) -> Iterator[Finding]:
    """Say what an abstention is worth, and warn where it is worth more than a mark."""
    word, points, worst = plan.scale.abstaining, plan.rule.abstention_points, plan.scale.grades[-1]
    place = phrase("弃权处理")
    if points is None:
        yield hint(
            "abstention",
            "rule",
            place,
            phrase(
                "“%(word)s”不进分母，不拉低得分：弃权多的单位，得分由较少的人决定。"
                "没有另定的都这样算；要让它影响得分，在“弃权处理”写明按几分计。",
                word=word,
            ),
        )
    elif points > worst.points:
        yield warning(
            "abstention/generous",
            "rule",
            place,
            phrase(
                "“%(word)s”按 %(points)s 分计，比“%(worst)s”的 %(least)s 分高，不评反而加分。",
                word=word,
                points=shown(points),
                worst=worst.name,
                least=shown(worst.points),
            ),
            mend=phrase("改为不计入"),
            mended=with_rule(plan, abstention_points=None),
        )
    else:
        yield hint(
            "abstention",
            "rule",
            place,
            phrase("“%(word)s”按 %(points)s 分进分母，会拉低得分。", word=word, points=shown(points)),
        )
