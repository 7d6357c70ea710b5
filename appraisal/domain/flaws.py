"""Every way a plan can contradict itself, with the place of each contradiction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from .answer_flaws import MOST_POINTS, band_flaws, kind_flaws
from .exact import shown
from .flaw import FULL_WEIGHT, Flaw
from .meeting import SCOPES, YEARS, Meeting, VoterClass
from .naming import objection, unprintable
from .phrase import phrase
from .rule import Normalisation, ScoringRule
from .scale import Grade, ScaleKind
from .sheet import Criterion, Subject, units

MOST_SUBJECTS = 200  # a phone sheet beyond this is never finished, and a ballot's length is fixed by it
MOST_CRITERIA = 20
MOST_CODES = 5_000  # a class; keeps the printing of slips and the counting in memory
GRADES = range(2, 7)
DECIMALS = range(5)
TEXTS = ("title", "topic", "host", "venue", "note")
RESERVED = ("弃权", "不了解", "未观摩", "回避", "废票")  # answers of a ballots file that are no grades
MOST_REASON = 300  # characters; with what belongs to it, a sealed reason has one length
CHAIN_MARKS = ">＞"  # they part the links of a tie chain


def flaws(
    meeting: Meeting,
    subjects: Sequence[Subject],
    classes: Sequence[VoterClass],
    criteria: Sequence[Criterion],
    grades: Sequence[Grade],
    rule: ScoringRule,
    kind: ScaleKind = ScaleKind.GRADES,
) -> Iterator[Flaw]:
    """Find every contradiction; the parts need not be right one by one.

    Readers of files call this with what they could read, so that all faults are told at once.
    """
    words = grades if kind is ScaleKind.GRADES else ()
    if not meeting.title.strip():
        yield Flaw("meeting", None, "title", phrase("会议名称不能为空"))
    yield from _meeting_flaws(meeting)
    yield from _list_flaws("subjects", [subject.name for subject in subjects], MOST_SUBJECTS)
    yield from _list_flaws("criteria", [criterion.name for criterion in criteria], MOST_CRITERIA)
    yield from _list_flaws("classes", [group.letter for group in classes], MOST_SUBJECTS, field="letter")
    if kind is ScaleKind.GRADES:
        yield from _list_flaws("grades", [grade.name for grade in grades], GRADES.stop - 1)
    yield from _naming_flaws(subjects, classes, criteria, words)
    yield from _chain_mark_flaws(classes, words)
    yield from _grade_flaws(words)
    yield from _weight_flaws("criteria", [criterion.weight for criterion in criteria])
    if not rule.pooled:
        yield from _weight_flaws("classes", [group.weight for group in classes])
    yield from _code_flaws(subjects, classes)
    yield from _public_flaws(classes, rule)
    yield from _rule_flaws(classes, words, rule)
    yield from _quota_flaws(subjects, classes, rule)
    yield from band_flaws(rule.bands, words)
    yield from kind_flaws(subjects, classes, criteria, grades, rule, kind)


def _meeting_flaws(meeting: Meeting) -> Iterator[Flaw]:
    for field in TEXTS:
        if any(unprintable(mark) and mark not in "\n\t" for mark in getattr(meeting, field)):
            yield Flaw("meeting", None, field, phrase("不能有控制字符或看不见的符号，请删去重新输入"))
    if meeting.held_on is not None and meeting.held_on.year not in YEARS:
        yield Flaw("meeting", None, "held_on", phrase("年份不对，请核对日期"))
    if meeting.scope not in SCOPES:
        yield Flaw("meeting", None, "scope", phrase("应为以下之一：%(choices)s", choices=SCOPES))
    yield from _attendance_flaws(meeting)


def _attendance_flaws(meeting: Meeting) -> Iterator[Flaw]:
    for field in ("expected", "present", "paper"):
        if (getattr(meeting, field) or 0) < 0:
            yield Flaw("meeting", None, field, phrase("人数不能是负数"))
    if meeting.ends_on is not None and (meeting.held_on is None or meeting.ends_on < meeting.held_on):
        yield Flaw("meeting", None, "ends_on", phrase("结束日期不能早于日期"))
    expected, present = meeting.expected, meeting.present
    if expected is not None and present is not None and present > expected:
        yield Flaw("meeting", None, "present", phrase("实到人数不能多于应到人数 %(n)s", n=expected))


def _list_flaws(table: str, names: Sequence[str], most: int, field: str = "name") -> Iterator[Flaw]:
    if not names:
        yield Flaw(table, None, field, phrase("至少要有一行"))
    if len(names) > most:
        yield Flaw(
            table, most, field, phrase("最多 %(most)s 行，现有 %(count)s 行", most=most, count=len(names))
        )
    first: dict[str, int] = {}
    for row, name in enumerate(names):
        if not name.strip():
            yield Flaw(table, row, field, phrase("不能为空"))
        elif name in first:
            yield Flaw(table, row, field, phrase("与第 %(row)s 项重复，名称不能相同", row=first[name] + 1))
        first.setdefault(name, row)


def _naming_flaws(
    subjects: Sequence[Subject],
    classes: Sequence[VoterClass],
    criteria: Sequence[Criterion],
    grades: Sequence[Grade],
) -> Iterator[Flaw]:
    tables = {"subjects": subjects, "classes": classes, "criteria": criteria, "grades": grades}
    for table, rows in tables.items():
        for row, named in enumerate(rows):
            for field in ("letter", "name", "group", "parent", "kind"):
                reason = objection(getattr(named, field, ""))
                if reason is not None:
                    yield Flaw(table, row, field, reason)


def _chain_mark_flaws(classes: Sequence[VoterClass], grades: Sequence[Grade]) -> Iterator[Flaw]:
    names = {("classes", "letter"): [group.letter for group in classes]}
    names[("grades", "name")] = [grade.name for grade in grades]
    for (table, field), links in names.items():
        for row, name in enumerate(links):
            if any(mark in name for mark in CHAIN_MARKS):
                yield Flaw(table, row, field, phrase("不能含有“>”，它在并列规则中另有用处"))


def _grade_flaws(grades: Sequence[Grade]) -> Iterator[Flaw]:
    if len(grades) == 1:
        yield Flaw("grades", 0, "name", phrase("至少要有两个等次"))
    for row, grade in enumerate(grades):
        if grade.name in RESERVED:
            yield Flaw("grades", row, "name", phrase("这个词另有用处，不能作为等次名称"))
        if abs(grade.points) > MOST_POINTS:
            yield Flaw("grades", row, "points", phrase("分值应在 ±%(most)s 之内", most=MOST_POINTS))
    for row, (better, worse) in enumerate(pairwise(grades), start=1):
        if worse.points >= better.points:
            expected = phrase("低于上一等次的分值 %(points)s（由好到差排列）", points=shown(better.points))
            yield Flaw("grades", row, "points", expected)


def _weight_flaws(table: str, weights: Sequence[Fraction | None]) -> Iterator[Flaw]:
    known = [weight for weight in weights if weight is not None]
    for row, weight in enumerate(weights):
        if weight is None:
            yield Flaw(table, row, "weight", phrase("要填写权重"))
        elif weight < 0:
            yield Flaw(table, row, "weight", phrase("权重不能是负数"))
    total = sum(known, Fraction(0))
    if known and len(known) == len(weights) and total != FULL_WEIGHT:
        yield Flaw(table, None, "weight", phrase("各行权重相加应为 100，现为 %(total)s", total=shown(total)))


def _code_flaws(subjects: Sequence[Subject], classes: Sequence[VoterClass]) -> Iterator[Flaw]:
    for row, group in enumerate(classes):
        if group.issued < 0:
            yield Flaw("classes", row, "issued", phrase("发出票数不能是负数"))
        elif group.issued == 0 and (group.weight is None or group.weight > 0):
            yield Flaw("classes", row, "issued", phrase("有权重的票种至少要发出 1 张票"))
        elif group.issued > MOST_CODES:
            yield Flaw("classes", row, "issued", phrase("每个票种最多 %(most)s 张票", most=MOST_CODES))
        if not 0 <= group.paper <= max(group.issued, 0):
            yield Flaw("classes", row, "paper", phrase("纸质票应为 0 到发出票数 %(n)s 张", n=group.issued))
        own = len(units(subjects)) if any(subject.parent for subject in subjects) else len(subjects)
        if group.recuses_own and subjects and group.issued % own:
            expected = phrase("回避本单位的票种，票数应是对象数 %(n)s 的整数倍", n=own)
            yield Flaw("classes", row, "issued", expected)
        if group.recuses_own and own == 1:
            yield Flaw("classes", row, "recuses_own", phrase("只有一个对象时不能回避"))


def _public_flaws(classes: Sequence[VoterClass], rule: ScoringRule) -> Iterator[Flaw]:
    """A public channel has a weight of its own, no slips, and is never the only class."""
    for row, group in enumerate(classes):
        if not group.is_public:
            continue
        if rule.pooled:
            yield Flaw("classes", row, "is_public", phrase("公开渠道的票要单独定权重，不能合并计票"))
        if group.recuses_own or group.paper:
            yield Flaw(
                "classes", row, "is_public", phrase("公开渠道不发选票条，不能回避本单位，也不备纸质票")
            )
        if all(each.is_public for each in classes):
            yield Flaw("classes", row, "is_public", phrase("公开渠道之外，至少要有一个发选票条的票种"))


def _rule_flaws(classes: Sequence[VoterClass], grades: Sequence[Grade], rule: ScoringRule) -> Iterator[Flaw]:
    names = {"class": [group.letter for group in classes], "grade": [grade.name for grade in grades]}
    for key in rule.ties:
        if key.name not in names[key.kind]:
            yield Flaw("rule", None, "ties", phrase("“%(key)s”不是本表中的票种或等次", key=key.label))
    if rule.decimals not in DECIMALS:
        yield Flaw("rule", None, "decimals", phrase("小数位是 0 到 4 的整数"))
    if rule.trim < 0 or rule.trim_above < 0:
        yield Flaw("rule", None, "trim", phrase("去掉的个数和起点不能是负数"))
    if rule.least_marks < 0 or rule.reason_length < 1:
        field = "least_marks" if rule.least_marks < 0 else "reason_length"
        yield Flaw("rule", None, field, phrase("应为正整数"))
    if rule.reason_length > MOST_REASON:
        yield Flaw("rule", None, "reason_length", phrase("最多 %(most)s 字", most=MOST_REASON))
    for field in ("quorum", "spare_share", "least_share"):
        share = getattr(rule, field)
        if share is not None and not 0 <= share <= 1:
            yield Flaw("rule", None, field, phrase("应在 0 和 1（100%%）之间"))
    if rule.abstention_points is not None and abs(rule.abstention_points) > MOST_POINTS:
        yield Flaw("rule", None, "abstention_points", phrase("分值应在 ±%(most)s 之内", most=MOST_POINTS))
    if rule.normalisation is not Normalisation.NONE and (rule.trim or rule.abstention_points is not None):
        reason = phrase("标准化不能与“去掉最高最低”或“弃权计入”同时选用")
        yield Flaw("rule", None, "normalisation", reason)


def _quota_flaws(
    subjects: Sequence[Subject], classes: Sequence[VoterClass], rule: ScoringRule
) -> Iterator[Flaw]:
    if rule.quota is None:
        return
    if not 0 < rule.quota.share <= 1:
        yield Flaw("rule", None, "quota", phrase("应在 0 和 1（100%%）之间"))
        return
    sizes = Counter(subject.group if rule.quota.per_group else "" for subject in subjects)
    left_out = any(group.recuses_own for group in classes)
    for name, size in sizes.items():
        asked = size - 1 if left_out and size > 1 else size
        if rule.quota.limit(asked) == 0:
            reason = phrase(
                "%(group)s共 %(size)s 个对象，按这个比例一个最好等次也不能评", group=name, size=size
            )
            yield Flaw("rule", None, "quota", reason)
