"""What joins the rounds, read like a lawyer: each finding on an activity that has it, none on a sound one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from appraisal.domain.activity import INDICATORS, ON_SITE, VOTE, Activity, Part, RollUp
from appraisal.domain.indicator import AS_IS, Conversion, Method
from appraisal.domain.review import Severity, review_activity
from appraisal.domain.scale import Grade
from appraisal.domain.sheet import Subject
from tests.factories import make_class
from tests.joined import make_activity

ALL_RATE_ALL = (make_class("A", 40, 6), make_class("B", 60, 3))


def keys(activity: Activity, *but: Severity) -> list[str]:
    return [found.key for found in review_activity(activity) if found.severity not in but]


def with_round(place: int, **plan: object) -> Activity:
    activity = make_activity()
    rounds = list(activity.rounds)
    plan = plan if place else {"classes": ALL_RATE_ALL, **plan}
    rounds[place] = replace(rounds[place], plan=replace(rounds[place].plan, **plan))
    return replace(activity, rounds=tuple(rounds))


def with_figures(**changes: object) -> Activity:
    activity = make_activity()
    return replace(activity, indicators=(replace(activity.indicators[0], **changes),))


def weighted(on_site: int, vote: int, figures: int, **conversion: Conversion) -> tuple[Part, ...]:
    weights = ((ON_SITE, on_site), (VOTE, vote), (INDICATORS, figures))
    efficacy = make_activity().parts[-1].conversion
    return tuple(
        Part(name, Fraction(weight), conversion.get(name, efficacy if name == INDICATORS else AS_IS))
        for name, weight in weights
        if weight
    )


PROJECTS = make_activity().rounds[0].plan.subjects
SCALE = make_activity().rounds[1].plan.scale
OF_TEN = replace(SCALE, grades=(Grade("优秀", Fraction(10)), Grade("较差", Fraction(-1))))
BY_KIND = RollUp(kinds=(("竣工", Fraction(100)),))


def test_a_sound_activity_gets_hints_alone() -> None:
    assert keys(make_activity(), Severity.HINT) == []


@pytest.mark.parametrize(
    ("activity", "found"),
    [
        (with_round(0, subjects=PROJECTS[:4]), ["without-score/现场观摩"]),
        (with_round(1, subjects=make_activity().units[:2]), ["without-score/会议评议"]),
        (with_round(0, subjects=(*PROJECTS, Subject("别处项目", parent="别处"))), ["stranger/现场观摩"]),
        (make_activity(roll_up=BY_KIND), ["kind-without-weight"]),
        (make_activity(roll_up=RollUp(best=3)), ["few-projects"]),
        (make_activity(roll_up=RollUp(top=6)), ["all-projects-best"]),
        (make_activity(parts=weighted(60, 0, 40)), ["not-counted/会议评议"]),
        (make_activity(parts=weighted(60, 40, 0)), ["not-counted/客观指标"]),
        (
            make_activity(parts=weighted(50, 20, 30, 会议评议=Conversion(Method.MIN_MAX))),
            ["conversion/会议评议"],
        ),
        (with_round(1, scale=OF_TEN), ["scales", "below-zero/会议评议"]),
        (with_figures(figures=(Fraction(4),) * 3), ["constant/到位资金"]),
        (with_figures(cap=Fraction(1)), ["constant/到位资金"]),
        (
            with_figures(figures=(Fraction(400), Fraction(8), Fraction(6)), conversion=AS_IS),
            ["raw/到位资金"],
        ),
        (with_figures(figures=(None, Fraction(8), Fraction(6)), missing=Fraction(60)), ["missing/到位资金"]),
        (
            with_round(1, classes=(make_class("A", 50, 5), make_class("B", 50, 3))),
            ["own-unit-later/B"],
        ),
    ],
)
def test_what_is_wrong_is_found_and_nothing_else(activity: Activity, found: list[str]) -> None:
    assert keys(activity, Severity.HINT) == found


def test_a_unit_without_a_project_stops_the_opening() -> None:
    [finding] = [each for each in review_activity(with_round(0, subjects=PROJECTS[:4])) if each.mend]

    assert finding.severity is Severity.ERROR
    assert "杨林街道" in str(finding.reason)


def test_different_numbers_of_slips_are_told_of() -> None:
    assert keys(make_activity()) == ["slips/A"]
