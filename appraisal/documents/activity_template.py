"""An activity as the one workbook it can be read from again, with an example where there is none yet."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from ..domain.activity import INDICATORS as FIGURES
from ..domain.activity import ON_SITE, RANKING, Activity, ActivityRound, Part, RollUp
from ..domain.errors import RoundsApart, WorkbookRefused
from ..domain.indicator import Conversion, Indicator, Method
from ..domain.plan import Plan
from ..domain.rule import ScoringRule
from ..domain.scale import Scale, ScaleKind
from ..domain.sheet import Criterion, Subject
from ..domain.waiver import NOTHING_WAIVED
from . import hints, template
from .activity_writing import (
    roll_up_settings,
    write_composite,
    write_figures,
    write_indicators,
    write_projects,
    write_ranking,
)
from .cover_sheet import write_cover
from .layout import COMPOSITE, GRADES, INDICATORS, PROJECTS, RANK_RULE, VERDICTS
from .layout import FIGURES as FIGURE_SHEET
from .plan_writing import write_bands, write_meeting, write_rule, write_subjects
from .workbook import read_activity

FULL = Fraction(100)
EFFICACY = Conversion(Method.EFFICACY, Fraction(60), Fraction(40))
AS_READ = Conversion(Method.RAW, Fraction(0), FULL)  # what an empty conversion is read as
KINDS = ("竣工", "开工")
UNITS = template.EXAMPLE.subjects
MEETING = replace(template.EXAMPLE.meeting, title="（示例）2026年项目建设拉练检查")


def _tour() -> Plan:
    """Every project is rated where it stands, by all classes; who leads a unit leaves out its projects."""
    plan = template.EXAMPLE
    leaders, heads, offices = plan.classes
    return replace(
        plan,
        meeting=MEETING,
        subjects=tuple(
            Subject(f"（示例）{unit.name}{kind}项目", parent=unit.name, kind=kind)
            for unit in UNITS
            for kind in KINDS
        ),
        classes=(leaders, replace(heads, recuses_own=True), offices),
        criteria=(
            Criterion("投资规模", Fraction(40)),
            Criterion("形象进度", Fraction(40)),
            Criterion("产业质效", Fraction(20)),
        ),
        scale=Scale.of_points(Fraction(0), FULL, Fraction(1), "未观摩"),
        rule=ScoringRule(ties=plan.rule.ties[:1], least_share=Fraction(1, 2)),
    )


def _ranking() -> Plan:
    """The units are put in order by those who lead none of them."""
    plan = template.EXAMPLE
    voters = tuple(replace(group, weight=None) for group in plan.classes if group.letter != "B")
    return replace(
        plan,
        meeting=MEETING,
        classes=voters,
        criteria=(Criterion("名次", FULL),),
        scale=Scale.of_places(len(UNITS), FULL, Fraction(3)),
        rule=ScoringRule(pooled=True),
    )


EXAMPLE = Activity(
    meeting=MEETING,
    units=UNITS,
    rounds=(ActivityRound(ON_SITE, _tour()), ActivityRound(RANKING, _ranking())),
    roll_up=RollUp(top=3),
    indicators=(
        Indicator("新签约项目", "个", Fraction(60), False, tuple(map(Fraction, (7, 5, 14, 8, 8, 12)))),
        Indicator("闲置土地", "亩", Fraction(40), True, tuple(map(Fraction, (115, 141, 99, 90, 31, 110)))),
    ),
    parts=(
        Part(ON_SITE, Fraction(50), AS_READ),
        Part(RANKING, Fraction(20), AS_READ),
        Part(FIGURES, Fraction(30), EFFICACY),
    ),
)


def write_activity_template(out: Path | BinaryIO) -> None:
    """Write the workbook of a marked example that imports as it stands."""
    _write(EXAMPLE, out, is_example=True)


def write_activity(activity: Activity, out: Path | BinaryIO) -> None:
    """Write an activity as an .xlsx that sets up an equal one.

    Raises
    ------
    RoundsApart
        If the rounds were changed one by one, so that no workbook of one meeting says them all.
    """
    if not _has_sheets(activity):
        raise _apart(activity)
    content = io.BytesIO()
    _write(activity, content, is_example=False)
    try:
        is_whole = _agreed(read_activity(content.getvalue())) == _agreed(activity)
    except WorkbookRefused:
        is_whole = False
    if not is_whole:
        raise _apart(activity)
    if isinstance(out, Path):
        out.write_bytes(content.getvalue())
    else:
        out.write(content.getvalue())


def _write(activity: Activity, out: Path | BinaryIO, *, is_example: bool) -> None:
    first, *later = (each.plan for each in activity.rounds)
    with template.new_book(out) as book:
        write_cover(book, _purposes(activity), is_example=is_example)
        write_meeting(book, activity.meeting, is_example=is_example)
        write_subjects(book, activity.units, is_example=is_example)
        if activity.on_site:
            write_projects(book, first.subjects, is_example=is_example)
        template.write_answers(book, first, is_example=is_example)
        write_rule(book, first, others=roll_up_settings(activity.roll_up))
        if first.rule.bands:
            write_bands(book, first.rule.bands)
        for plan in later:
            write_ranking(book, plan)
        if activity.indicators:
            write_indicators(book, activity.indicators, is_example=is_example)
            write_figures(book, activity.indicators, activity.units, is_example=is_example)
        if activity.parts:
            write_composite(book, activity.parts, is_example=is_example)


def _has_sheets(activity: Activity) -> bool:
    """Say whether there is a sheet for every round: the first is rated, a second one orders the units."""
    return [each.name for each in activity.rounds[1:]] in ([], [RANKING])


def _purposes(activity: Activity) -> dict[str, str]:
    """Name the sheets that are written, each with what it is for."""
    first = activity.rounds[0].plan
    absent = {
        PROJECTS: activity.on_site is None,
        GRADES: first.scale.kind is not ScaleKind.GRADES,
        VERDICTS: not first.rule.bands,
        RANK_RULE: len(activity.rounds) == 1,
        INDICATORS: not activity.indicators,
        FIGURE_SHEET: not activity.indicators,
        COMPOSITE: not activity.parts,
    }
    return {name: text for name, text in hints.ACTIVITY_PURPOSES.items() if not absent.get(name)}


def _agreed(activity: Activity) -> Activity:
    """Leave out what a workbook does not say: the names of rounds in titles, what two people waived."""
    title = activity.meeting.title
    return replace(
        activity,
        rounds=tuple(
            ActivityRound(
                each.name,
                replace(each.plan, meeting=replace(each.plan.meeting, title=title), waiver=NOTHING_WAIVED),
            )
            for each in activity.rounds
        ),
    )


def _apart(activity: Activity) -> RoundsApart:
    return RoundsApart(rounds=tuple(each.name for each in activity.rounds))
