"""The plan read like a lawyer: every finding on a plan that has it, none on a plan that has not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from appraisal.domain.meeting import Meeting
from appraisal.domain.plan import Plan
from appraisal.domain.review import Severity, blocking, find, review
from appraisal.domain.rule import Normalisation, Quota, TieKey
from appraisal.domain.sheet import Criterion, Subject
from tests.factories import make_class, make_plan
from tests.plans import plans

CLASSES = (make_class("A", 40, 14), make_class("B", 60, 44))
SOUND = {"quota": Quota(Fraction(3, 10)), "quorum": Fraction(2, 3), "ties": (TieKey("class", "A"),)}


def sound(**rule: object) -> Plan:
    """Return a plan a lawyer has nothing against."""
    return make_plan(subjects=10, classes=CLASSES, **{**SOUND, **rule})


def named(*names: str) -> Plan:
    return replace(sound(quota=None), subjects=tuple(Subject(name) for name in names))


def voting(*classes) -> Plan:
    return replace(sound(), classes=classes)


def keys(plan: Plan, *severities: Severity) -> list[str]:
    return [found.key for found in review(plan) if found.severity in (severities or (Severity.WARNING,))]


def test_a_sound_plan_gets_hints_alone():
    assert keys(sound(), Severity.ERROR, Severity.WARNING) == []
    assert keys(sound(), Severity.HINT) == ["time", "quota/A/", "quota/B/", "abstention", "decimals"]


@pytest.mark.parametrize(
    ("plan", "key"),
    [
        (named("日新镇", "曰新镇"), "alike/subjects/0/1"),
        (named("干驿镇", "千驿镇"), "alike/subjects/0/1"),
        (named("多宝镇 ", "拖市镇"), "blanks/subjects/0"),
        (sound(quota=None), "quota/none"),
        (sound(quota=Quota(Fraction(1))), "quota/A//idle"),
        (sound(quota=Quota(Fraction(1, 3), per_group=True)), "quota/A/街道/small"),
        (sound(abstention_points=Fraction(60)), "abstention/generous"),
        (replace(sound(), meeting=Meeting("评议", present=57)), "more-slips-than-heads"),
        (voting(make_class("A", 40, 4), make_class("B", 60, 44)), "subtraction/A"),
        (voting(make_class("A", 40, 4), make_class("B", 60, 44)), "small/A"),
        (voting(make_class("A", 40, 7), make_class("B", 60, 44)), "small/A"),
        (voting(make_class("A", 40, 1), make_class("B", 60, 44)), "one/A"),
        (voting(make_class("A", 40, 14), make_class("B", 60, 20, recuses_own=True)), "recusal/B"),
        (voting(make_class("A", 40, 14), make_class("B", 60, 40, recuses_own=True, paper=1)), "paper/B"),
        (voting(make_class("A", 40, 14), make_class("B", 60, 20)), "own/B"),
        (sound(spare_share=Fraction(0)), "spares"),
        (sound(pooled=True, ties=(TieKey("grade", "优秀"),)), "pooled"),
        (sound(trim=1, trim_above=20), "trim/A"),
        (sound(trim=7), "trim/A"),
        (sound(quorum=None), "threshold"),
        (sound(ties=()), "ties"),
        (sound(decimals=0), "decimals/none"),
        (sound(share_missing_class=False), "absent-class"),
        (sound(normalisation=Normalisation.CENTRED), "normalised"),
    ],
)
def test_a_doubtful_plan_is_remarked_on(plan: Plan, key: str):
    assert [found for found in keys(plan) if found == key] == [key]


def test_a_criterion_that_counts_for_nothing_can_be_struck_out():
    plan = replace(sound(), criteria=(Criterion("实绩", Fraction(100)), Criterion("作风", Fraction(0))))

    found = find(plan, "weightless/criteria/1")

    assert found.mended.criteria == (Criterion("实绩", Fraction(100)),)


def test_sheets_too_long_for_a_phone_are_told_by_their_cells():
    long = replace(sound(), subjects=tuple(Subject(f"第{n}村") for n in range(41)))
    longer = replace(long, criteria=tuple(Criterion(f"指标{n}", Fraction(25)) for n in range(4)))

    assert (keys(long), keys(longer)) == (["length/subjects"], ["length/cells", "time/long"])


def test_names_that_print_alike_stop_the_opening():
    plan = named("多宝镇", "多宝 镇", "拖市镇")

    (found,) = blocking(plan)

    assert found.key == "alike/subjects/0/1"
    assert str(found.reason) == "“多宝镇”和“多宝 镇”只差空格或全角半角，印出来是同一个名称。"


def test_characters_the_font_lacks_are_named():
    plan = named("垸口镇", "拖市镇")

    found = find(plan, "rare/subjects/0", prints=lambda mark: mark != "垸")

    assert str(found.reason) == "“垸口镇”中的“垸”，印刷字体里没有，纸上会印成空框。"


def test_a_quota_is_said_as_a_count():
    plan = replace(sound(), classes=(make_class("A", 40, 14), make_class("B", 60, 30, recuses_own=True)))

    found = find(plan, "quota/B/")

    assert str(found.reason) == "B票应评 9 个，其 30% 是 2.7，“优秀”最多 3 个。"


@given(plans())
@settings(max_examples=60, deadline=None)
def test_no_mend_leaves_its_fault_behind(plan: Plan):
    left = [found.key for found in review(plan) if found.mended and find(found.mended, found.key)]

    assert left == []


@given(plans())
@settings(max_examples=60, deadline=None)
def test_every_finding_has_a_key_of_its_own_and_the_gravest_come_first(plan: Plan):
    found = review(plan)

    assert len({finding.key for finding in found}) == len(found)
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=list(Severity).index)


def test_the_time_a_voter_needs_is_said_in_minutes():
    found = find(sound(), "time")

    assert str(found.reason) == "每人约要 1 分钟，慢的 1 分 30 秒。"
